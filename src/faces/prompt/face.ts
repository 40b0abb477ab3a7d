// The plain prompt: a conversation as lines, for screen readers, serial consoles and logs. The terminal itself edits
// the line being typed, and nothing that was written is touched again.

import type { Face, OpenFace } from '../../conversation/face.ts';
import type { Conversation, Key } from '../../conversation/state.ts';
import { plainText } from '../../core/plain-text.ts';
import type { Policy } from '../../core/policy.ts';
import type { Phone } from '../screen/phone.ts';
import type { Terminal } from '../terminal.ts';
import { keysOf } from './keys.ts';
import { lineReader } from './line-reader.ts';
import { narrator } from './narrator.ts';
import { DEMO, help, inAscii, question } from './words.ts';

/** How many lines wait while a send or a check is in progress. The rest of a flood is dropped. */
const MAX_WAITING = 64;
/** How long something takes before the prompt says what it is, in ms. */
const SLOW = 2_000;
/** In characters: more than fit on any phone. */
const MAX_TEXT = 1_000;

export interface PromptOptions {
  /** The demo's phone. */
  readonly phone?: (() => Phone) | undefined;
  /** How long something takes before the prompt says what it is, in ms. */
  readonly slowAfter?: number;
}

/**
 * The prompt on a terminal.
 *
 * @param policy the numbers for its help
 */
export function promptFace(
  { input, output, console }: Pick<Terminal, 'input' | 'output' | 'console'>,
  policy: Policy,
  { phone, slowAfter = SLOW }: PromptOptions = {},
): OpenFace {
  return (listener): Face => {
    const { see, news } = narrator();
    const reader = lineReader();
    const waiting: string[] = [];
    let state: Conversation | undefined;
    let open = true;
    /** Whether the input goes on, has ended, or has ended and that was reported. */
    let reading: 'on' | 'ended' | 'over' = 'on';
    /** Whether the cursor is behind the question. */
    let asking = false;
    /** What the line being answered asks for. */
    let asked: readonly Key[] | undefined;
    let text: string | undefined;
    let slow: NodeJS.Timeout | undefined;
    let soon: NodeJS.Immediate | undefined;

    const write = (words: string) => output.write(console.unicode ? words : inAscii(words));
    const say = (lines: readonly string[]) => {
      if (lines.length === 0) return;
      leaveQuestion();
      write(lines.map((line) => `${line}\n`).join(''));
    };
    const leaveQuestion = () => {
      if (asking) write('\n');
      asking = false;
    };
    const ask = () => {
      if (!open || !state || state.busy || isOver(state) || reading !== 'on') return;
      write(question(state));
      asking = true;
    };
    // Not before the lines are read that are typed already: a terminal hands out one at a time.
    const askSoon = () => {
      clearImmediate(soon);
      soon = setImmediate(() => {
        soon = setImmediate(() => {
          if (!asking) ask();
        });
      });
    };
    const textOnPhone = () => {
      const { number, text: newest } = phone?.() ?? {};
      if (newest === undefined || newest === text) return [];
      text = newest;
      return [`Text to ${number}: "${plainText(newest, MAX_TEXT)}"`];
    };
    const sayWhenSlow = ({ busy, notice }: Conversation) => {
      if (busy) slow ??= setTimeout(() => notice && say([notice.text]), slowAfter);
      else {
        clearTimeout(slow);
        slow = undefined;
      }
    };

    const answer = (now: Conversation, line: string) => {
      if (line.trim() === '') say(news());
      asked = keysOf(line, now);
      for (const key of asked) listener.onKey(key);
      asked = undefined;
    };
    const proceed = () => {
      while (open && state && !state.busy && !isOver(state)) {
        const line = waiting.shift();
        if (line === undefined) break;
        answer(state, line);
      }
      if (!open || !state || isOver(state)) return;
      // After the answers to all lines that came before it.
      if (reading === 'ended' && waiting.length === 0 && state.busy !== 'checking') {
        reading = 'over';
        listener.onEnd();
      } else if (!asking) askSoon();
    };

    const onData = (bytes: Uint8Array) => {
      const lines = reader.read(bytes);
      if (lines.length === 0) return;
      listener.onInput();
      // The terminal has echoed the Enter.
      asking = false;
      waiting.push(...lines.slice(0, MAX_WAITING - waiting.length));
      proceed();
    };
    const onEnd = () => {
      waiting.push(...reader.end());
      reading = 'ended';
      proceed();
    };
    const onError = () => {
      if (open) listener.onEnd();
    };
    // What was typed before a Ctrl-Z is gone.
    const onContinue = () => {
      if (asking) ask();
    };
    const close = () => {
      if (!open) return;
      open = false;
      clearTimeout(slow);
      clearImmediate(soon);
      process.off('exit', close);
      process.off('SIGCONT', onContinue);
      input.off('data', onData);
      input.off('end', onEnd);
      input.pause();
      // What the terminal echoed meanwhile, such as ^C, has no Enter after it.
      if (state?.busy) asking = true;
      leaveQuestion();
    };

    // A terminal that is gone has errors to the end. Its input tells of that.
    output.on('error', ignore);
    input.on('error', onError);
    input.on('end', onEnd);
    // Who had the terminal before may have paused it.
    input.on('data', onData).resume();
    process.on('SIGCONT', onContinue);
    process.on('exit', close);

    return {
      show(next) {
        const isFirst = state === undefined;
        const opensHelp = next.help && !state?.help;
        const lines = see(next, asked?.some(({ kind }) => kind === 'press') ?? false);
        state = next;
        say([
          ...lines,
          ...(isFirst && phone ? [DEMO] : []),
          ...(opensHelp ? help(next, policy) : []),
          ...textOnPhone(),
        ]);
        sayWhenSlow(next);
        // Said is said: there is no screen to keep up.
        if (isOver(next)) setImmediate(() => open && listener.onKey({ kind: 'escape' }));
        else if (!asked) proceed();
      },
      close,
    };
  };
}

/** Whether there is nothing left to ask. */
function isOver({ verified, stay }: Conversation): boolean {
  return verified && !stay;
}

function ignore(): void {}
