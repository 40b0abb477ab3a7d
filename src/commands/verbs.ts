// The one table of the command line: every verb with its words, its argument and its flags. The parser and the help are
// made from it.

import {
  CONFIG,
  type Flag,
  GATE,
  HELP,
  IN_JSON,
  LEDGER,
  ofSettings,
  PAM,
  PAM_LINE,
  PLAIN,
  RECOVERY,
  STAY,
  VERBOSE,
  VERSION,
} from './flags.ts';

const NEEDS_NO_ACCOUNT =
  'It needs no Twilio account, only the phone (--to), and the store (--store) and OTP_SECRET that codes are asked with; ' +
  'if that is without OTP_SECRET, the Twilio token or API secret instead.';

interface Argument {
  readonly name: string;
  readonly isRequired: boolean;
  readonly words: () => readonly string[];
}

export interface Verb {
  /** For the list of verbs. */
  readonly summary?: string;
  /** What it does, and what it needs. */
  readonly about: string;
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning?: string])[];
  /** What is good to know after that. */
  readonly notes?: string;
  /** The word after it, if there can be one. */
  readonly argument?: Argument;
  /** In the order of the help. */
  readonly flags: readonly Flag[];
}

/** The shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** In the order of the help. `verify` is the program without a verb. */
export const VERBS = {
  verify: {
    about: 'Texts a one-time code and verifies it in the terminal.',
    examples: [
      ['otp-tui', 'ask for a code'],
      ['otp-tui --to +14155552671 --service prod'],
      ['otp-tui -- kubectl delete ns prod', 'run a command only after a correct code'],
      ['otp-tui send', 'send a code, in a script'],
      ['echo 48213 | otp-tui check', 'check it'],
      ['otp-tui unlock --to +14155552671', 'unlock a phone'],
      ['otp-tui recovery --to +14155552671', 'make recovery codes for a phone'],
      ['otp-tui init', 'set it up: make a settings file'],
      ['otp-tui doctor', 'find out what is wrong'],
      ['otp-tui help unlock', 'explain a verb'],
      ['otp-tui demo', 'try it without a Twilio account'],
    ],
    notes: `
Settings come from one settings file, the environment and the flags, in rising
order. The file is the first of these that exists: --config FILE,
~/.config/otp-tui/config.env, .env here. If the environment sets the Twilio
credentials, only --config FILE is used.

Exit status 0 means that a correct code was entered; with a command after --,
it is the command's own.
`,
    flags: [VERSION, ...ofSettings(GATE), PLAIN, STAY, VERBOSE, CONFIG, HELP],
  },
  demo: {
    summary: 'try the form without a Twilio account: no text is sent',
    about:
      'Shows the form with a phone beside it, which gets the text. It needs no account and no settings, and no text ' +
      'leaves the computer. It verifies nobody, so it runs no command after --.',
    examples: [['otp-tui demo'], ['otp-tui demo --length 6 --expires-in 30s --stay']],
    flags: [...ofSettings(['to', 'length', 'expiresIn', 'service']), PLAIN, STAY, VERBOSE, HELP],
  },
  send: {
    summary: 'send a code, for check to ask for',
    about:
      'Sends a code and says so in one line. If a code that is still valid was sent less than OTP_RESEND_AFTER ago, it ' +
      'sends no other and says that. It uses the same store and rules as the form: either accepts a code that the other sent.',
    examples: [
      ['otp-tui send --to +14155552671'],
      ['otp-tui send --json', 'for programs: one line of JSON, whatever happens'],
    ],
    notes: `
Exit status: 0 a code can be entered; 69 not sent; 73 the store or the audit log
failed; 75 locked, or too many or too soon.
`,
    flags: [...ofSettings(GATE), CONFIG, IN_JSON, PAM_LINE, VERBOSE, HELP],
  },
  check: {
    summary: 'check the code in one line of standard input',
    about:
      'Reads one line from standard input and checks it: a code that was sent, or a recovery code. It takes no code as an ' +
      'argument, where others could see it. At a terminal it asks for one.',
    examples: [
      ['echo 48213 | otp-tui check --to +14155552671'],
      ['otp-tui check --json', 'for programs: one line of JSON, whatever happens'],
    ],
    notes: `
Exit status: 0 the code was right, and nothing else; 1 it was not; 69 Twilio
could not check it; 73 the store or the audit log failed; 75 locked.
`,
    flags: [...ofSettings(GATE), CONFIG, IN_JSON, PAM_LINE, VERBOSE, HELP],
  },
  status: {
    summary: 'show how a phone stands: its code, tries, sends and lock',
    about:
      'Shows the newest code of a phone (never its digits), its life and tries; how many more may be sent; wrong codes, ' +
      `the lock and recovery codes left. ${NEEDS_NO_ACCOUNT}`,
    examples: [
      ['otp-tui status --to +14155552671'],
      ['otp-tui status --user alice'],
      ['otp-tui status --json', 'for programs: one line of JSON, whatever happens'],
    ],
    flags: [...ofSettings(LEDGER), CONFIG, IN_JSON, PAM, HELP],
  },
  unlock: {
    summary: "clear a phone's wrong tries, lock and sends",
    about: `Clears a phone's wrong tries, lock and sends, for all services. All codes stay as they are. ${NEEDS_NO_ACCOUNT}`,
    examples: [
      ['otp-tui unlock --to +14155552671'],
      ["otp-tui unlock --to '+1 (415) 555-2671' --config prod.env", 'as prod.env says'],
    ],
    flags: [...ofSettings(LEDGER), CONFIG, IN_JSON, PAM, HELP],
  },
  recovery: {
    summary: 'make eight recovery codes, and show them once',
    about:
      'Makes eight recovery codes for a phone and prints them, one per line, just once. Each stands in for a texted ' +
      'code one time, also while the phone is locked or no text arrives. Earlier ones no longer work. It needs no ' +
      'Twilio account, only the phone (--to), and the store (--store) and OTP_SECRET that codes are asked with.',
    examples: [['otp-tui recovery --to +14155552671']],
    flags: [...ofSettings(RECOVERY), CONFIG, IN_JSON, PAM, HELP],
  },
  doctor: {
    summary: 'look at everything that codes depend on, and say what to do',
    about:
      'Looks at the settings, their files, the way to Twilio, the account, the sender, the store, the audit log and ' +
      'this computer, and prints a line for each finding: what is fine, what should change, and what does not work. ' +
      'It sends no text and shows no secret. Exit status 1 means that something does not work.',
    examples: [['otp-tui doctor'], ['otp-tui doctor --config prod.env --json', 'as prod.env says, for a program']],
    flags: [
      ...ofSettings(GATE),
      CONFIG,
      IN_JSON,
      { ...PAM, about: 'for root: use the settings of the PAM lines, and look at what logins depend on too' },
      HELP,
    ],
  },
  init: {
    summary: 'ask for what is needed, and write a settings file',
    about:
      'Asks for the Twilio account and tries it, offers what it can send codes with, and asks for the phone, the store ' +
      'and what the codes are for. Then it shows the settings, writes them to a file that only you can read (--config ' +
      "FILE, or otp-tui/config.env in the user's configuration folder), and asks for a first code on the form. Esc and " +
      'Ctrl-C leave everything as it was.',
    examples: [['otp-tui init'], ['otp-tui init --config prod.env', 'write prod.env']],
    notes: `
Exit status: 0 the file is written and the first code was right; 1 given up, and
nothing is written; 2 no terminal, or no place for the file; 69 Twilio refused;
after that, the form's.
`,
    flags: [{ ...CONFIG, about: 'the settings file to write instead of your own' }, HELP],
  },
  sandbox: {
    summary: "answer Twilio's API on 127.0.0.1 and print each text as a line of JSON",
    about:
      "Answers the part of Twilio's API that otp-tui uses, on 127.0.0.1, until Ctrl-C. Nothing is sent: each text is " +
      'printed as a line of JSON with time, to, from, body and sid.',
    examples: [
      ['otp-tui sandbox --port 8025'],
      ['TWILIO_API_URL=http://127.0.0.1:8025 otp-tui init', 'in another terminal, once'],
      ['TWILIO_API_URL=http://127.0.0.1:8025 otp-tui', 'then use it'],
    ],
    flags: [
      { name: '--port', value: 'number', about: 'the port to listen on', default: 'any free one' },
      { name: '--trial', about: 'answer as Twilio does for a trial account' },
      HELP,
    ],
  },
  completion: {
    summary: 'print a completion script for bash, zsh or fish',
    about:
      'Prints a script that lets a shell complete the verbs, flags and values of otp-tui, and the command after --. ' +
      'The script never runs otp-tui, and reads none of its files.',
    examples: [
      ['source <(otp-tui completion bash)', 'in ~/.bashrc'],
      ['source <(otp-tui completion zsh)', 'in ~/.zshrc, after compinit'],
      ['otp-tui completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
    notes: `
Saved to a file, it costs no time in a new shell:
~/.local/share/bash-completion/completions/otp-tui if you have bash-completion,
_otp-tui in a folder of zsh's $fpath, ~/.config/fish/completions/otp-tui.fish.
Save it again after an update. It needs bash 4 or later.
`,
    argument: { name: 'shell', isRequired: true, words: () => SHELLS },
    flags: [HELP],
  },
  help: {
    summary: 'explain a verb',
    about: 'Explains a verb, or otp-tui itself. The same as --help after the verb.',
    examples: [['otp-tui help'], ['otp-tui help unlock']],
    argument: { name: 'verb', isRequired: false, words: () => VERB_NAMES },
    flags: [HELP],
  },
} satisfies Record<string, Verb>;

export type VerbName = keyof typeof VERBS;

/** The verbs that can be typed. */
export const VERB_NAMES: readonly string[] = Object.keys(VERBS).filter((name) => name !== 'verify');

/** How the word after a verb is shown: `<shell>`, or `[verb]` if it can be left out; empty if there is none. */
export function argumentOf({ argument }: Verb): string {
  if (argument === undefined) return '';
  return argument.isRequired ? `<${argument.name}>` : `[${argument.name}]`;
}
