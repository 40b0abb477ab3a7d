// Parses the command line into a typed invocation. Does not run it.

import { Command, CommanderError, Option } from 'commander';
import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';
import type { Invocation } from './invocation.ts';
import { complaintInWords, isForNode, misuse, misuseOf, NOT_OURS, SEE, unknownWord } from './misuse.ts';

const EXAMPLES = `
Examples:
  otp-tui                                  ask for a code
  otp-tui --to +14155552671 --service prod
  otp-tui -- kubectl delete ns prod        run a command only after a right code
  otp-tui unlock --to +14155552671         unlock a phone
  otp-tui demo                             try it without a Twilio account

Settings come from one settings file, the environment and the flags, in rising
order. The file is the first of these that exists: --config FILE,
~/.config/otp-tui/config.env, .env here. If the environment sets the Twilio
credentials, only --config FILE is used.

Exit status 0 means that a right code was entered; with a command after --,
it is the command's own.
`;

/** Parses the arguments after the program's name. */
export function parseArguments(args: readonly string[], version: string): Invocation {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const command = end < 0 ? [] : args.slice(end + 1);
  let invocation: Invocation | undefined;
  let shown = '';

  const program = new Command('otp-tui');
  const invoke = (verb: 'verify' | 'demo') => (options: Record<string, unknown>) => {
    invocation = { verb, ...gateOptions(options), command };
  };
  // Settings go before the sub-commands, which inherit them.
  program
    .exitOverride()
    // commander would answer these before parsing the rest. But status 0 means verified, so a script that forgot the
    // -- in `otp-tui --quiet git --version` would be let through. So they are ordinary options, answered last.
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
      // The error contains the same text.
      writeErr: () => {},
    })
    .showSuggestionAfterError()
    .description('Texts a one-time code and verifies it in the terminal.')
    .usage('[options] [-- command [argument...]]')
    .option('-V, --version', 'output the version number')
    .helpCommand(false)
    .allowExcessArguments(false)
    .addHelpText('after', EXAMPLES)
    .action(invoke('verify'));
  addGateOptions(program, Object.keys(SETTINGS) as SettingKey[]);
  addConfig(program);

  const demo = program
    .command('demo')
    .description('try the form without a Twilio account: no text is sent')
    .usage('[options]')
    .allowExcessArguments(false)
    .action((_, self: Command) => invoke('demo')(self.optsWithGlobals()));
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
  if (!invocation) throw new Error('no action ran');
  const misplaced = misplacedFlag(program, invocation.verb);
  if (misplaced) return misuse(`${invocation.verb} does not take ${misplaced}`, SEE);
  if (end >= 0 && command.length === 0) return misuse('there is no command after --');
  if (shown !== '') {
    return end < 0 ? { verb: 'explain', text: shown } : misuse('--help and --version take no command after --');
  }
  return misuseOf(invocation, command) ?? invocation;
}

/**
 * The word in the position of a verb. Found before anything else is parsed: someone who forgets the -- before
 * `git --version` must not get our version and status 0.
 */
function firstWord(args: readonly string[], { options }: Command): string | undefined {
  // A word after an unknown option may be its value.
  const standsAlone = (arg = '') =>
    !arg.startsWith('-') || options.some(({ required, long, short }) => !required && [long, short].includes(arg));
  return args.find((arg, index) => !arg.startsWith('-') && standsAlone(args[index - 1]));
}

/** A flag of the gate that the verb does not take. commander accepts it anywhere. */
function misplacedFlag(program: Command, verb: string): string | undefined {
  const chosen = program.commands.find((command) => command.name() === verb);
  if (!chosen) return undefined;
  const isGiven = (option: Option) =>
    option.long !== '--version' && program.getOptionValueSource(option.attributeName()) === 'cli';
  return program.options.find((option) => isGiven(option) && !chosen.options.some(({ long }) => long === option.long))
    ?.long;
}

// An empty port, as from an unset variable, is not 0.
function readPort(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}

function addGateOptions(command: Command, keys: readonly SettingKey[]): void {
  addSettings(command, keys);
  command.option('--stay', 'keep the form open after success');
  command.option('--verbose', 'print how texts are sent and, if one fails, what to do about it');
}

function addSettings(command: Command, keys: readonly SettingKey[]): void {
  for (const key of keys) {
    const { flag, value, about, default: defaultValue }: Setting<unknown> = SETTINGS[key];
    if (flag)
      command.option(`${flag} <${value}>`, defaultValue === undefined ? about : `${about} (default: ${defaultValue})`);
  }
}

function addConfig(command: Command): void {
  command.option('--config <file>', 'the settings file to use instead of any other');
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

/** commander's name for a flag's value: `expiresIn` for `--expires-in`. */
function optionName(flag: string): string {
  return new Option(`${flag} <value>`).attributeName();
}
