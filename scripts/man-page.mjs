// The manual page, man/otp-tui.1: the table of the command line, the settings and the exit statuses in man(7).

/** How long its lines are, in characters. How it is shown is up to the reader. */
const WIDTH = 79;

/**
 * @param {string} date when it last changed, as 2026-11-28
 * @returns {string} its text, for man(7)
 */
export function manPage({ VERBS, SETTINGS, EXIT_MEANINGS, argumentOf, aboutFlag }, date) {
  const { verify, ...verbs } = VERBS;
  /** A flag as a tagged paragraph. */
  const option = (flag) => tagged(flagTag(flag), sentence(aboutFlag(flag)));
  const isShared = (flag) => verify.flags.some(({ name, about }) => name === flag.name && about === flag.about);

  const command = (name, verb) => {
    const shared = verb.flags.filter((flag) => isShared(flag) && flag.name !== '--help').map(({ name }) => name);
    return [
      heading('.SS', `${name} ${argumentOf(verb)}`.trim()),
      text(verb.about),
      ...(shared.length > 0 ? ['.PP', text(`Options as above: ${shared.join(', ')}.`)] : []),
      ...verb.flags.filter((flag) => !isShared(flag)).map(option),
      ...(verb.notes ? paragraphs(verb.notes) : []),
      ...examples(verb.examples),
    ];
  };

  return `${[
    '.\\" Made by npm run docs from src/commands/verbs.ts, src/config/settings.ts\n.\\" and src/conversation/exit.ts: make changes there.',
    `.TH OTP-TUI 1 ${date} otp-tui "User Commands"`,
    // No hyphens in names, and no gaps between words.
    '.nr HY 0',
    '.nh',
    '.ad l',
    heading('.SH', 'Name'),
    `otp-tui \\- ${lowerFirst(verify.about).replace(/\.$/, '')}`,
    heading('.SH', 'Synopsis'),
    synopsis('[options] [-- command [argument...]]'),
    '.br',
    synopsis('verb [options]'),
    heading('.SH', 'Description'),
    text(DESCRIPTION),
    ...paragraphs(verify.notes),
    heading('.SH', 'Options'),
    text('These are the options of otp-tui without a verb.'),
    ...verify.flags.map(option),
    '.PP',
    text('How values are written:'),
    ...values(verify.flags),
    heading('.SH', 'Commands'),
    ...Object.entries(verbs).flatMap(([name, verb]) => command(name, verb)),
    heading('.SH', 'Environment'),
    text(ENVIRONMENT),
    ...Object.values(SETTINGS)
      .filter(({ name }) => name)
      .map(setting),
    '.PP',
    text(OTHER_VARIABLES),
    heading('.SH', 'Files'),
    ...FILES.map(([file, what]) => tagged(`\\fI${roff(file)}\\fR`, what)),
    heading('.SH', 'Exit status'),
    ...EXIT_MEANINGS.map(([status, meaning]) => tagged(bold(status), sentence(meaning))),
    ...examples(verify.examples, 'Examples'),
    heading('.SH', 'Security'),
    ...SECURITY.flatMap((part, index) => [...(index > 0 ? ['.PP'] : []), text(part)]),
    heading('.SH', 'See also'),
    '.BR pam_exec (8),',
    '.BR sshd_config (5)',
    '.PP',
    text(GUIDES),
  ].join('\n')}\n`;
}

/** The date of a page: when it last said something new. */
export function dateOf(page) {
  return /^\.TH \S+ 1 (\S+)/m.exec(page)?.[1];
}

const DESCRIPTION = `
The code goes out through a Twilio account, a full-screen form asks for it, and the answer is a sentence for the person
and an exit status for the shell. With a command after --, it runs the command only after a correct code. The form runs on
the terminal itself, so standard input and output are the command's.`;

const ENVIRONMENT = `
The environment overrides a settings file, which has the same names, and options override both. Durations are written
like 500ms, 30s, 5m or 1h. To see what is wrong with the settings in use, run
otp-tui doctor.`;

const OTHER_VARIABLES = `
NO_COLOR takes the colours away. ACCESSIBLE, or a TERM that is dumb or unset, gives plain lines in place of the form.
LANG, LC_CTYPE and LC_ALL decide whether symbols are drawn in UTF-8. Without OTP_PROXY, Twilio is reached through
HTTPS_PROXY or ALL_PROXY, except where NO_PROXY says otherwise.`;

const FILES = [
  ['~/.config/otp-tui/config.env', 'The settings, unless --config names another file. Written by otp-tui init.'],
  ['.env', 'The settings, if there are none in the file above.'],
  ['~/.local/state/otp-tui/state.db', 'Where tries, sends and locks are kept, unless OTP_STORE says otherwise.'],
  ['/etc/otp-tui/config.env', 'The settings for --pam, readable by root alone.'],
  ['/etc/otp-tui/users', 'For --pam: whose phone is whose.'],
  ['/var/lib/otp-tui/state.db', 'For --pam: where tries, sends and locks are kept.'],
];

