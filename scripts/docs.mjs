// Generates what the documentation takes from tables in the code: `.env.example` and the table in docs/settings.md from
// the settings, the list in docs/twilio-errors.md from Twilio's errors, and man/otp-tui.1 and the tables in
// docs/command-line.md from the verbs and the exit statuses.
//
// node scripts/docs.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { dateOf, manPage } from './man-page.mjs';

const ROOT = join(import.meta.dirname, '..');

/** All that most people need to set. */
const NEEDED = ['accountSid', 'authToken', 'from', 'to'];

/** The headings of the other settings, by the first setting under each, in the order of the table. */
const HEADINGS = {
  apiKey: 'An API key, instead of TWILIO_AUTH_TOKEN',
  messagingServiceSid: 'A Messaging Service, instead of SENDER_NUMBER',
  edge: 'How to reach Twilio',
  length: 'Codes, tries and sends',
  service: 'The text',
  users: 'Several users',
  store: 'The store',
  idleTimeout: 'The form',
};

const INTRODUCTION = `\
# Settings of otp-tui. Generated from src/config/settings.ts by \`npm run docs\`: make changes there.
#
#   mkdir -p ~/.config/otp-tui && cp .env.example ~/.config/otp-tui/config.env
#   chmod 600 ~/.config/otp-tui/config.env
#
# Or copy it to .env in one directory, or anywhere else and name it with --config FILE. Fill in the first four
# settings; "find it at" names the page of the Twilio console, https://console.twilio.com. The rest is optional: a
# setting with a # before it, or without a value, is not set. Quote a value that contains spaces or a #. The
# environment overrides this file, and flags override both. If the environment sets Twilio's credentials, this
# file is used only with --config.
`;

/** The text of `.env.example`. */
export function envExample(settings) {
  const needed = NEEDED.map((key) => entry(settings[key], ''));
  const others = Object.entries(settings)
    .filter(([key, { name }]) => name && !NEEDED.includes(key))
    .flatMap(([key, setting]) => [...(HEADINGS[key] ? [heading(HEADINGS[key])] : []), entry(setting, '#')]);
  return [INTRODUCTION, heading('Required'), ...needed, ...others].join('\n');
}

function heading(title) {
  return `# ${`── ${title} `.padEnd(104, '─')}\n`;
}

function entry({ name, alias, flag, default: defaultValue, accepts, about, where }, mark) {
  const facts = [
    accepts,
    ...(defaultValue ? [`default ${defaultValue}`] : []),
    ...(flag ? [`flag ${flag}`] : []),
    ...(alias ? [`also ${alias}`] : []),
  ];
  const found = where ? `#   find it at: ${where}\n` : '';
  return `# ${about[0].toUpperCase()}${about.slice(1)}\n#   ${facts.join('; ')}\n${found}${mark}${name}=${defaultValue ?? ''}\n`;
}

/** The table of settings in Markdown. */
export function settingsTable(settings) {
  const rows = Object.values(settings).map(({ name, alias, flag, default: defaultValue, accepts, about }) => [
    [name, alias]
      .filter(Boolean)
      .map((one) => `\`${one}\``)
      .join(', also '),
    flag ? `\`${flag}\`` : '',
    defaultValue ? `\`${defaultValue}\`` : '',
    about,
    accepts,
  ]);
  return tableOf(['setting', 'flag', 'default', 'what it is', 'accepts'], rows);
}

/** The table of flags in Markdown: each with the verbs that take it in the same sense. */
export function flagsTable(verbs, aboutFlag) {
  const rows = new Map();
  for (const [verb, { flags }] of Object.entries(verbs)) {
    for (const flag of flags) {
      const about = aboutFlag(flag);
      const row = rows.get(flag.name + about) ?? { flag, about, takers: [] };
      row.takers.push(verb === 'verify' ? 'the form' : `\`${verb}\``);
      rows.set(flag.name + about, row);
    }
  }
  const all = Object.keys(verbs).length;
  return tableOf(
    ['flag', 'what it does', 'taken by'],
    [...rows.values()].map(({ flag: { name, letter, value, optional }, about, takers }) => [
      `\`${letter ? `${letter}, ` : ''}${name}${value ? (optional ? ` [${value}]` : ` <${value}>`) : ''}\``,
      about,
      takers.length === all ? 'all' : takers.join(', '),
    ]),
  );
}

/** The table of exit statuses in Markdown. */
export function statusTable(meanings) {
  return tableOf(['status', 'meaning'], meanings);
}

/** Padded as Biome formats tables. */
function tableOf(titles, rows) {
  const table = [titles, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = titles.map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const [head, ...body] = table.map((cells) => line(cells.map((cell, column) => cell.padEnd(widths[column]))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('');
}

function line(cells) {
  return `| ${cells.join(' | ')} |\n`;
}

/** The list of Twilio's errors in Markdown. */
export function errorList(errors) {
  const entries = Object.entries(errors).map(
    ([code, { detail }]) => `- [${code}](https://www.twilio.com/docs/api/errors/${code}): ${detail}\n`,
  );
  return `\n${entries.join('')}\n`;
}

/** A page with a text put between its markers, `<!-- name -->` and `<!-- /name -->`. */
export function withPart(page, name, text) {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const from = page.indexOf(start) + start.length;
  const to = page.indexOf(end);
  if (from < start.length || to < from) throw new Error(`there is no ${start.trim()} … ${end}`);
  return page.slice(0, from) + text + page.slice(to);
}

if (process.argv[1] === import.meta.filename) {
  const { SETTINGS } = await load('src/config/settings.ts');
  const { TWILIO_ERRORS } = await load('src/delivery/errors.ts');
  write('.env.example', envExample(SETTINGS));
  rewrite('docs/settings.md', 'settings', settingsTable(SETTINGS));
  rewrite('docs/twilio-errors.md', 'errors', errorList(TWILIO_ERRORS));
  const { argumentOf, VERBS } = await load('src/commands/verbs.ts');
  const { aboutFlag } = await load('src/commands/flags.ts');
  const { EXIT_MEANINGS } = await load('src/conversation/exit.ts');
  rewrite('docs/command-line.md', 'flags', flagsTable(VERBS, aboutFlag));
  rewrite('docs/command-line.md', 'statuses', statusTable(EXIT_MEANINGS));
  const tables = { VERBS, SETTINGS, EXIT_MEANINGS, argumentOf, aboutFlag };
  const old = readFileSync(join(ROOT, 'man/otp-tui.1'), 'utf8');
  const isSame = old === manPage(tables, dateOf(old));
  write('man/otp-tui.1', isSame ? old : manPage(tables, new Date().toISOString().slice(0, 10)));
}

/** Loads one of our modules that is not part of the library and therefore not in `dist`. */
async function load(file) {
  const options = { bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'error' };
  const { outputFiles } = await build({ entryPoints: [join(ROOT, file)], ...options });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function rewrite(file, name, text) {
  write(file, withPart(readFileSync(join(ROOT, file), 'utf8'), name, text));
}

function write(file, text) {
  writeFileSync(join(ROOT, file), text);
  process.stdout.write(`${file} is up to date\n`);
}
