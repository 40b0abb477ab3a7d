// The numbers in the rules, with their defaults and bounds. Durations are in milliseconds.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** In ms. */
export const HOUR = 60 * MINUTE;
/** In ms. */
export const DAY = 24 * HOUR;

/** What an operator can configure about codes, tries and sends. */
export interface Policy {
  /** Digits in a code, 4–10. */
  readonly length: number;
  /** How long a code is valid in ms, 1 s – 10 min (NIST SP 800-63B-4 §3.1.3.2: at most 10 minutes). */
  readonly expiresIn: number;
  /** Wrong tries that invalidate a code, 1–10. */
  readonly maxAttempts: number;
  /** Minimum time between two sends to one recipient in ms, 0–10 min. */
  readonly resendAfter: number;
  /** Maximum unanswered codes to one recipient per window, 1–100; four times as many in 24 hours. */
  readonly maxSends: number;
  /** The window for `maxSends` in ms, 1 min – 24 h. */
  readonly sendWindow: number;
}

/** The policy unless something else was chosen. */
export const DEFAULT_POLICY: Policy = {
  length: 5,
  expiresIn: 5 * MINUTE,
  maxAttempts: 5,
  resendAfter: 30 * SECOND,
  maxSends: 5,
  sendWindow: 10 * MINUTE,
};

/** The bounds of each number, inclusive. */
export const POLICY_BOUNDS: { readonly [K in keyof Policy]: readonly [least: number, most: number] } = {
  length: [4, 10],
  expiresIn: [SECOND, 10 * MINUTE],
  maxAttempts: [1, 10],
  resendAfter: [0, 10 * MINUTE],
  maxSends: [1, 100],
  sendWindow: [MINUTE, DAY],
};

/** Maximum unanswered codes to one recipient in 24 hours: a short window, used up again and again, is a lot of texts. */
export function maxSendsPerDay({ maxSends }: Pick<Policy, 'maxSends'>): number {
  return 4 * maxSends;
}

/** Wrong tries in a row after which a recipient is locked until an operator unlocks it (NIST SP 800-63B-4 §3.2.2: at most 100). */
const LOCK_FOR_GOOD_AT = 100;
const FIRST_LOCK_AT = 10;
const LOCK_EVERY = 5;
const FIRST_LOCK = 15 * MINUTE;
/** In ms. */
export const MAX_LOCK = 24 * HOUR;

/** Whether this many wrong tries in a row lock a recipient until an operator unlocks it. */
export function isLockedForGood(failures: number): boolean {
  return failures >= LOCK_FOR_GOOD_AT;
}

/**
 * How long the nth wrong try in a row locks a recipient, in ms: 15 minutes for the 10th, then twice as long for
 * every 5th after that, up to 24 hours; 0 for all others.
 */
export function lockAfter(failures: number): number {
  const beyond = failures - FIRST_LOCK_AT;
  if (beyond < 0 || beyond % LOCK_EVERY !== 0) return 0;
  return Math.min(FIRST_LOCK * 2 ** (beyond / LOCK_EVERY), MAX_LOCK);
}

/**
 * Fills in a policy with the defaults.
 *
 * @throws RangeError that names the first number out of bounds
 * @example completePolicy({ length: 6 }).expiresIn // 300000
 */
export function completePolicy(chosen: Partial<Policy> = {}): Policy {
  const policy = { ...DEFAULT_POLICY, ...chosen };
  for (const [name, [least, most]] of Object.entries(POLICY_BOUNDS)) {
    const value = policy[name as keyof Policy];
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new RangeError(`policy.${name} must be a whole number from ${least} to ${most}`);
    }
  }
  return policy;
}
