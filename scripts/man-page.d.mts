import type { aboutFlag } from '../src/commands/flags.ts';
import type { argumentOf, Verb } from '../src/commands/verbs.ts';
import type { Setting } from '../src/config/settings.ts';

interface Tables {
  readonly VERBS: Readonly<Record<string, Verb>>;
  readonly SETTINGS: Readonly<Record<string, Setting<unknown>>>;
  readonly EXIT_MEANINGS: readonly (readonly [status: string, meaning: string])[];
  readonly argumentOf: typeof argumentOf;
  readonly aboutFlag: typeof aboutFlag;
}

export function manPage(tables: Tables, date: string): string;
export function dateOf(page: string): string | undefined;
