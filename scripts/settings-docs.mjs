// Writes what people read about the settings from the table of settings: `.env.example`, and the table in
// README.md.
//
// node scripts/settings-docs.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const START = '<!-- settings -->\n';
const END = '<!-- /settings -->';

/** What most people need, and all they need. */
const NEEDED = ['accountSid', 'authToken', 'from', 'to'];

/** The headings of the others, by the setting that is the first under each, in the order of the table. */
const HEADINGS = {
  apiKey: 'An API key, instead of TWILIO_AUTH_TOKEN',
  messagingServiceSid: 'A Messaging Service, instead of SENDER_NUMBER',
  edge: 'How Twilio is reached',
  length: 'Codes, and how often they may be tried and sent',
  service: 'What the text says',
  store: 'What is remembered',
  idleTimeout: 'The form',
};

const INTRODUCTION = `\
# Settings of otp-tui. Made from src/config/settings.ts by \`npm run settings-docs\`: change them there.
#
#   mkdir -p ~/.config/otp-tui && cp .env.example ~/.config/otp-tui/config.env
#   chmod 600 ~/.config/otp-tui/config.env
#
# or as .env for one directory, or anywhere else for --config FILE. Fill in the first four; "found" says where in
# the Twilio console, https://console.twilio.com. The others may stay as they are: a setting with a # before it,
# or without a value, is not set. Put a value with spaces or a # in it into quotes. The environment goes before
# this file, and flags go before both; where the environment has Twilio's credentials, this file is taken only
# with --config.
`;

/** The text of `.env.example`. */
export function envExample(settings) {
  const needed = NEEDED.map((key) => entry(settings[key], ''));
  const others = Object.entries(settings)
    .filter(([key]) => !NEEDED.includes(key))
    .flatMap(([key, setting]) => [...(HEADINGS[key] ? [heading(HEADINGS[key])] : []), entry(setting, '#')]);
  return [INTRODUCTION, heading('Needed'), ...needed, ...others].join('\n');
}

function heading(title) {
  return `# ${`── ${title} `.padEnd(104, '─')}\n`;
}

function entry({ name, alias, flag, default: usual, accepts, about, where }, mark) {
  const facts = [
    accepts,
    ...(usual ? [`default ${usual}`] : []),
    ...(flag ? [`flag ${flag}`] : []),
    ...(alias ? [`${alias} is the same`] : []),
  ];
  const found = where ? `#   found: ${where}\n` : '';
  return `# ${about[0].toUpperCase()}${about.slice(1)}\n#   ${facts.join('; ')}\n${found}${mark}${name}=${usual ?? ''}\n`;
}

/** The table of settings in Markdown. */
export function settingsTable(settings) {
  const rows = Object.values(settings).map(({ name, alias, flag, default: usual, accepts, about }) => [
    alias ? `\`${name}\`, also \`${alias}\`` : `\`${name}\``,
    flag ? `\`${flag}\`` : '',
    usual ? `\`${usual}\`` : '',
    about,
    accepts,
  ]);
  const table = [['setting', 'flag', 'default', 'what it is', 'accepts'], ...rows].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', '\\|')),
  );
  // As Biome formats it.
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const [head, ...body] = table.map((cells) => line(cells.map((cell, column) => cell.padEnd(widths[column]))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('');
}

function line(cells) {
  return `| ${cells.join(' | ')} |\n`;
}

/** A README with the table between its marks. */
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

/** Loads a module of ours that is not part of the library, and so is in no file of `dist`. */
async function load(file) {
  const options = { bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'error' };
  const { outputFiles } = await build({ entryPoints: [join(ROOT, file)], ...options });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function write(file, text) {
  writeFileSync(file, text);
  process.stdout.write(`${relative(ROOT, file)} is up to date\n`);
}
