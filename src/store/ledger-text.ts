// A ledger as the text that stores keep, and the way back, from every version that was ever stored. Text that
// is not wholly a ledger is no ledger: reading it as an empty one would wipe out failures and locks.

import type { Challenge } from '../core/challenge.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Problem } from '../core/outcome.ts';
import type { Send } from '../core/sends.ts';
import { StoreError } from './store.ts';

type Test = (value: unknown) => boolean;
type Shape<T> = { readonly [K in keyof Required<T>]: Test };

const isText: Test = (value) => typeof value === 'string';
/** ms since 1970, as far as a Date reaches: what lies beyond could not be told. */
const isTime: Test = (value) => Number.isFinite(value) && Math.abs(value as number) <= 8.64e15;
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

/** An older version of the stored ledger. */
interface Version {
  /** Whether a value has exactly the fields of this version, `version` itself left out. */
  readonly isValid: Test;
  /** Makes such a value one of the next version. Need not expect damage. */
  readonly upgrade: (ledger: never) => unknown;
}

/**
 * The versions before today's, oldest first. They are added, never changed: ledgers of every version are out there.
 * This is the version of one ledger, in any store; the table of a state file has its own (see file-schema.ts).
 */
const OLDER_VERSIONS: readonly Version[] = [
  // Before any release, ledgers had the fields of version 1 and did not say a version.
  { isValid: isLedger, upgrade: (ledger) => ledger },
];
const VERSION = OLDER_VERSIONS.length;

/** The text to store for a ledger; says today's version. */
export function writeLedger(ledger: Ledger): string {
  return JSON.stringify({ version: VERSION, ...ledger });
}

/**
 * The ledger in a stored text of any version, brought up to date.
 *
 * @param text not a string where the store holds something else
 * @param place names the store, for the operator
 * @throws StoreError where the text is damaged, or was written by a newer version
 */
export function readLedger(text: unknown, place: string, olderVersions = OLDER_VERSIONS): Ledger {
  const { version, fields } = parse(text) ?? refuse(unreadable(place));
  const newest = olderVersions.length;
  if (version > newest) {
    refuse({
      message: 'otp-tui is out of date. Ask the administrator.',
      detail: `${place}: a newer otp-tui wrote one entry (version ${version}, this one knows ${newest}); update otp-tui`,
    });
  }
  // Checked as it was stored: after a step, damage could look like a ledger.
  const isValid = olderVersions[version]?.isValid ?? isLedger;
  if (!isValid(fields)) refuse(unreadable(place));
  return olderVersions
    .slice(version)
    .reduce((older: unknown, { upgrade }) => upgrade(older as never), fields) as Ledger;
}

/** What to say where a ledger cannot be read. */
export function unreadable(place: string): Problem {
  return {
    message: 'the record is unreadable. Ask the administrator.',
    detail: `${place}: one entry is damaged or was written by a newer otp-tui; update otp-tui, or restore a backup`,
  };
}

function refuse(problem: Problem): never {
  throw new StoreError(problem);
}

/** The version of a stored text, which is in the same field in all of them, and the other fields. */
function parse(text: unknown): { readonly version: number; readonly fields: object } | undefined {
  if (typeof text !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Object.hasOwn(value, 'version')) return { version: 0, fields: value };
  const { version, ...fields } = value as { version: unknown };
  return isCount(version) && version !== 0 ? { version: version as number, fields } : undefined;
}

function isAbsentOr(test: Test): Test {
  return (value) => value === undefined || test(value);
}

// No field more either: a version that knows more of a ledger than this one may have written a rule
// into it that would be lost by writing it back.
function only<T>(shape: Shape<T>): Test {
  const tests = Object.entries<Test>(shape);
  const names = new Set(Object.keys(shape));
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const fields = value as Record<string, unknown>;
    return Object.keys(fields).every((name) => names.has(name)) && tests.every(([name, test]) => test(fields[name]));
  };
}
