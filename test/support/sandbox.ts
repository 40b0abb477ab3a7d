// The sandbox in Twilio's place, with its own clock: a text makes no progress until
// a test lets time pass.

import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { codeIn } from './program.ts';

export interface TestSandbox {
  readonly origin: string;
  readonly port: number;
  /** Every code that was texted, oldest first. */
  readonly codes: readonly string[];
  /** The texts that they were in. */
  readonly bodies: readonly string[];
  newestCode(): string;
  /** Lets so many ms pass there; see `DEFAULT_PACE`. */
  pass(ms: number): void;
}

export async function openSandbox(cleanup: (cleanup: () => Promise<void>) => void): Promise<TestSandbox> {
  const codes: string[] = [];
  const bodies: string[] = [];
  let now = Date.now();
  const { origin, port, close } = await startSandbox({
    clock: () => now,
    onText: ({ body }) => {
      bodies.push(body);
      codes.push(codeIn(body));
    },
  });
  cleanup(close);
  return {
    origin,
    port,
    codes,
    bodies,
    newestCode: () => codes.at(-1) ?? codeIn(''),
    pass(ms) {
      now += ms;
    },
  };
}
