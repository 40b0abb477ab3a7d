// What is told of a defect: where it happened, by the names of our source files. Not with what: an error's message
// may hold a secret.

/** As many frames as are told. */
const MOST_FRAMES = 8;
/** A place in the program's bundle, in a line of a stack. */
const IN_BUNDLE = /\/[^():]*\/(dist\/program\/[\w-]+\.js):(\d+):\d+/;
/** The bundler writes the name of each source file above its code. */
const SOURCE = /^\/\/ (\S+)$/;

/**
 * The name of an error and where it came from, a line each.
 *
 * @param read gives the text of a file; its errors are swallowed
 * @example tellDefect(error, readFile) // ['TypeError', 'at update (src/ui/form.ts, dist/program/otp-tui.js:4431:9)']
 */
export function tellDefect(error: unknown, read: (file: string) => string): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [error.name, ...frames.slice(0, MOST_FRAMES).map((line) => nameSource(line.trim(), read))];
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
