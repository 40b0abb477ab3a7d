// A ledger with its clock and a policy, for examples. Each test of the rules gives it the steps that it is about.

import { EMPTY_LEDGER, type Ledger, type Step } from '../../src/core/ledger.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/core/policy.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 1);
export const SERVICE = 'a service';

export class LedgerDesk {
  ledger: Ledger = EMPTY_LEDGER;
  now = START;
  readonly policy: Policy;
  constructor(policy: Partial<Policy> = {}) {
    this.policy = { ...DEFAULT_POLICY, ...policy };
  }
  take<Outcome>({ ledger, outcome }: Step<Outcome>): Outcome {
    this.ledger = ledger;
    return outcome;
  }
}
