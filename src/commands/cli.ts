// The grammar of the command line: from arguments to a typed command. Does nothing of it.

import { Command, CommanderError, Option } from 'commander';
import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';
import type { Invocation } from './invocation.ts';
import { complaintInWords, isForNode, misuse, misuseOf, NOT_OURS, SEE, unknownWord } from './misuse.ts';

const EXAMPLES = `
Examples:
  otp-tui                                  ask for a code
  otp-tui --to +14155552671 --service prod
  otp-tui -- kubectl delete ns prod        run a command only after a right code
  otp-tui unlock --to +14155552671         let someone try again who is locked
  otp-tui demo                             try it without a Twilio account

Settings come from one settings file, the environment and the flags, in rising
order. The file is the first of these that exists: --config FILE,
~/.config/otp-tui/config.env, .env here. Where the environment has the Twilio
credentials, only --config FILE is taken.

Exit status 0 means that a right code was entered; with a command after --,
it is the command's own.
`;

/** Reads the arguments that follow the program's name. */
export function parseArguments(args: readonly string[], version: string): Invocation {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const command = end < 0 ? [] : args.slice(end + 1);
  let invocation: Invocation | undefined;
  let shown = '';

  const program = new Command('otp-tui');
  const take = (verb: 'verify' | 'demo') => (options: Record<string, unknown>) => {
    invocation = { verb, ...gateOptions(options), command };
  };
  // Settings before each sub-command is made: it inherits them.
  program
    .exitOverride()
    // commander's own would be answered before the rest is read. But 0 lets somebody in, where a script has forgotten
    // the -- in `otp-tui --quiet git --version`: so help and version are options like others, and their answer is last.
    .helpOption(false)
    .hook('preAction', (_, asked) => {
      const { help, version: isVersion } = asked.optsWithGlobals();
      if (help) asked.outputHelp();
      else if (isVersion) shown = `${version}\n`;
    })
    .configureOutput({
      writeOut: (text) => {
        shown += text;
      },
      // What it would write here is in the error, too.
      writeErr: () => {},
    })
    .showSuggestionAfterError()
    .description('Proves, in a terminal, that the person at the keyboard holds a certain phone.')
    .usage('[options] [-- command [argument...]]')
    .option('-V, --version', 'output the version number')
    .helpCommand(false)
    .allowExcessArguments(false)
    .addHelpText('after', EXAMPLES)
    .action(take('verify'));
  addGateOptions(program, Object.keys(SETTINGS) as SettingKey[]);
  addConfig(program);

  const demo = program
    .command('demo')
    .description('try the form without a Twilio account: no text is sent')
    .usage('[options]')
    .allowExcessArguments(false)
    .action((_, self: Command) => take('demo')(self.optsWithGlobals()));
  addGateOptions(demo, ['to', 'length', 'expiresIn', 'service']);
  const unlock = program
    .command('unlock')
    .description("clear a phone's wrong tries, lock and sends")
    .usage('[options]')
    .allowExcessArguments(false)
    .action((_, self: Command) => {
      const { flags, config } = gateOptions(self.optsWithGlobals());
      invocation = { verb: 'unlock', flags, config };
    });
  addSettings(unlock, ['to', 'service', 'store']);
  addConfig(unlock);
  program
    .command('sandbox')
    .description("answer Twilio's API on 127.0.0.1 and print each text as a line of JSON")
    .usage('[options]')
    .allowExcessArguments(false)
    .addOption(new Option('--port <number>', 'the port to listen on').default(0, 'any free one').argParser(readPort))
    .action(({ port }: { port: number }) => {
      invocation = { verb: 'sandbox', port };
    });

  if (own.some(isForNode)) return misuse(NOT_OURS);
  for (const one of [program, ...program.commands]) one.option('-h, --help', 'display help for command');

  const stray = firstWord(own, program);
  if (stray !== undefined && !program.commands.some((verb) => verb.name() === stray))
    return misuse(unknownWord(stray), SEE);

  try {
    program.parse([...own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const excess = [...program.commands, program].find(({ args }) => args.length > 0)?.args[0];
    if (error.code === 'commander.excessArguments') return misuse(unknownWord(excess ?? ''), SEE);
    return misuse(...complaintInWords(error.message), SEE);
  }
  if (!invocation) throw new Error('no command was taken');
  const misplaced = misplacedFlag(program, invocation.verb);
  if (misplaced) return misuse(`${invocation.verb} takes no ${misplaced}`, SEE);
  if (end >= 0 && command.length === 0) return misuse('there is no command after --');
  if (shown !== '') {
    return end < 0 ? { verb: 'explain', text: shown } : misuse('--help and --version take no command after --');
  }
  return misuseOf(invocation, command) ?? invocation;
}

/**
 * The word that stands where a verb would. Looked for before anything else is read: whoever forgets the --
 * before `git --version` must not get our version, and status 0.
 */
function firstWord(args: readonly string[], { options }: Command): string | undefined {
  // What follows an option that is not known may be its value.
  const standsAlone = (arg = '') =>
    !arg.startsWith('-') || options.some(({ required, long, short }) => !required && [long, short].includes(arg));
  return args.find((arg, index) => !arg.startsWith('-') && standsAlone(args[index - 1]));
}

/** A flag of the gate's that was given to a verb which has no use for it: commander takes it wherever it stands. */
function misplacedFlag(program: Command, verb: string): string | undefined {
  const taken = program.commands.find((command) => command.name() === verb);
  if (!taken) return undefined;
  const isGiven = (option: Option) =>
    option.long !== '--version' && program.getOptionValueSource(option.attributeName()) === 'cli';
  return program.options.find((option) => isGiven(option) && !taken.options.some(({ long }) => long === option.long))
    ?.long;
}

// An empty port, such as an unset variable gives, is not 0.
function readPort(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}

function addGateOptions(command: Command, keys: readonly SettingKey[]): void {
  addSettings(command, keys);
  command.option('--stay', 'keep the form open after success');
  command.option('--verbose', 'say how texts are sent and what the administrator can do where one is not');
}

function addSettings(command: Command, keys: readonly SettingKey[]): void {
  for (const key of keys) {
    const { flag, value, about, default: usual }: Setting<unknown> = SETTINGS[key];
    if (flag) command.option(`${flag} <${value}>`, usual === undefined ? about : `${about} (default: ${usual})`);
  }
}

function addConfig(command: Command): void {
  command.option('--config <file>', 'the settings file to read, instead of any other');
}

function gateOptions(options: Record<string, unknown>) {
  const flags: Partial<Record<SettingKey, string>> = {};
  for (const [key, { flag }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const value = flag && options[optionName(flag)];
    if (typeof value === 'string') flags[key as SettingKey] = value;
  }
  const { config, stay = false, verbose = false } = options as { config?: string; stay?: boolean; verbose?: boolean };
  return { flags, config, stay, verbose };
}

/** The name under which commander keeps a flag's value: `--expires-in` is `expiresIn`. */
function optionName(flag: string): string {
  return new Option(`${flag} <value>`).attributeName();
}
