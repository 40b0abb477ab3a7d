import type { aboutFlag } from '../src/commands/flags.ts';
import type { Verb } from '../src/commands/verbs.ts';
import type { Setting } from '../src/config/settings.ts';
import type { ErrorEntry } from '../src/delivery/errors.ts';

type Settings = Readonly<Record<string, Setting<unknown>>>;

export function envExample(settings: Settings): string;
export function settingsTable(settings: Settings): string;
export function errorList(errors: Readonly<Record<number, ErrorEntry>>): string;
export function withPart(page: string, name: string, text: string): string;
export function flagsTable(verbs: Readonly<Record<string, Verb>>, about: typeof aboutFlag): string;
export function statusTable(meanings: readonly (readonly [status: string, meaning: string])[]): string;
