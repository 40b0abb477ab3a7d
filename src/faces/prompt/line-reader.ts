// Cuts a terminal's input into lines. A line may come in pieces or with others, and ends in LF, CR or both.

import { StringDecoder } from 'node:string_decoder';

/** How much of a line is kept, in characters. A terminal that edits lines cuts them at 4096 bytes itself. */
const MAX_LINE = 4_096;
/** What a longer line is read as: no code. Its beginning may end within a number that looks like one. */
const TOO_LONG = '(too long)';

export interface LineReader {
  /** The lines that end in these bytes. */
  read(bytes: Uint8Array): string[];
  /** The line that the end of the input cut off, if any. */
  end(): string[];
}

export function lineReader(): LineReader {
  const decoder = new StringDecoder('utf8');
  let line = '';
  let afterReturn = false;
  const finish = () => {
    const finished = line.length > MAX_LINE ? TOO_LONG : line;
    line = '';
    return finished;
  };
  return {
    read(bytes) {
      let text = decoder.write(Buffer.from(bytes));
      if (text === '') return [];
      // The second half of a CR LF.
      if (afterReturn && text.startsWith('\n')) text = text.slice(1);
      afterReturn = text === '' ? false : text.endsWith('\r');
      const pieces = text.split(/\r\n|\r|\n/);
      return pieces.flatMap((piece, index) => {
        line = (line + piece).slice(0, MAX_LINE + 1);
        return index < pieces.length - 1 ? [finish()] : [];
      });
    },
    end() {
      line += decoder.end();
      return line === '' ? [] : [finish()];
    },
  };
}
