// The whole configuration of a gate, or of an operator's verb, from flags, environment and settings file.

import { resolve } from 'node:path';
import type { AuditAddress } from '../audit/log.ts';
import { firstSteps } from './first-steps.ts';
import { type GateSettings, gateSettings } from './gate.ts';
import {
  type LedgerSettings,
  lackingRecipient,
  ledgerSettings,
  type OtherFiles,
  type OwnSecret,
  ownSecretSettings,
  readLedgerSettings,
} from './ledgers.ts';
import { auditProblem, findRootsSettings, type UnderPam } from './pam.ts';
import { namesByOrigin, type Parts, partsOf } from './parts.ts';
import { type ReadSettings, readSettings, type Sources, settingsIn } from './read-settings.ts';
import { findSettings } from './settings-file.ts';
import { shellWord } from './shell-word.ts';
import { readStatusSettings, type StatusSettings, statusSettings } from './status.ts';
import type { RootsAlone } from './trusted-file.ts';
import { findUser } from './users.ts';

export interface Configuration<Settings> {
  readonly settings: Settings | { readonly problems: readonly string[] };
  /** One line each. */
  readonly warnings: readonly string[];
  /** What to tell, after the problems, someone who would only be told what is missing. One line each. */
  readonly firstSteps?: readonly string[] | undefined;
  /** Where to record that there are problems, if that could be read. */
  readonly audit?: AuditAddress | undefined;
  /** Set if the only problem is that the user is not in the users file. */
  readonly isUnknownUser?: boolean;
}

export interface Request {
  readonly flags: Sources['flags'];
  /** The settings file given with `--config`. */
  readonly config: string | undefined;
  /** Set if `--pam` was given: then nothing is taken from the environment. */
  readonly pam?: UnderPam | undefined;
}

/**
 * Reads a gate's settings, or everything that is wrong with them, one line each.
 *
 * @param env holds further settings, the user's directories and the proxy
 */
