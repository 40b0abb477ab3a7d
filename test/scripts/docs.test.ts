// `.env.example`, docs/settings.md and `--help` agree with the table of settings, docs/twilio-errors.md with that of errors.

import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { envExample, errorList, flagsTable, settingsTable, statusTable, withPart } from '../../scripts/docs.mjs';
import { parseArguments } from '../../src/commands/cli.ts';
import { aboutFlag } from '../../src/commands/flags.ts';
import { VERBS, type Verb } from '../../src/commands/verbs.ts';
import { gateSettings } from '../../src/config/gate.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { SETTINGS, type Setting } from '../../src/config/settings.ts';
import { EXIT_MEANINGS } from '../../src/conversation/exit.ts';
import { TWILIO_ERRORS } from '../../src/delivery/errors.ts';
import { page, table } from '../docs/pages.ts';

const ALL = Object.values<Setting<unknown>>(SETTINGS);
const NAMED = ALL.filter(({ name }) => name !== undefined);
const WRITE = 'run `npm run docs`';

describe('.env.example', () => {
  const text = envExample(SETTINGS);

  it('is generated from the table of settings', () => {
    expect(page('.env.example'), WRITE).toBe(text);
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

describe('docs/command-line.md', () => {
  it('has tables that are generated from those of the verbs and of the exit statuses', () => {
    const text = page('docs/command-line.md');
    const withFlags = withPart(text, 'flags', flagsTable(VERBS, aboutFlag));
    expect(text, WRITE).toBe(withPart(withFlags, 'statuses', statusTable(EXIT_MEANINGS)));
  });

  it('says of each flag which verbs take it', () => {
    const rows = table('docs/command-line.md', 'Flags');
    for (const [name, { flags }] of Object.entries<Verb>(VERBS)) {
      const taker = name === 'verify' ? 'the form' : `\`${name}\``;
      const taken = rows.filter(([, , takers = '']) => takers === 'all' || takers.split(', ').includes(taker));
      expect(taken.map(([flag]) => /--[a-z-]+/.exec(flag ?? '')?.[0]).sort()).toEqual(
        flags.map((flag) => flag.name).sort(),
      );
    }
  });
});

describe('docs/settings.md', () => {
  it('has a table that is generated from the table of settings', () => {
    const text = page('docs/settings.md');
    expect(text, WRITE).toBe(withPart(text, 'settings', settingsTable(SETTINGS)));
  });

  it('has a row for every setting, with its flag and its default', () => {
    const rows = table('docs/settings.md', 'The table');
    expect(rows).toHaveLength(ALL.length);
    for (const [index, { name, flag = '', default: defaultValue = '' }] of ALL.entries()) {
      for (const part of [name === undefined ? '' : `\`${name}\``, flag, defaultValue])
        expect(rows[index]?.join(' ')).toContain(part);
    }
  });
});

describe('docs/twilio-errors.md', () => {
  it('has a list that is generated from the table of errors', () => {
    const text = page('docs/twilio-errors.md');
    expect(text, WRITE).toBe(withPart(text, 'errors', errorList(TWILIO_ERRORS)));
  });
});

it('what is generated replaces what was there, and nothing else', () => {
  const text = 'before\n<!-- part -->\nold\n<!-- /part -->\nafter\n';
  const written = withPart(text, 'part', 'new\n');
  expect(written).toBe('before\n<!-- part -->\nnew\n<!-- /part -->\nafter\n');
  expect(withPart(written, 'part', 'new\n')).toBe(written);
  expect(() => withPart('no markers', 'part', 'new\n')).toThrow('there is no <!-- part -->');
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
