// The text of the settings file, and what of it is shown before it is written.

import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';

/** The values for a settings file by setting. */
export type Answers = Partial<Record<SettingKey, string>>;

const HEAD = '# Written by otp-tui init. All settings: see docs/settings.md of otp-tui.\n';

/** The values by the names that a file has them under, in the order of the table of settings. */
export function textsOf(answers: Answers): Readonly<Record<string, string>> {
  return Object.fromEntries(linesOf(answers).map(({ name, value }) => [name, value]));
}

export function fileText(answers: Answers): string {
  return (
    HEAD +
    linesOf(answers)
      .map(({ name, value }) => `${name}=${quoted(value)}\n`)
      .join('')
  );
}

/** The same lines with their secrets hidden. */
export function preview(answers: Answers): readonly string[] {
  return linesOf(answers).map(({ name, value, setting }) => `${name}=${setting.secret ? hidden(value) : value}`);
}

function linesOf(answers: Answers) {
  return (Object.entries(SETTINGS) as [SettingKey, Setting<unknown>][]).flatMap(([key, setting]) => {
    const { [key]: value } = answers;
    return value === undefined || setting.name === undefined ? [] : [{ name: setting.name, value, setting }];
  });
}

/** Whether a value can be written so that it is read as it was meant. */
export function isWritable(value: string): boolean {
  return quotesFor(value) !== undefined && !/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(value);
}

function quoted(value: string): string {
  const quote = quotesFor(value);
  if (quote === undefined) throw new RangeError('no quotes are left for a value');
  return `${quote}${value}${quote}`;
}

/** dotenv knows no escapes, so a value goes between quotes that it does not contain; but a backslash hides the quote after it. */
function quotesFor(value: string): string | undefined {
  if (/^[\w+.:/@-]+$/.test(value)) return '';
  if (value.endsWith('\\')) return undefined;
  return ["'", '`', ...(value.includes('\\') ? [] : ['"'])].find((one) => !value.includes(one));
}

/** A SID may be told from others; anything else not. */
function hidden(value: string): string {
  return /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value) ? `${value.slice(0, 2)}…${value.slice(-4)}` : '********';
}