export function configureGate(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<GateSettings>> {
  return configure<GateSettings>(request, env, readSettings, gateSettings, { needsAccount: true });
}

/**
 * Reads the settings to find a recipient's ledger with, or everything that is wrong with them, one line each.
 *
 * @param env holds further settings and the user's directories
 */
export function configureLedgers(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<LedgerSettings>> {
  return configure<LedgerSettings>(request, env, readLedgerSettings, ledgerSettings);
}

/** The same, and the limits, to see how the recipient stands. @param env holds further settings and the user's directories */
export function configureStatus(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<StatusSettings>> {
  return configure<StatusSettings>(request, env, readStatusSettings, statusSettings);
}

/** The same for what needs OTP_SECRET to be set. @param env holds further settings and the user's directories */
export function configureOwnSecret(
  request: Request,
  env: NodeJS.ProcessEnv,
): Promise<Configuration<LedgerSettings<OwnSecret>>> {
  return configure<LedgerSettings<OwnSecret>>(request, env, readLedgerSettings, ownSecretSettings);
}

/** What a gate's settings are, and everything that is wrong with them. */
export interface Examined {
  readonly parts: Parts;
  /** Their names. */
  readonly given: ReturnType<typeof namesByOrigin>;
  /** The settings file that was read. */
  readonly path: string | undefined;
  /** Whether it is that of --pam, whose defaults count as its own. */
  readonly isOfPam: boolean;
  /** One line each. */
  readonly wrong: readonly string[];
}

/**
 * Reads a gate's settings to look at them one by one. There are problems only if nothing could be read at all.
 *
 * @param env holds further settings, the user's directories and the proxy
 */
export function configureDoctor(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<Examined>> {
  let path: string | undefined;
  const read = (sources: Sources) => {
    path = sources.path;
    return readSettings(sources);
  };
  const examine = (found: ReadSettings, env: NodeJS.ProcessEnv, otherFiles: OtherFiles): Examined => {
    const settings = gateSettings(found, env, otherFiles);
    // Whoever has a users file need not say whom they mean.
    const unneeded = found.given.has('users') ? lackingRecipient(found, otherFiles.passedOver ?? []) : [];
    const wrong = 'problems' in settings ? settings.problems.filter((line) => !unneeded.includes(line)) : [];
    return {
      parts: partsOf(found, env, otherFiles, wrong, rootsAloneOf(request)),
      given: namesByOrigin(found),
      path,
      isOfPam: request.pam !== undefined,
      wrong,
    };
  };
  return configure<Examined>(request, env, read, examine, { needsAccount: true });
}

async function configure<Settings extends object>(
  { flags, config, pam }: Request,
  ownEnv: NodeJS.ProcessEnv,
  readFrom: (sources: Sources) => ReadSettings,
  settle: (
    read: ReadSettings,
    env: NodeJS.ProcessEnv,
    otherFiles: OtherFiles,
  ) => Settings | { readonly problems: string[] },
  { needsAccount = false } = {},
): Promise<Configuration<Settings>> {
  const env = pam ? {} : ownEnv;
  const found = pam ? findRootsSettings(config, pam) : findSettings(config, env);
  const { texts: file, path, problem, wrong, needsSecret, passedOver, lookedFor, warnings } = found;
  const rootsAlone = rootsAloneOf({ pam });
  const read = readFrom({ flags, env, file, path });
  const distrusted = pam ? auditProblem(read.values.audit) : undefined;
  const audit = distrusted === undefined ? read.values.audit : undefined;
  const allWarnings = [...warnings, ...read.warnings];
  const fail = (problems: readonly string[], firstSteps?: readonly string[]) => ({
    settings: { problems },
    warnings: allWarnings,
    firstSteps,
    audit,
  });
  // Without the file, there is no telling which settings are missing.
  if (problem !== undefined) return fail([problem, ...read.problems]);
  const isBare = settingsIn(file).length + settingsIn(env).length === 0;
  // init writes no file for --pam.
  const steps = needsAccount && !pam ? firstSteps(read, config, env) : undefined;
  if (isBare && steps) return fail([...read.problems, nothingSet(lookedFor, path)], steps);

  const { caFile } = read.values;
  const user = findUser(flags, read, rootsAlone);
  // Loaded only if set: it needs node:crypto, and the first frame should not wait for that.
  const authorities =
    caFile === undefined
      ? { ca: undefined, warnings: [] }
      : (await import('./ca-file.ts')).readCaFile(caFile, rootsAlone);
  allWarnings.push(...user.warnings, ...authorities.warnings);
  const settings = settle(read, env, {
    passedOver,
    usersPhone: user.phone,
    needsSecret,
    ...('problem' in authorities ? {} : { ca: authorities.ca }),
    problems: [
      ...wrong,
      ...(distrusted === undefined ? [] : [distrusted]),
      ...user.problems,
      ...('problem' in authorities ? [authorities.problem] : []),
    ],
  });
  const isUnknownUser = user.isUnknown === true && 'problems' in settings && settings.problems.length === 1;
  if (!('problems' in settings)) return { settings, warnings: allWarnings, firstSteps: steps, audit, isUnknownUser };
  // What is wrong in what was just typed comes first.
  const nothing = isBare ? [...read.problems, nothingSet(lookedFor, path)] : [];
  return { ...fail([...new Set([...nothing, ...settings.problems])], steps), isUnknownUser };
}

/** What is asked of the files that the settings name. */
function rootsAloneOf({ pam }: Pick<Request, 'pam'>): RootsAlone | undefined {
  return pam && { isPrivate: false };
}

/** Where settings were looked for in vain. @param found the file in use, after which no other was read */
function nothingSet(lookedFor: readonly string[], found: string | undefined): string {
  const read = found === undefined ? lookedFor : lookedFor.slice(0, lookedFor.indexOf(found) + 1);
  const places = read.map((path) => shellWord(absolute(path))).join(' nor in ');
  return `there are no settings, neither in ${places} nor in the environment`;
}

function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    // The current directory is gone.
    return path;
  }
}
