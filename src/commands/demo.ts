// The form with a sandbox in the same process and a phone beside it: nothing leaves the computer.

import { writePhoneNumber } from '../core/phone.ts';
import { readEnvFile } from '../env-file.ts';
import { gateSettings } from '../gate-settings.ts';
import { readSettings } from '../read-settings.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Context } from './context.ts';
import { ask, type GateInvocation, misuse } from './verify.ts';

/** Twilio's magic number that every text is accepted from: https://www.twilio.com/docs/iam/test-credentials */
const MAGIC_NUMBER = '+15005550006';
const RECIPIENT = '+15005550010';

/** Shows the demo. @returns the exit status */
export async function demo({ flags, envFile, ...manner }: GateInvocation, context: Context): Promise<number> {
  const file = readEnvFile(envFile);
  if (file.kind === 'unreadable') return misuse(context, [file.problem]);
  let text: string | undefined;
  const sandbox = await startSandbox({
    onText: ({ body }) => {
      text = body;
    },
  });
  try {
    const read = readSettings({
      flags: {
        ...flags,
        accountSid: `AC${'0'.repeat(32)}`,
        authToken: 'demo',
        from: MAGIC_NUMBER,
        to: flags.to ?? RECIPIENT,
        apiUrl: sandbox.origin,
        store: 'memory:',
      },
      env: rulesOf(context.env),
      file: rulesOf(file.values),
    });
    const settings = gateSettings(read, context.env);
    if ('problems' in settings) return misuse(context, settings.problems);
    const number = writePhoneNumber(settings.recipient);
    return await ask(settings, manner, context, () => ({ number, text }));
  } finally {
    await sandbox.close();
  }
}

/** Only what is about codes: real credentials and phones have no place in a demo. */
function rulesOf(settings: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => /^OTP_(?!STORE$|SECRET$)/.test(name)));
}
