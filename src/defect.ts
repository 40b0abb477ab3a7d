// Reports a defect: the error's name, and where it happened by the names of our source files. Not its message,
// which may contain a secret.

const MAX_FRAMES = 8;
/** A position in the program's bundle, in a stack frame. */
const IN_BUNDLE = /\/[^():]*\/(dist\/program\/[\w-]+\.js):(\d+):\d+/;
/** The comment with which the bundler names a source file, above its code. */
const SOURCE = /^\/\/ (\S+)$/;

/**
 * The error's name and stack frames, one per line.
 *
 * @param read reads a file; its errors are ignored
 * @example describeDefect(error, readFile) // ['TypeError', 'at update (src/conversation/update.ts, dist/program/otp-tui.js:4431:9)']
 */
export function describeDefect(error: unknown, read: (file: string) => string): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [error.name, ...frames.slice(0, MAX_FRAMES).map((line) => nameSource(line.trim(), read))];
}

function nameSource(frame: string, read: (file: string) => string): string {
  return frame.replace(IN_BUNDLE, (place, file: string, line: string) => {
    const short = place.slice(place.indexOf(file));
    try {
      const above = read(place.slice(0, place.indexOf(file) + file.length))
        .split('\n')
        .slice(0, Number(line));
      const source = above.reverse().flatMap((text) => SOURCE.exec(text)?.[1] ?? [])[0];
      return source === undefined ? short : `${source}, ${short}`;
    } catch {
      return short;
    }
  });
}
