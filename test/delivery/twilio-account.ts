// The account that the tests of the delivery use, and sandboxes that know no other.

import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { closing } from '../support/closing.ts';
import { type Watched, watch } from '../support/watched.ts';

export const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
export const TOKEN = 'fedcba98765432100123456789abcdef';
export const BASIC = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
export const FROM = '+15005550006';
export const PHONE = '+14155552671';

/** Sandboxes that a test opens, and that are closed after it. */
export function sandboxes(common: SandboxOptions = {}): Watched & { open(options?: SandboxOptions): Promise<Sandbox> } {
  const watched = watch(Date.UTC(2026, 0, 1));
  const credentials = [{ username: ACCOUNT, password: TOKEN }];
  return Object.assign(watched, {
    open: async (options: SandboxOptions = {}) =>
      closing(await startSandbox({ credentials, ...watched.options, ...common, ...options })),
  });
}
