// What every face must do, whatever it draws: conversations are held at it, with the keys of a person.

import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import { expect, it, onTestFinished, vi } from 'vitest';
import { EXIT } from '../../src/conversation/exit.ts';
import type { OpenFace } from '../../src/conversation/face.ts';
import { converse } from '../../src/conversation/run.ts';
import { openConversation } from '../../src/conversation/update.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import type { Terminal } from '../../src/faces/terminal.ts';
import { readScreen } from '../support/screen.ts';

export interface FaceUnderTest {
  /** The face on a terminal. */
  on(terminal: Terminal): OpenFace;
  /** What a person types to submit, to ask for another code, to enter a recovery code, and to leave. */
  readonly keys: Readonly<Record<'submit' | 'resend' | 'recover' | 'leave', string>>;
}

const CODE = '48213';
const IDLE_TIMEOUT = 600_000;
const RECOVERY_CODE = '7Q2M-0XKD-VH4T-9WRA';

export function faceContract({ on, keys }: FaceUnderTest): void {
  it('shows where the code went without the whole number, and verifies a correct code', async () => {
    const { terminal, shown, type } = openTerminal();
    const { ending, entries } = begin(on(terminal));
    await expect.poll(shown).toContain('Code sent to');
    expect(shown()).toMatch(/\+1 [•*]{3} [•*]{3} [•*]{2}71/);
    expect(shown()).not.toMatch(/415|555|2671/);
    type(CODE + keys.submit);
    await expect.poll(shown).toContain('Login Success!');
    expect(await ending).toEqual({ status: EXIT.verified, line: 'Login Success!' });
    expect(entries).toEqual([CODE]);
  });

  it('says what came of a code, and takes the next', async () => {
    const { terminal, shown, type } = openTerminal();
    const { ending, entries } = begin(on(terminal), [
      { kind: 'incorrect', triesLeft: 4, superseded: false },
      { kind: 'expired' },
    ]);
    await expect.poll(shown).toContain('Code sent to');
    type(`11111${keys.submit}`);
    await expect.poll(shown).toContain('Incorrect OTP! 4 tries left.');
    type(`22222${keys.submit}`);
    await expect.poll(shown).toContain('OTP expired!');
    type(CODE + keys.submit);
    expect((await ending).status).toBe(EXIT.verified);
    expect(entries).toEqual(['11111', '22222', CODE]);
  });

  it('asks for another code', async () => {
    const { terminal, shown, type, endInput } = openTerminal();
    const { ending, sends } = begin(on(terminal));
    await expect.poll(shown).toContain('Code sent to');
    type(keys.resend);
    await expect.poll(sends).toBe(2);
    endInput();
    await ending;
  });

  it('takes a recovery code', async () => {
    const { terminal, shown, type } = openTerminal();
    const { ending, entries } = begin(on(terminal), [RECOVERED], { recoveryLeft: async () => 8 });
    await expect.poll(shown).toContain('Code sent to');
    type(keys.recover + RECOVERY_CODE.toLowerCase() + keys.submit);
    await expect.poll(shown).toContain('Login Success! 7 recovery codes left.');
    expect((await ending).status).toBe(EXIT.verified);
    expect(entries).toEqual([RECOVERY_CODE.replaceAll('-', '')]);
  });

  it('asks a locked phone for one, however long it takes to count them', async () => {
    const { terminal, shown, type } = openTerminal();
    let count = (_left: number) => {};
    const { ending, sends } = begin(on(terminal), [RECOVERED], {
      sent: { kind: 'locked', until: null },
      recoveryLeft: () =>
        new Promise((resolve) => {
          count = resolve;
        }),
    });
    await expect.poll(sends).toBe(1);
    count(8);
    await expect.poll(shown).toMatch(/Locked!/);
    type(RECOVERY_CODE + keys.submit);
    expect((await ending).status).toBe(EXIT.verified);
  });

  it('is not left as idle while something is typed, even if that has to wait for a code to be sent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { terminal, type } = openTerminal();
    const { ending } = begin(on(terminal), [], { recoveryLeft: () => new Promise(() => {}) });
    let hasEnded = false;
    ending.finally(() => {
      hasEnded = true;
    });
    await vi.advanceTimersByTimeAsync(IDLE_TIMEOUT - 1);
    type(CODE + keys.submit);
    await vi.advanceTimersByTimeAsync(IDLE_TIMEOUT - 1);
    expect(hasEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await ending).status).toBe(EXIT.idle);
  });

  it.each<[string, (person: Pick<ReturnType<typeof openTerminal>, 'type' | 'endInput'>) => void]>([
    ['the person leaves', ({ type }) => type(keys.leave)],
    ['the input ends', ({ endInput }) => endInput()],
  ])('verifies nobody if %s, and restores the terminal', async (_, leave) => {
    const { terminal, listening, shown, modes, ...person } = openTerminal();
    const before = { listening: listening(), modes: modes() };
    const { ending, entries } = begin(on(terminal));
    await expect.poll(shown).toContain('Code sent to');
    leave(person);
    expect((await ending).status).toBe(EXIT.notVerified);
    expect(entries).toEqual([]);
    expect(listening()).toEqual(before.listening);
    await expect.poll(modes).toEqual(before.modes);
  });

  it('writes nothing and reads nothing once it is closed, and may be closed twice', async () => {
    const { terminal, written, type } = openTerminal();
    const reported: unknown[] = [];
    const face = on(terminal)({
      onKey: (key) => reported.push(key),
      onInput: () => reported.push('input'),
      onEnd: () => reported.push('end'),
    });
    const [state] = openConversation({ length: 5, recipient: '+1 ••• ••• ••71', stay: false, now: 0 });
    face.show(state);
    face.close();
    const before = written();
    face.close();
    type(CODE + keys.submit);
    await new Promise(setImmediate);
    expect(written()).toBe(before);
    expect(reported).toEqual([]);
  });
}

