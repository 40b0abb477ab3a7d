// Generates the documentation of the settings from the table of settings: `.env.example`, and the table in
// README.md.
//
// node scripts/settings-docs.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const START = '<!-- settings -->\n';
const END = '<!-- /settings -->';

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
# Settings of otp-tui. Generated from src/config/settings.ts by \`npm run settings-docs\`: make changes there.
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
  const table = [['setting', 'flag', 'default', 'what it is', 'accepts'], ...rows].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', '\\|')),
  );
  // Padded as Biome formats tables.
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const [head, ...body] = table.map((cells) => line(cells.map((cell, column) => cell.padEnd(widths[column]))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('');
}

function line(cells) {
  return `| ${cells.join(' | ')} |\n`;
}

/** The README with the table put between its markers. */
export function withTable(readme, table) {
  const start = readme.indexOf(START) + START.length;
  const end = readme.indexOf(END);
  if (start < START.length || end < start) throw new Error(`README.md has no ${START.trim()} … ${END}`);
  return readme.slice(0, start) + table + readme.slice(end);
}

if (process.argv[1] === import.meta.filename) {
  const { SETTINGS } = await load('src/config/settings.ts');
  const readme = join(ROOT, 'README.md');
  write(join(ROOT, '.env.example'), envExample(SETTINGS));
  write(readme, withTable(readFileSync(readme, 'utf8'), settingsTable(SETTINGS)));
}

/** Loads one of our modules that is not part of the library and therefore not in `dist`. */
async function load(file) {
  const options = { bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'error' };
  const { outputFiles } = await build({ entryPoints: [join(ROOT, file)], ...options });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function write(file, text) {
  writeFileSync(file, text);
  process.stdout.write(`${relative(ROOT, file)} is up to date\n`);
}
