import type { Setting } from '../src/config/settings.ts';

type Settings = Readonly<Record<string, Setting<unknown>>>;

export function envExample(settings: Settings): string;
export function settingsTable(settings: Settings): string;
export function withTable(readme: string, table: string): string;
