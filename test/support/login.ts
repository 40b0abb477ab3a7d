// One login at several terminals: they share a store and a sandbox, as the terminals of one computer
// or of a fleet do.

import { join } from 'node:path';
import { test as base, type Gate, type GateOptions } from './gate.ts';
import { runWithoutTerminal, SETTINGS, temporaryFolder } from './program.ts';
import { openSandbox } from './sandbox.ts';

type Ran = Awaited<ReturnType<typeof runWithoutTerminal>>;

interface Login {
  /** Every code that was texted to any of its terminals, oldest first. */
  readonly codes: readonly string[];
  newestCode(): string;
  /** Opens a terminal and starts the program there. */
  open(options?: Pick<GateOptions, 'args' | 'env'>): Promise<Gate>;
  /** The same, once a code was sent from there. */
  openReady(): Promise<Gate>;
  /** Runs `otp-tui unlock`, without a terminal. */
  unlock(...args: string[]): Promise<Ran>;
}

interface Fixtures {
  /** A login whose terminals use a store and further settings. */
  readonly startLogin: (store: string, env?: Readonly<Record<string, string>>) => Promise<Login>;
  /** The path of a state file that does not exist yet. */
  readonly stateFile: string;
}

/** A test of one login at several terminals. */
export const test = base.extend<Fixtures>({
  startLogin: ({ open, onTestFinished }, use) =>
    use(async (store, settings) => {
      const { origin, codes, newestCode } = await openSandbox(onTestFinished);
      const env = { OTP_STORE: store, ...settings };
      const openHere: Login['open'] = (options) => open({ origin, ...options, env: { ...env, ...options?.env } });
      return {
        codes,
        newestCode,
        open: openHere,
        async openReady() {
          const gate = await openHere();
          await gate.ready();
          return gate;
        },
        unlock: (...args) => runWithoutTerminal(['unlock', ...args], { ...SETTINGS, TWILIO_API_URL: origin, ...env }),
      };
    }),
  stateFile: ({ onTestFinished }, use) => use(join(temporaryFolder(onTestFinished), 'state.db')),
});

/** The same with a separate `store` for each test, in a new state file or elsewhere. */
export function withStore(place: (stateFile: string) => string) {
  return test.extend<{ store: string }>({ store: ({ stateFile }, use) => use(place(stateFile)) });
}

/** Waits until the screen says some words, over broken lines too. */
export function says(gate: Gate, words: string | RegExp): Promise<void> {
  const said = () => gate.text().replace(/[ │]*\n[ │]*/g, ' ');
  const isSaid = typeof words === 'string' ? () => said().includes(words) : () => words.test(said());
  // Where it is not said in time, the words are in the error.
  return gate.until(Object.assign(isSaid, { toString: () => `${words}` }));
}