const SENT: SendOutcome = { kind: 'sent', length: 5, expiresAt: Date.now() + 300_000, resendAt: 0 };
const RECOVERED: CheckOutcome = { kind: 'accepted', by: 'recovery', recoveryLeft: 7 };

/** A conversation whose checks come out as told, and are right after that. */
function begin(
  openFace: OpenFace,
  outcomes: readonly CheckOutcome[] = [],
  { sent = SENT, recoveryLeft = async () => 0 }: { sent?: SendOutcome; recoveryLeft?: () => Promise<number> } = {},
) {
  const entries: string[] = [];
  let sends = 0;
  const ending = converse({
    verifier: {
      async send() {
        sends += 1;
        return sent;
      },
      check: async (_, entry) => outcomes[entries.push(entry) - 1] ?? { kind: 'accepted' },
      track: async () => undefined,
      recoveryLeft: async () => ({ kind: 'left', count: await recoveryLeft() }),
    },
    approving: '',
    recipient: '+14155552671',
    length: 5,
    stay: false,
    idleTimeout: IDLE_TIMEOUT,
    offerCall: false,
    callsOnly: false,
    openFace,
    clock: Date.now,
    takeSignals: () => () => {},
  });
  return { ending, entries, sends: () => sends };
}

/** A terminal in this process. */
function openTerminal() {
  const emulator = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  onTestFinished(() => emulator.dispose());
  const screen = readScreen(emulator);
  let written = '';
  // As the line discipline does.
  const show = (text: string) => emulator.write(input.isRaw ? text : text.replaceAll('\n', '\r\n'));
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: 80,
    rows: 24,
    write(text: string) {
      written += text;
      show(text);
      return true;
    },
  });
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      input.isRaw = raw;
    },
    resume() {},
    pause() {},
  });
  const terminal: Terminal = {
    input: input as unknown as Terminal['input'],
    output: output as unknown as Terminal['output'],
    others: [],
    console: { colours: 256, unicode: true, linux: false },
    showsErrors: true,
    close() {},
  };
  return {
    terminal,
    type(keys: string) {
      if (!input.isRaw) show(keys);
      input.emit('data', Buffer.from(keys));
    },
    endInput: () => void input.emit('end'),
    shown: screen.text,
    written: () => written,
    modes: () => ({ ...screen.modes(), raw: input.isRaw }),
    /** Who listens to the terminal, but for those who catch its errors for ever. */
    listening: () => ({
      keys: input.listenerCount('data'),
      end: input.listenerCount('end'),
      resize: output.listenerCount('resize'),
    }),
  };
}
