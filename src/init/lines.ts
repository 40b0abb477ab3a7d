// The questions as plain lines, for screen readers and terminals that can do no more: nothing is drawn over. The
// terminal itself edits a line and turns Ctrl-C into a signal, but for a secret, which it must not show.

import type { Place } from './clack.ts';
import type { Choice, Complaint, Questions } from './questions.ts';
import { stopJob } from './stopping.ts';

/** @param write writes to the terminal */
export function lineQuestions(
  { input, signal, givenUp }: Omit<Place, 'output'>,
  write: (text: string) => void,
): Questions {
  /** The line after a prompt; rejects on Esc, Ctrl-C, Ctrl-D and the signal. */
  function readLine(prompt: string, isHidden: boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      let line = '';
      const finish = (settle: () => void) => {
        input.off('data', take).off('end', leave).pause();
        signal.removeEventListener('abort', leave);
        if (isHidden) input.setRawMode(false);
        if (isHidden || signal.aborted) write('\n');
        settle();
      };
      const leave = () => finish(() => reject(givenUp(false)));
      const take = (chunk: Uint8Array) => {
        for (const char of Buffer.from(chunk).toString()) {
          if (char === '\r' || char === '\n') return finish(() => resolve(line.trim()));
          if (char === '\x03') return finish(() => reject(givenUp(true)));
          if (char === '\x1b' || char === '\x04') return leave();
          if (char === '\x1a') stopJob();
          else if (char === '\x15') line = '';
          else line = char === '\x7f' || char === '\b' ? line.slice(0, -1) : line + char;
        }
        return undefined;
      };
      signal.addEventListener('abort', leave);
      if (signal.aborted) return leave();
      // First, or whatever types as soon as it sees the prompt would be seen, too.
      if (isHidden) input.setRawMode(true);
      write(prompt);
      input.on('data', take).on('end', leave).resume();
      return undefined;
    });
  }

  async function ask(question: string, complain: Complaint, isHidden = false): Promise<string> {
    for (;;) {
      const answer = await readLine(`${question}: `, isHidden);
      const complaint = complain(answer);
      if (complaint === undefined) return answer;
      write(`${complaint}.\n`);
    }
  }

  return {
    async choose<Value>(question: string, choices: readonly [Choice<Value>, ...Choice<Value>[]]) {
      const numbered = choices.map(({ label, hint }, at) => `${at + 1} ${label}${hint ? ` (${hint})` : ''}\n`);
      write(`${question}\n${numbered.join('')}`);
      const of = (answer: string) => (/^[0-9]{1,3}$/.test(answer) ? choices[Number(answer) - 1] : undefined);
      const range = choices.length > 1 ? `1 to ${choices.length}` : '1';
      const must = `It must be ${range}`;
      return (of(await ask(`Enter ${range}`, (answer) => (of(answer) ? undefined : must))) ?? choices[0]).value;
    },
    text: (question, complain) => ask(question, complain),
    secret: (question, complain) => ask(question, complain, true),
    async confirm(question, suggested) {
      const of = (answer: string) => /^(?:(y|yes)|n|no)$/i.exec(answer === '' ? (suggested ? 'y' : 'n') : answer);
      const answer = await ask(`${question} (${suggested ? 'Y/n' : 'y/N'})`, (answer) =>
        of(answer) ? undefined : 'It must be y or n',
      );
      return of(answer)?.[1] !== undefined;
    },
    show: (title, lines) => write(`${title}:\n${lines.map((line) => `${line}\n`).join('')}`),
    say: (line) => write(`${line}\n`),
    warn: (line) => write(`${line}\n`),
  };
}
