// Twilio's API on loopback, until a signal ends it.

import { EXIT } from '../conversation/exit.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Signal } from '../signals.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';

type SandboxInvocation = Extract<Invocation, { verb: 'sandbox' }>;

/** Runs the sandbox. @returns the exit status */
export async function sandbox(
  { port, trial }: SandboxInvocation,
  { takeSignals, answer, tell }: Context,
): Promise<number> {
  const signal = new Promise<Signal>((resolve) => takeSignals(resolve));
  let server: Awaited<ReturnType<typeof startSandbox>>;
  try {
    server = await startSandbox({ port, trial, onText: (text) => answer(JSON.stringify(text)) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    tell(
      code === 'EACCES'
        ? `port ${port} needs root: choose another with --port`
        : `port ${port} is in use: choose another with --port`,
    );
    return EXIT.usage;
  }
  tell(`Sandbox listening on ${server.origin}`);
  tell(`In another terminal: TWILIO_API_URL=${server.origin} otp-tui`);
  tell(`To set it up first: TWILIO_API_URL=${server.origin} otp-tui init`);
  const { number } = await signal;
  await server.close();
  return EXIT.signalled + number;
}
