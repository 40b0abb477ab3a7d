// Serializes ledgers for the stores, and parses every version that was ever stored. Text that is not entirely a
// valid ledger is refused: treating it as empty would wipe out failures and locks.

import type { Challenge } from '../core/challenge.ts';
import { CHANNELS } from '../core/channel.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Problem } from '../core/outcome.ts';
import type { Recovery, RecoveryCode } from '../core/recovery.ts';
import type { Send } from '../core/sends.ts';
import { StoreError } from './store.ts';

type Test = (value: unknown) => boolean;
type Shape<T> = { readonly [K in keyof Required<T>]: Test };

const isText: Test = (value) => typeof value === 'string';
/** ms since 1970, within the range of Date: anything beyond could not be displayed. */
const isTime: Test = (value) => Number.isFinite(value) && Math.abs(value as number) <= 8.64e15;
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Test = (value) => typeof value === 'boolean';

const isSend = only<Send>({ sealId: isText, at: isTime });
const CHALLENGE_1: Shape<Omit<Challenge, 'channel'>> = {
  service: isText,
  seal: only<Challenge['seal']>({ id: isText, digest: isText }),
  expiresAt: isTime,
  over: isAbsentOr(isFlag),
  tries: isCount,
  used: isFlag,
};
const isChannel: Test = (value) => CHANNELS.some((channel) => channel === value);
const VERSION_1: Shape<Omit<Ledger, 'recovery'>> = {
  challenges: listOf(only(CHALLENGE_1)),
  sends: listOf(isSend),
  failures: isCount,
  cleared: isCount,
  lockedUntil: isTime,
  seenAt: isTime,
};
const isLedger1 = only(VERSION_1);
const isLedger = only<Ledger>({
  ...VERSION_1,
  challenges: listOf(only<Challenge>({ ...CHALLENGE_1, channel: isAbsentOr(isChannel) })),
  recovery: only<Recovery>({
    codes: listOf(only<RecoveryCode>({ digest: isText, used: isFlag })),
    wrongTries: listOf(isTime),
  }),
});

/** An older version of the stored ledger. */
interface Version {
  /** Whether a value has exactly the fields of this version, except for `version` itself. */
  readonly isValid: Test;
  /** Upgrades a valid value to the next version. */
  readonly upgrade: (ledger: never) => unknown;
}

/**
 * The versions before the current one, oldest first. They are added, never changed, because ledgers of every version
 * exist. This is the version of one ledger, in any store; the table of a state file has its own (see file-schema.ts).
 */
const OLDER_VERSIONS: readonly Version[] = [
  // Before any release, ledgers had the fields of version 1 but no `version`.
  { isValid: isLedger1, upgrade: (ledger) => ledger },
  // Before there were recovery codes.
  { isValid: isLedger1, upgrade: (ledger: object) => ({ ...ledger, recovery: { codes: [], wrongTries: [] } }) },
];
const VERSION = OLDER_VERSIONS.length;

/**
 * The text to store for a ledger, with the current version.
 *
 * @example await write(key, writeLedger(ledger));
 */
export function writeLedger(ledger: Ledger): string {
  return JSON.stringify({ version: VERSION, ...ledger });
}

/**
 * The ledger in a stored text of any version, upgraded to the current one.
 *
 * @param text not a string if the store contains something else
 * @param place the store's path or address, for the operator
 * @throws StoreError if the text is damaged, or was written by a newer version
 * @example const ledger = text === undefined ? EMPTY_LEDGER : readLedger(text, 'the store at /srv/otp');
 */
export function readLedger(text: unknown, place: string): Ledger;
/** @internal */
export function readLedger(text: unknown, place: string, olderVersions?: readonly Version[]): Ledger;
export function readLedger(text: unknown, place: string, olderVersions = OLDER_VERSIONS): Ledger {
  const { version, fields } = parse(text) ?? refuse(unreadable(place));
  const newest = olderVersions.length;
  if (version > newest) {
    refuse({
      message: 'otp-tui is out of date.',
      remedy: 'administrator',
      detail: `${place}: one entry was written by a newer otp-tui (version ${version}; this one knows up to ${newest}); update otp-tui`,
    });
  }
  // Checked before upgrading: after a step, damage could look valid.
  const isValid = olderVersions[version]?.isValid ?? isLedger;
  if (!isValid(fields)) refuse(unreadable(place));
  return olderVersions
    .slice(version)
    .reduce((older: unknown, { upgrade }) => upgrade(older as never), fields) as Ledger;
}

/** The problem if a ledger cannot be read. */
export function unreadable(place: string): Problem {
  return {
    message: 'the store cannot be read.',
    remedy: 'administrator',
    detail: `${place}: one entry is damaged or was written by a newer otp-tui; update otp-tui, or restore a backup`,
  };
}

function refuse(problem: Problem): never {
  throw new StoreError(problem);
}

/** The version of a stored text, which is in the same field in all versions, and the other fields. */
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

function listOf(test: Test): Test {
  return (value) => Array.isArray(value) && value.every(test);
}

function isAbsentOr(test: Test): Test {
  return (value) => value === undefined || test(value);
}

// Extra fields are refused too: a newer version may have stored something in them that would be lost on writing the
// ledger back.
function only<T>(shape: Shape<T>): Test {
  const tests = Object.entries<Test>(shape);
  const names = new Set(Object.keys(shape));
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const fields = value as Record<string, unknown>;
    return Object.keys(fields).every((name) => names.has(name)) && tests.every(([name, test]) => test(fields[name]));
  };
}
