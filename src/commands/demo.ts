// The form with a sandbox in the same process and a phone beside it: nothing leaves the computer.

import { type GateSettings, gateSettings } from '../config/gate.ts';
import { readSettings, type Texts } from '../config/read-settings.ts';
import { namesOf, SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';
import { EXIT } from '../conversation/exit.ts';
import { writePhoneNumber } from '../core/phone.ts';
import type { Context } from './context.ts';
import { takeSettings } from './take-settings.ts';
import { ask, type GateInvocation } from './verify.ts';

/** Twilio's magic sender number, whose texts are always accepted: https://www.twilio.com/docs/iam/test-credentials */
const SENDER = '+15005550006';
const RECIPIENT = '+15005550010';
/** The settings that apply in the demo. */
const DEMO_SETTINGS: ReadonlySet<string> = new Set<SettingKey>([
  'channel',
  'fallback',
  'whatsappContentSid',
  'length',
  'expiresIn',
  'maxAttempts',
  'resendAfter',
  'maxSends',
  'sendWindow',
  'service',
  'message',
  'idleTimeout',
]);

/** Shows the demo. @returns the exit status */
export async function demo({ flags, ...options }: GateInvocation, context: Context): Promise<number> {
  const { startSandbox } = await import('../sandbox/sandbox.ts');
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
        from: SENDER,
        to: flags.to ?? RECIPIENT,
        apiUrl: sandbox.origin,
        store: 'memory:',
      },
      env: demoEnvironment(context.env),
      file: {},
    });
    const { warnings } = read;
    const settings = await takeSettings<GateSettings>({ settings: gateSettings(read, context.env), warnings }, context);
    if (!settings) return EXIT.usage;
    const number = writePhoneNumber(settings.recipient);
    return await ask(settings, options, context, () => ({ number, text }));
  } finally {
    await sandbox.close();
  }
}

/** The environment without real accounts, phones, stores and proxies, which do not belong in a demo. */
function demoEnvironment(env: Texts): Texts {
  const others = Object.entries<Setting<unknown>>(SETTINGS).filter(([key]) => !DEMO_SETTINGS.has(key));
  const names = others.flatMap(([, setting]) => namesOf(setting));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
