// Which code a login that begins anew still asks for.

import { expect, it } from 'vitest';
import { isKept } from '../../src/core/kept.ts';
import type { Standing } from '../../src/core/outcome.ts';
import { DEFAULT_POLICY } from '../../src/core/policy.ts';

const NOW = 1_000_000;
const VALID: Standing = {
  ...{ kind: 'standing', newestCode: 'valid', expiresAt: NOW + 1, triesLeft: DEFAULT_POLICY.maxAttempts, sendsLeft: 4 },
  ...{ failures: 0, locked: false, recoveryLeft: 0, sentAt: NOW - DEFAULT_POLICY.resendAfter },
};

it.each<[boolean, string, Partial<Standing>]>([
  [false, 'one that was sent a while ago, and that nobody has tried', {}],
  [true, 'one that was sent less than the wait ago', { sentAt: NOW - DEFAULT_POLICY.resendAfter + 1 }],
  [true, 'one that was tried, however long ago it was sent', { triesLeft: DEFAULT_POLICY.maxAttempts - 1 }],
  [false, 'none at all', { newestCode: 'none', triesLeft: 0 }],
  [false, 'one that is used', { newestCode: 'used', triesLeft: 0, sentAt: NOW }],
  [false, 'one that is too old', { newestCode: 'expired', triesLeft: 0, sentAt: NOW }],
  [false, 'one whose tries are used up', { newestCode: 'exhausted', triesLeft: 0, sentAt: NOW }],
  [false, 'one of a phone that is locked', { locked: true, triesLeft: 1, sentAt: NOW }],
])('%s: %s', (kept, _, standing) => {
  expect(isKept({ ...VALID, ...standing }, DEFAULT_POLICY, NOW)).toBe(kept);
});

it('one that was sent just now, even if there is no wait', () => {
  expect(isKept({ ...VALID, sentAt: NOW }, { ...DEFAULT_POLICY, resendAfter: 0 }, NOW)).toBe(true);
});
