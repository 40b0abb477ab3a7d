// A ledger as the text that stores keep, and the way back. Text that is not wholly a ledger is no
// ledger: reading it as an empty one would wipe out failures and locks.

import type { Challenge } from '../core/challenge.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Problem } from '../core/outcome.ts';
import type { Send } from '../core/sends.ts';

type Test = (value: unknown) => boolean;
type Shape<T> = { readonly [K in keyof Required<T>]: Test };

export function writeLedger(ledger: Ledger): string {
  return JSON.stringify(ledger);
}

/** The ledger in a text, or undefined where it is damaged or of a make that this version does not know. */
export function readLedger(text: string): Ledger | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLedger(value) ? (value as Ledger) : undefined;
  } catch {
    return undefined;
  }
}

/** What to say where a ledger cannot be read. */
export function unreadable(place: string): Problem {
  return {
    person: 'the record is unreadable. Ask the administrator.',
    operator: `${place}: one entry is damaged or was written by a newer otp-tui; update otp-tui, or restore a backup`,
  };
}

const isText: Test = (value) => typeof value === 'string';
const isTime: Test = (value) => Number.isFinite(value);
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Test = (value) => typeof value === 'boolean';

const isSend = only<Send>({ sealId: isText, at: isTime });
const isChallenge = only<Challenge>({
  service: isText,
  seal: only<Challenge['seal']>({ id: isText, digest: isText }),
  expiresAt: isTime,
  over: isAbsentOr(isFlag),
  tries: isCount,
  used: isFlag,
});
const isLedger = only<Ledger>({
  challenges: (value) => Array.isArray(value) && value.every(isChallenge),
  sends: (value) => Array.isArray(value) && value.every(isSend),
  failures: isCount,
  cleared: isCount,
  lockedUntil: isTime,
  seenAt: isTime,
});

function isAbsentOr(test: Test): Test {
  return (value) => value === undefined || test(value);
}

// No field more either: a version that knows more of a ledger than this one may have written a rule
// into it that would be lost by writing it back.
function only<T>(shape: Shape<T>): Test {
  const tests = new Map(Object.entries<Test>(shape));
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const fields = value as Record<string, unknown>;
    return (
      Object.keys(fields).every((name) => tests.has(name)) && [...tests].every(([name, test]) => test(fields[name]))
    );
  };
}
