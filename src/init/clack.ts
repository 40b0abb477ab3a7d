// The questions on a terminal, by @clack/prompts. The only file that imports it. It is bundled on its own, so it takes
// nothing of ours but types: a class would be another one there.

import type { ReadStream, WriteStream } from 'node:tty';
import { confirm, isCancel, log, note, password, S_BAR, select, text } from '@clack/prompts';
import type { Complaint, GivenUp, Questions } from './questions.ts';

export interface Place {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Ends the question that is being asked, and gives the terminal back. */
  readonly signal: AbortSignal;
  /** Makes what a question rejects with if the person leaves it. */
  readonly givenUp: (isInterrupt: boolean) => GivenUp;
}

type Asked = Omit<Place, 'givenUp'>;

/** In rows. */
const MAX_CHOICES = 10;
/** The rule at the left, and two spaces. */
const RULE_COLUMNS = 3;

export function clackQuestions({ input, output, signal, givenUp }: Place): Questions {
  async function answerTo<Value>(ask: (place: Asked) => Promise<Value | symbol>): Promise<Value> {
    let isInterrupt = false;
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    const listen = (_: unknown, key?: { readonly ctrl?: boolean; readonly name?: string }) => {
      // It reports Esc and Ctrl-C alike, and never answers after a Ctrl-D.
      isInterrupt ||= key?.ctrl === true && key.name === 'c';
      if (key?.ctrl && key.name === 'd') leave();
    };
    input.prependListener('keypress', listen).prependListener('end', leave);
    try {
      const answer = await ask({ input, output, signal: AbortSignal.any([signal, leaving.signal]) });
      if (isCancel(answer)) throw givenUp(isInterrupt);
      return answer as Value;
    } finally {
      input.removeListener('keypress', listen).removeListener('end', leave);
    }
  }

  /** With the rule before each line, which clack leaves out where a text or a password is asked for. */
  const whole = (message: string) => inLines(message, output).replaceAll('\n', `\n${S_BAR}  `);
  const validating = (complain: Complaint) => (answer: string | undefined) => {
    const complaint = complain((answer ?? '').trim());
    return complaint && inLines(complaint, output).replaceAll('\n', '\n   ');
  };

  return {
    async choose(message, choices) {
      const options = choices.map(({ label, hint }, value) => ({ value, label, ...(hint !== undefined && { hint }) }));
      const index = await answerTo<number>((asked) =>
        select<number>({ ...asked, message, options, maxItems: MAX_CHOICES }),
      );
      return (choices[index] ?? choices[0]).value;
    },
    async text(question, complain) {
      const [message, validate] = [whole(question), validating(complain)];
      return (await answerTo<string>((asked) => text({ ...asked, message, defaultValue: '', validate }))).trim();
    },
    async secret(question, complain) {
      const [message, validate] = [whole(question), validating(complain)];
      return (await answerTo<string>((asked) => password({ ...asked, message, mask: '*', validate }))).trim();
    },
    confirm: (message, initialValue) => answerTo<boolean>((asked) => confirm({ ...asked, message, initialValue })),
    show: (title, lines) => note(lines.join('\n'), title, { output, format: (line) => line }),
    say: (line) => log.step(inLines(line, output), { output }),
    warn: (line) => log.warn(inLines(line, output), { output }),
  };
}

/** Broken between words, which the log leaves to the terminal: that breaks words, and the rule at the left. */
function inLines(line: string, { columns }: WriteStream): string {
  const width = Math.max(1, (columns || 80) - RULE_COLUMNS);
  return line.replaceAll(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd();
}
