// Looks at everything at once, and has each part's findings ready as soon as they are there.

import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditError } from '../audit/log.ts';
import { openAuditLog } from '../audit/open.ts';
import type { Configuration, Examined } from '../config/configuration.ts';
import type { Parts } from '../config/parts.ts';
import { twilioFindings } from './ask-twilio.ts';
import { examinePam, type PamMachine } from './examine-pam.ts';
import { error, type Finding, ok } from './finding.ts';
import { nodeFinding, type TerminalFacts, terminalFinding } from './machine-findings.ts';
import { fileFinding, settingsFindings } from './settings-findings.ts';
import { storeFindings } from './store-findings.ts';
import { tryStore } from './try-store.ts';

/** What the doctor is told about where it runs. */
export interface Surroundings {
  readonly terminal: TerminalFacts | undefined;
  readonly nodeVersion: string;
  /** Our own user ID, where there are such. */
  readonly self: number | undefined;
  /** ms since 1970 */
  readonly clock: () => number;
  /** Set with `--pam`: where its parts are. */
  readonly pam?: Omit<PamMachine, 'users'> | undefined;
  /** For each part, in ms. */
  readonly patience?: number;
}

const PATIENCE = 30_000;

/** The parts in the order in which they are to be read. */
export function examine(
  examined: Examined,
  { warnings, firstSteps = [] }: Pick<Configuration<Examined>, 'warnings' | 'firstSteps'>,
  surroundings: Surroundings,
): Promise<readonly Finding[]>[] {
  const { self, clock, pam, patience = PATIENCE } = surroundings;
  const { parts, path } = examined;
  const within = (about: string, work: Promise<readonly Finding[]>) => orGiveUp(about, work, patience);
  const now: Finding[] = [
    ...settingsFindings(examined, warnings, firstSteps),
    ...fileFindings(path, parts, self),
    ...usersFindings(parts),
  ];
  return [
    Promise.resolve(now),
    ...(parts.twilio ? [within('Twilio', twilioFindings(parts.twilio, parts, clock))] : []),
    ...(parts.store ? [within('store', examineStore(parts.store, parts, clock))] : []),
    ...(parts.audit ? [within('audit log', examineAudit(parts.audit))] : []),
    ...(pam ? examinePam({ ...pam, users: [...(parts.phones?.keys() ?? [])] }).map((part) => within('PAM', part)) : []),
    Promise.resolve(machineFindings(surroundings, clock())),
  ];
}

/** About this computer alone. */
export function machineFindings({ nodeVersion, terminal, pam }: Surroundings, now: number): Finding[] {
  // A login by PAM asks without a terminal of ours.
  return [nodeFinding(nodeVersion, now), ...(pam ? [] : [terminalFinding(terminal)])];
}

async function orGiveUp(
  about: string,
  work: Promise<readonly Finding[]>,
  patience: number,
): Promise<readonly Finding[]> {
  const waiting = new AbortController();
  const gaveUp = sleep(patience, undefined, { signal: waiting.signal }).then(
    () => [error(about, `did not answer within ${patience / 1_000} s`, 'see whether it is overloaded')],
    () => [],
  );
  try {
    return await Promise.race([work, gaveUp]);
  } finally {
    waiting.abort();
  }
}

async function examineStore(
  address: NonNullable<Parts['store']>,
  { ca, hasOwnSecret }: Parts,
  clock: () => number,
): Promise<Finding[]> {
  return storeFindings(address, await tryStore(address, ca, clock), hasOwnSecret);
}

async function examineAudit(address: NonNullable<Parts['audit']>): Promise<Finding[]> {
  const about = 'audit log';
  try {
    await openAuditLog(address).probe();
    return [ok(about, `${address.kind === 'syslog' ? 'the system log' : address.path} can be written`)];
  } catch (failure) {
    if (!(failure instanceof AuditError)) throw failure;
    const next = 'put that right; until then, no code is sent or taken';
    return [error(about, failure.problem.detail, next)];
  }
}

function usersFindings({ users, phones }: Parts): Finding[] {
  if (users === undefined || phones === undefined) return [];
  const people = phones.size === 1 ? '1 person' : `${phones.size} people`;
  return [ok('users', `${users} names ${people}`)];
}

function fileFindings(path: string | undefined, { store, audit, users }: Parts, self: number | undefined): Finding[] {
  const files = [
    ['settings file', path],
    ['users file', users],
    ['store', store?.kind === 'file' ? store.path : undefined],
    ['audit log', audit?.kind === 'file' ? audit.path : undefined],
  ] as const;
  return files.flatMap(([what, file]) => {
    const stats = file === undefined ? undefined : statOf(file);
    return file && stats ? [fileFinding(what, { path: file, uid: stats.uid, mode: stats.mode }, self)] : [];
  });
}

/** Why a file cannot be looked at is said where it is read. */
function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
