// Everything that a verifier can report, as the tests of the audit log need it.

import type {
  CheckOutcome,
  InvalidPhone,
  Problem,
  SendOutcome,
  StoreFailed,
  UnlockOutcome,
} from '../../src/core/outcome.ts';
import type { VerifierEvent } from '../../src/verifier-event.ts';

export const AT = Date.UTC(2026, 10, 28, 13, 47, 8, 90);
export const ABOUT = { at: AT, recipient: '+1 ••• ••• ••71', service: 'prod' };
export const ORIGIN = { pid: 4711, version: '0.1.0' };
const times = { resendAt: AT + 30_000, expiresAt: AT + 300_000 };
const problem: Problem = {
  code: 21_610,
  message: 'for the person',
  detail: 'for the operator',
  help: 'page',
  said: 'x',
};
const plain: Problem = { message: 'for the person', detail: 'for the operator' };

const SENDS: readonly Exclude<SendOutcome, InvalidPhone>[] = [
  { kind: 'sent', length: 5, deliveryId: `SM${'0'.repeat(32)}`, ...times },
  { kind: 'sent', length: 5, ...times },
  { kind: 'unknown', length: 5, problem: plain, ...times },
  { kind: 'refused', problem },
  { kind: 'refused', length: 5, problem: plain },
  { kind: 'too-soon', resendAt: AT, expiresAt: null },
  { kind: 'too-many', resendAt: AT, expiresAt: AT },
  { kind: 'locked', until: AT },
  { kind: 'store-failed', problem: plain },
];

const CHECKS: readonly Exclude<CheckOutcome, InvalidPhone>[] = [
  { kind: 'accepted' },
  { kind: 'accepted', by: 'recovery', recoveryLeft: 7 },
  { kind: 'throttled', until: AT },
  { kind: 'incorrect', triesLeft: 4, superseded: false },
  { kind: 'incorrect', triesLeft: 4, superseded: true },
  { kind: 'used' },
  { kind: 'invalid', length: 5 },
  { kind: 'expired' },
  { kind: 'exhausted' },
  { kind: 'unchecked', problem },
  { kind: 'unsent' },
  { kind: 'locked', until: null },
  { kind: 'locked', until: AT, isNew: true },
  { kind: 'store-failed', problem: plain, charged: 'perhaps' },
];

const UNLOCKS: readonly (UnlockOutcome | StoreFailed)[] = [
  { kind: 'unlocked', failures: 10, wasLocked: true, sends: 2 },
  { kind: 'store-failed', problem: plain },
];

const RECOVERIES = [{ kind: 'made' }, { kind: 'store-failed', problem: plain }] as const;

export const EVENTS: readonly VerifierEvent[] = [
  ...SENDS.map((outcome) => ({ kind: 'send', channel: 'sms', outcome, ...ABOUT }) as const),
  ...CHECKS.map((outcome) => ({ kind: 'check', outcome, ...ABOUT }) as const),
  ...UNLOCKS.map((outcome) => ({ kind: 'unlock', outcome, ...ABOUT }) as const),
  ...RECOVERIES.map((outcome) => ({ kind: 'recovery', outcome, ...ABOUT }) as const),
];
