// `man otp-tui` agrees with the table of the command line, and is a page that man and mandoc have nothing to say about.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dateOf, manPage } from '../../scripts/man-page.mjs';
import { aboutFlag } from '../../src/commands/flags.ts';
import { argumentOf, VERBS, type Verb } from '../../src/commands/verbs.ts';
import { SETTINGS, type Setting } from '../../src/config/settings.ts';
import { EXIT_MEANINGS } from '../../src/conversation/exit.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'man/otp-tui.1');
const TABLES = { VERBS, SETTINGS, EXIT_MEANINGS, argumentOf, aboutFlag };
const page = readFileSync(FILE, 'utf8');

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(command, args, { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...env } });
}

/** The page as it is shown, in lines long enough for every sentence. */
function shown(): string {
  return run('man', ['-l', FILE], { MANWIDTH: '1000' }).stdout;
}

it('is made from the table of the command line', () => {
  expect(page, 'run `npm run docs`').toBe(manPage(TABLES, dateOf(page) ?? ''));
  expect(dateOf(page)).toMatch(/^20\d\d-\d\d-\d\d$/);
});

it('is plain ASCII, which every man can read, whatever the words are', () => {
  const odd = { ...VERBS.demo, about: 'Dots … and \\fB, at a\n.sh line, with ~ and `.', notes: "'quoted' -x" };
  const text = manPage({ ...TABLES, VERBS: { verify: VERBS.verify, odd } }, '2026-01-31');
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  expect(text).toContain('Dots \\[u2026] and \\efB, at a .sh line, with \\(ti and \\(ga.');
  expect(text).toContain('\n\\(aqquoted\\(aq \\fB\\-x\\fR\n');
});

describe.skipIf(isMissing('man'))('as it is shown', () => {
  it('mandoc has no complaint, not even about its style', () => {
    const { status, stdout } = run('mandoc', ['-T', 'lint', '-W', 'style', FILE]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it.each(['60', '80', '120'])('man has no complaint at %s columns', (MANWIDTH) => {
    const { status, stderr } = run('man', ['--warnings', '-E', 'UTF-8', '-l', FILE], { MANWIDTH });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('no line is wider than a terminal', () => {
    const { stdout } = run('man', ['-l', FILE], { MANWIDTH: '80' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says everything about every verb', () => {
    const text = shown();
    const missing = Object.entries<Verb>(VERBS).flatMap(([name, verb]) => {
      const title = `\n   ${`${name} ${argumentOf(verb)}`.trim()}\n`;
      const part = name === 'verify' ? text : (text.split(title)[1]?.split(/^ {3}[a-z]|^[A-Z]/m)[0] ?? '');
      const about = verb.about.replace(/\.$/, '').slice(1);
      const flags = verb.flags.map((flag) => flag.name).filter((flag) => flag !== '--help');
      const wanted = [about, ...flags, ...verb.examples.map(([line]) => line)];
      return wanted.filter((words) => !part.replaceAll(/\s+/g, ' ').includes(words));
    });
    expect(missing).toEqual([]);
  });

  it('has every setting and every exit status', () => {
    const text = shown().replaceAll(/\s+/g, ' ');
    const settings = Object.values<Setting<unknown>>(SETTINGS).flatMap(({ name, about, accepts }) =>
      name === undefined ? [] : [` ${name}`, about.slice(1), `Accepts ${accepts}.`],
    );
    const statuses = EXIT_MEANINGS.map(([status]) => ` ${status} `);
    expect([...settings, ...statuses].filter((words) => !text.includes(words))).toEqual([]);
  });
});
