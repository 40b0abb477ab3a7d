// A state file with recovery codes in it, and whatever else has happened before a program is started.

import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { fileStore } from '../../src/store/file.ts';
import { SETTINGS, temporaryFolder } from './program.ts';

const SECRET = 'a secret for recovery codes';

/** What happens before, such as a lock. */
export type Before = (verifier: OtpVerifier, codes: readonly string[]) => Promise<unknown>;

/** Makes recovery codes. @returns them, and the environment in which the program finds them */
export async function prepareRecovery(
  cleanup: (cleanup: () => void) => unknown,
  before: Before = async () => {},
): Promise<{ readonly codes: readonly string[]; readonly env: Readonly<Record<string, string>> }> {
  const path = join(temporaryFolder(cleanup), 'state.db');
  const store = fileStore(path);
  const sender = { send: async () => ({ kind: 'accepted' }) as const };
  // All digits are nines, so five zeros are wrong.
  const random = (limit: number) => (limit === 10 ? 9 : randomInt(limit));
  const verifier = new OtpVerifier({ sender, store, secret: SECRET, policy: { maxAttempts: 10 }, random });
  const made = await verifier.makeRecoveryCodes(SETTINGS.RECIPIENT_NUMBER);
  if (made.kind !== 'made') throw new Error(made.kind);
  await before(verifier, made.codes);
  await store.close();
  return { codes: made.codes, env: { OTP_STORE: path, OTP_SECRET: SECRET } };
}

/** Ten wrong codes. */
export const locked: Before = async (verifier) => {
  await verifier.send(SETTINGS.RECIPIENT_NUMBER);
  for (let tries = 0; tries < 10; tries++) await verifier.check(SETTINGS.RECIPIENT_NUMBER, '00000');
};
