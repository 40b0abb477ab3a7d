// What the help says about a verb after its flags: how values are written, examples and notes.

import type { Verb } from './verbs.ts';

export function helpAfterFlags({ flags, examples, notes = '' }: Verb): string {
  const written = new Map(
    flags.flatMap(({ value, written }) => (written === undefined ? [] : [[`<${value}>`, written] as const])),
  );
  return [section('Values', [...written]), section('Examples', examples), notes].join('').trimEnd();
}

function section(title: string, rows: readonly (readonly [string, string?])[]): string {
  const width = Math.max(...rows.map(([first, second]) => (second === undefined ? 0 : first.length)));
  const lines = rows.map(([first, second]) => (second === undefined ? first : `${first.padEnd(width)}  ${second}`));
  return rows.length === 0 ? '' : `\n${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