const SECURITY = [
  `Exit status 0 of otp-tui and of otp-tui check means that a correct code was entered, and nothing else does: not a signal,
  an end of input, a crash, a lost store or an unreachable Twilio. No code is in any file, argument, log or error, and
  only a keyed digest of it is stored.`,
  `Whoever controls the environment, the current directory or HOME controls what otp-tui does. Someone who reads its
  settings can read codes at Twilio. A text can be read by whoever has the SIM card.`,
];

const GUIDES = `
The guides are in the folder docs of the package, \`$(npm root -g)/otp-tui/docs\`. Its README.md says which page is for
whom: guard-ssh.md and guard-sudo.md for logins, scripts.md for programs, twilio.md for the account, library.md for Node.
`;

function setting({ name, alias, flag, default: defaultValue, accepts, about, words = [] }) {
  const names = [name, alias, flag].filter(Boolean).map(bold).join(', ');
  const facts = [`Accepts ${accepts}.`, ...(defaultValue ? [`Default: ${defaultValue}.`] : [])];
  // A value that is explained stays as it is typed.
  const isValue = words.some((word) => about.startsWith(`${word}:`));
  return tagged(names, isValue ? `${about}.` : sentence(about), facts.join(' '));
}

/** What is to be replaced is in italics. */
function synopsis(words) {
  return `.B otp-tui\n${roff(words).replaceAll(/[a-z]+/g, '\\fI$&\\fR')}`;
}

/** How the values of some flags are written. */
function values(flags) {
  const written = new Map(flags.flatMap(({ value, written }) => (written ? [[value, written]] : [])));
  return [...written].map(([value, how]) => tagged(`\\fI${roff(value)}\\fR`, `${how}.`));
}

function flagTag({ name, letter, value, optional }) {
  const names = [letter, name].filter(Boolean).map(bold).join(', ');
  if (!value) return names;
  return optional ? `${names} [\\fI${roff(value)}\\fR]` : `${names} \\fI${roff(value)}\\fR`;
}

function tagged(tag, ...parts) {
  return ['.TP', tag, ...parts.filter(Boolean).map(text)].join('\n');
}

function heading(macro, title) {
  return macro === '.SH' ? `.SH ${title.toUpperCase()}` : `.SS "${roff(title)}"`;
}

function paragraphs(notes) {
  return notes
    .trim()
    .split('\n\n')
    .flatMap((part) => ['.PP', text(part)]);
}

/** Command lines as they are typed, with what they do above them. */
function examples(rows, title) {
  const lines = rows.flatMap(([line, meaning]) => [...(meaning ? [`# ${meaning}`] : []), line]);
  const start = title ? heading('.SH', title) : '.PP';
  return [start, '.EX', ...lines.map((line) => guarded(roff(line))), '.EE'];
}

/** Sentences, each on lines of its own. */
function text(prose) {
  return prose
    .trim()
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.!?]) (?=[A-Z~`-])/)
    .flatMap((one) => wrap(breakable(emphasized(one))))
    .map(guarded)
    .join('\n');
}

/** Options and what is in backquotes in bold. */
function emphasized(prose) {
  return prose
    .split(/(`[^`]*`|(?<![\w-])--?[a-zA-Z][\w-]*|(?<![\w-])--(?![\w-]))/)
    .reduce((all, part, index) => all + (index % 2 === 0 ? roff(part) : bold(part.replaceAll('`', ''))), '');
}

function bold(words) {
  return `\\fB${roff(words)}\\fR`;
}

/** Characters that mean something to roff, or that it would make typographic. */
function roff(words) {
  const names = { '\\': '\\e', '-': '\\-', "'": '\\(aq', '~': '\\(ti', '^': '\\(ha', '`': '\\(ga' };
  return words
    .replaceAll(/[\\~^`]|(?<=\botp)-(?=tui\b)|(?<!\w)-|-(?!\w)|(?<!\w)'|'(?!\w)/g, (one) => names[one])
    .replaceAll(/[^\x20-\x7e]/g, (one) => `\\[u${one.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

function wrap(words) {
  const lines = [''];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** A text whose long words, such as addresses, can go on in the next line of the page. */
function breakable(words) {
  return words.replaceAll(/\S{30,}/g, (word) => word.replaceAll(/(?:\/\/|\])(?=[\w[])/g, '$&\\:'));
}

/** A line that is text, even if it begins as a request does. */
function guarded(line) {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}

function sentence(words) {
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function lowerFirst(words) {
  return words[0].toLowerCase() + words.slice(1);
}
