// `.env.example`, the README's table and `--help` agree with the table of settings.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { envExample, settingsTable, withTable } from '../../scripts/settings-docs.mjs';
import { parseArguments } from '../../src/commands/cli.ts';
import { gateSettings } from '../../src/config/gate.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { SETTINGS, type Setting } from '../../src/config/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const ALL = Object.values<Setting<unknown>>(SETTINGS);
const NAMED = ALL.filter(({ name }) => name !== undefined);
const WRITE = 'run `npm run build && npm run settings-docs`';

function fileAt(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

describe('.env.example', () => {
  const text = envExample(SETTINGS);

  it('is generated from the table of settings', () => {
    expect(fileAt('.env.example'), WRITE).toBe(text);
  });

  it('has every setting once, with its meaning, what it accepts and where to find it', () => {
    for (const { name, about, accepts, where = '' } of NAMED) {
      const paragraphs = text.split('\n\n').filter((paragraph) => new RegExp(`^#?${name}=`, 'm').test(paragraph));
      expect(paragraphs, name).toHaveLength(1);
      expect(paragraphs[0]?.toLowerCase()).toContain(about.toLowerCase());
      for (const part of [accepts, where]) expect(paragraphs[0]).toContain(part);
    }
  });

  it('asks for exactly what a gate requires', () => {
    const given = parse(text);
    expect(Object.values(given).join('')).toBe('');
    const settings = gateSettings(readSettings({ flags: {}, env: {}, file: given }), {});
    const missing = 'problems' in settings ? settings.problems.map((line) => line.split(' ')[0]) : [];
    expect(missing.sort()).toEqual(Object.keys(given).sort());
  });

  it('shows the defaults, so that removing every # changes nothing', () => {
    const all = parse(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
    expect(Object.keys(all).sort()).toEqual(NAMED.map(({ name }) => name).sort());
    const { values, problems } = readSettings({ flags: {}, env: {}, file: all });
    expect(problems).toEqual([]);
    expect(values).toEqual(readSettings({ flags: {}, env: {}, file: {} }).values);
  });
});

describe("README.md's table", () => {
  it('is generated from the table of settings', () => {
    const readme = fileAt('README.md');
    expect(readme, WRITE).toBe(withTable(readme, settingsTable(SETTINGS)));
  });

  it('has a row for every setting, with its flag and its default', () => {
    const rows = settingsTable(SETTINGS).trimEnd().split('\n').slice(2);
    expect(rows).toHaveLength(ALL.length);
    for (const [index, { name, flag = '', default: defaultValue = '' }] of ALL.entries()) {
      for (const part of [name === undefined ? '' : `\`${name}\``, flag, defaultValue])
        expect(rows[index]).toContain(part);
    }
  });

  it('replaces the previous table and nothing else', () => {
    const readme = 'before\n<!-- settings -->\nold\n<!-- /settings -->\nafter\n';
    const written = withTable(readme, 'new\n');
    expect(written).toBe('before\n<!-- settings -->\nnew\n<!-- /settings -->\nafter\n');
    expect(withTable(written, 'new\n')).toBe(written);
    expect(() => withTable('no markers', 'new\n')).toThrow('README.md has no <!-- settings -->');
  });
});

describe('--help', () => {
  const help = parseArguments(['--help'], '0');
  const text = help.verb === 'explain' ? help.text.replaceAll(/\s+/g, ' ') : '';

  it.each(ALL.filter(({ flag }) => flag !== undefined))(
    'explains $flag',
    ({ flag, value, about, default: defaultValue }) => {
      expect(text).toContain(
        `${flag} <${value}> ${about}${defaultValue === undefined ? '' : ` (default: ${defaultValue})`}`,
      );
    },
  );

  it('has no flags but those in the table and its own', () => {
    const shown = [...(text.split('Examples:')[0]?.matchAll(/ (--[a-z-]+)\b/g) ?? [])].map(([, flag]) => flag);
    const own = ['--version', '--config', '--plain', '--stay', '--verbose', '--help'];
    expect(shown.sort()).toEqual([...ALL.flatMap(({ flag }) => flag ?? []), ...own].sort());
  });
});
