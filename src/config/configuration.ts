// The whole configuration of a gate, or of an operator's verb, from flags, environment and settings file.

import { plainText } from '../core/plain-text.ts';
import { type GateSettings, gateSettings } from './gate.ts';
import { type LedgerSettings, ledgerSettings, type OtherFiles, readLedgerSettings } from './ledgers.ts';
import { type ReadSettings, readSettings, type Sources, settingsIn } from './read-settings.ts';
import { findSettings } from './settings-file.ts';

export interface Configuration<Settings> {
  readonly settings: Settings | { readonly problems: readonly string[] };
  /** One line each. */
  readonly warnings: readonly string[];
}

export interface Request {
  readonly flags: Sources['flags'];
  /** The settings file given with `--config`. */
  readonly config: string | undefined;
}

/**
 * Reads a gate's settings, or everything that is wrong with them, one line each.
 *
 * @param env holds further settings, the user's directories and the proxy
 */
export function configureGate(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<GateSettings>> {
  return configure<GateSettings>(request, env, readSettings, gateSettings);
}

/**
 * Reads the settings to find a recipient's ledger with, or everything that is wrong with them, one line each.
 *
 * @param env holds further settings and the user's directories
 */
export function configureLedgers(request: Request, env: NodeJS.ProcessEnv): Promise<Configuration<LedgerSettings>> {
  return configure<LedgerSettings>(request, env, readLedgerSettings, ledgerSettings);
}

async function configure<Settings>(
  { flags, config }: Request,
  env: NodeJS.ProcessEnv,
  readFrom: (sources: Sources) => ReadSettings,
  settle: (
    read: ReadSettings,
    env: NodeJS.ProcessEnv,
    otherFiles: OtherFiles,
  ) => Settings | { readonly problems: string[] },
): Promise<Configuration<Settings>> {
  const { texts: file, path, problem, passedOver, lookedFor, warnings } = findSettings(config, env);
  const read = readFrom({ flags, env, file, path });
  const allWarnings = [...warnings, ...read.warnings];
  const fail = (...problems: string[]) => ({
    settings: { problems: [...problems, ...read.problems] },
    warnings: allWarnings,
  });
  // Without the file, there is no telling which settings are missing.
  if (problem !== undefined) return fail(problem);
  if (settingsIn(file).length + settingsIn(env).length === 0) return fail(...firstSteps(lookedFor, path));

  const { caFile } = read.values;
  // Loaded only if set: it needs node:crypto, and the first frame should not wait for that.
  const authorities =
    caFile === undefined ? { ca: undefined, warnings: [] } : (await import('./ca-file.ts')).readCaFile(caFile);
  allWarnings.push(...authorities.warnings);
  const settings = settle(read, env, { passedOver, ...authorities });
  return { settings, warnings: allWarnings };
}

/** What to tell someone who has set nothing at all. */
function firstSteps(lookedFor: readonly string[], found: string | undefined): string[] {
  const places = lookedFor.map((path) => plainText(path)).join(', none in ');
  return [
    ...(found === undefined
      ? [
          `there are no settings: none in ${places}, and none in the environment`,
          'to begin, copy .env.example to one of these files, fill in its first four settings, and chmod 600 it',
        ]
      : [
          `${plainText(found)} sets nothing yet, and neither does the environment`,
          'to begin, fill in the first four settings of .env.example there',
        ]),
    'to try it without any, run otp-tui demo',
  ];
}
