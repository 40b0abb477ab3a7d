// One login at several terminals: they share a store and a sandbox, as the terminals of one computer
// or of a fleet do.

import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { test as base, type Gate, type GateOptions } from './gate.ts';
import { runWithoutTerminal, SETTINGS, temporaryFolder } from './program.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
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
function withStore(place: (stateFile: string) => string) {
  return test.extend<{ store: string }>({ store: ({ stateFile }, use) => use(place(stateFile)) });
}

/** Tests that must end alike whichever store it is: a file, or a Redis in which each test has a database of its own. */
export function describeWithStores(name: string, suite: (test: ReturnType<typeof withStore>) => void): void {
  describe(`${name} a file`, () => suite(withStore((stateFile) => stateFile)));
  describeWithRedis(`${name} a Redis`, () => suite(withRedis()));
}

/** To be called in a suite, which has the Redis to itself. */
export function withRedis() {
  let server: RedisServer;
  let database = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());
  return withStore(() => `${server.url}/${database++}`);
}

/** Waits until the screen says some words, over broken lines too. */
export function says(gate: Gate, words: string | RegExp): Promise<void> {
  const said = () => gate.text().replace(/[ │]*\n[ │]*/g, ' ');
  const isSaid = typeof words === 'string' ? () => said().includes(words) : () => words.test(said());
  // Where it is not said in time, the words are in the error.
  return gate.until(Object.assign(isSaid, { toString: () => `${words}` }));
}
