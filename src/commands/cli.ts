// Parses the command line into a typed invocation. Does not run it.

import { type Argument, Command, CommanderError, Option } from 'commander';
import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';
import { HELP, helpAfterFlags } from './help.ts';
import type { Invocation } from './invocation.ts';
import {
  CODE_IN_ARGUMENT,
  complaintInWords,
  excessWord,
  isForNode,
  misuse,
  NOT_OURS,
  SEE,
  sandboxProblem,
  unknownTopic,
  unknownWord,
  withoutCodes,
} from './misuse.ts';
import { PAM_FLAG, pamInvocation } from './pam-invocation.ts';

/** In columns. */
const HELP_WIDTH = 80;
const GATE_KEYS = Object.keys(SETTINGS) as SettingKey[];
const DEMO_KEYS: readonly SettingKey[] = ['to', 'length', 'expiresIn', 'service'];
const LEDGER_KEYS: readonly SettingKey[] = ['to', 'user', 'users', 'service', 'store'];
const RECOVERY_KEYS: readonly SettingKey[] = ['to', 'user', 'users', 'store'];

/** Parses the arguments after the program's name. Whatever is wrong with them, JSON is answered if it is asked for. */
export function parseArguments(args: readonly string[], version: string): Invocation {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const invocation = parse(own, end < 0 ? undefined : args.slice(end + 1), version);
  const isGiven = (flag: string) => own.some((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const json = isGiven('--json') ? ({ json: true } as const) : {};
  if (invocation.verb === 'misuse') {
    const lines = own.includes('check') ? invocation.lines.map(withoutCodes) : invocation.lines;
    return { ...misuse(...lines), ...json };
  }
  // Then it was the value of another flag, or there was a text to show. Without --pam, whoever asks would bring the
  // settings; and help ends with 0, which would let everybody in.
  const hasJson = 'json' in invocation && invocation.json;
  const hasPam = 'who' in invocation || ('pam' in invocation && invocation.pam);
  const lost = isGiven('--json') && !hasJson ? '--json' : isGiven('--pam') && !hasPam ? '--pam' : undefined;
  if (!lost) return invocation;
  return { ...misuse(`${lost} is not the value of another flag, nor for help`, SEE), ...json };
}

/** @param guarded what is after `--`, if there is one */
function parse(own: readonly string[], guarded: readonly string[] | undefined, version: string): Invocation {
  const command = guarded ?? [];
  let invocation: Invocation | undefined;
  let shown = '';

  const program = new Command('otp-tui');
  let chosen = program;
  const invoke = (verb: 'verify' | 'demo') => (options: Record<string, unknown>) => {
    const { json: _, ...gate } = gateOptions(options);
    invocation = { verb, ...gate, command };
  };
  // Settings go before the sub-commands, which inherit them.
  program
    .exitOverride()
    // commander would answer these before parsing the rest. But status 0 means verified, so a script that forgot the
    // -- in `otp-tui --quiet git --version` would be let through. So they are ordinary options, answered last.
    .helpOption(false)
    .helpCommand(false)
    .hook('preAction', (_, asked) => {
      chosen = asked;
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
      getOutHelpWidth: () => HELP_WIDTH,
    })
    .configureHelp({ subcommandTerm: (verb) => [verb.name(), ...verb.registeredArguments.map(nameOf)].join(' ') })
    .showSuggestionAfterError()
    .description(HELP.verify.about)
    .usage('[options] [-- command [argument...]]')
    .option('-V, --version', 'output the version number')
    .allowExcessArguments(false)
    .addHelpText('after', helpAfterFlags(HELP.verify, GATE_KEYS))
    .action(invoke('verify'));
  addGateOptions(program, GATE_KEYS);
  addConfig(program);

  const demo = addVerb(program, 'demo', DEMO_KEYS).action((_, self: Command) => invoke('demo')(self.optsWithGlobals()));
  addGateOptions(demo, DEMO_KEYS);
  const addAnsweringVerb = (verb: keyof typeof PAM_FLAG, keys: readonly SettingKey[]) => {
    const command = addVerb(program, verb, keys).action((_, self: Command) => {
      const options = self.optsWithGlobals();
      const { flags, config, verbose, json } = gateOptions(options);
      const request = { flags, config, json };
      if (options.pam !== undefined) invocation = pamInvocation(verb, { ...request, verbose }, options.pam);
      else invocation = verb === 'send' || verb === 'check' ? { verb, ...request, verbose } : { verb, ...request };
    });
    addSettings(command, keys);
    addConfig(command);
    command.option('--json', 'answer with one line of JSON');
    command.option('--pam [who]', PAM_FLAG[verb]);
    return command;
  };
  addVerbose(addAnsweringVerb('send', GATE_KEYS));
  addVerbose(addAnsweringVerb('check', GATE_KEYS));
  addAnsweringVerb('status', LEDGER_KEYS);
  addAnsweringVerb('unlock', LEDGER_KEYS);
  addAnsweringVerb('recovery', RECOVERY_KEYS);
  addAnsweringVerb('doctor', GATE_KEYS);
  addVerb(program, 'init')
    .option('--config <file>', 'the settings file to write instead of your own')
    .action((_, self: Command) => {
      invocation = { verb: 'init', config: gateOptions(self.optsWithGlobals()).config };
    });
  addVerb(program, 'sandbox')
    .addOption(new Option('--port <number>', 'the port to listen on').default(0, 'any free one').argParser(readPort))
    .option('--trial', 'answer as for a trial account, which may send little')
    .action(({ port, trial = false }: { port: number; trial?: boolean }) => {
      invocation = { verb: 'sandbox', port, trial };
    });
  const verbs = () => program.commands.map((verb) => verb.name());
  addVerb(program, 'help')
    .argument('[verb]')
    .action((name?: string) => {
      const topic = name === undefined ? program : program.commands.find((verb) => verb.name() === name);
      if (topic === undefined) invocation = misuse(unknownTopic(name ?? '', verbs()), SEE);
      else if (shown === '') topic.outputHelp();
    });

  if (own.some(isForNode)) return misuse(NOT_OURS);
  for (const one of [program, ...program.commands]) one.option('-h, --help', 'display help for command');

  const stray = firstWord(own, program);
  if (stray !== undefined && !verbs().includes(stray)) return misuse(unknownWord(stray, verbs()), SEE);

  try {
    program.parse([...own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code !== 'commander.excessArguments') return misuse(...complaintInWords(error.message), SEE);
    const verb = program.commands.find(({ args }) => args.length > 0);
    if (verb?.name() === 'check') return misuse(CODE_IN_ARGUMENT);
    const word = verb
      ? excessWord(verb.name(), verb.args[verb.registeredArguments.length] ?? '')
      : unknownWord(program.args[0] ?? '', verbs());
    return misuse(word, SEE);
  }
  const misplaced = misplacedFlag(program, chosen);
  if (misplaced) return misuse(`${chosen.name()} does not take ${misplaced}`, SEE);
  if (guarded?.length === 0) return misuse('there is no command after --');
  if (guarded && chosen !== program) {
    return misuse(`${chosen.name()} verifies nobody, so it runs no command after --`);
  }
  if (invocation?.verb === 'misuse') return invocation;
  if (shown !== '') {
    return !guarded ? { verb: 'explain', text: shown } : misuse('--help and --version take no command after --');
  }
  if (!invocation) throw new Error('no action ran');
  return sandboxProblem(invocation) ?? invocation;
}

function addVerb(program: Command, name: Exclude<keyof typeof HELP, 'verify'>, keys: readonly SettingKey[] = []) {
  const { summary, about } = HELP[name];
  return program
    .command(name)
    .summary(summary)
    .description(about)
    .allowExcessArguments(false)
    .addHelpText('after', helpAfterFlags(HELP[name], keys));
}

function nameOf(argument: Argument): string {
  return `[${argument.name()}]`;
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
function misplacedFlag(program: Command, chosen: Command): string | undefined {
  const isSet = (option: Option) =>
    option.long !== '--version' && program.getOptionValueSource(option.attributeName()) === 'cli';
  return program.options.find((option) => isSet(option) && !chosen.options.some(({ long }) => long === option.long))
    ?.long;
}

// An empty port, as from an unset variable, is not 0.
function readPort(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}

function addGateOptions(command: Command, keys: readonly SettingKey[]): void {
  addSettings(command, keys);
  command.option('--plain', 'ask with plain lines: for screen readers, consoles and logs');
  command.option('--stay', 'keep the form open after success');
  addVerbose(command);
}

function addVerbose(command: Command): void {
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

type GivenFlags = { config?: string } & { [Flag in 'plain' | 'stay' | 'verbose' | 'json']?: boolean };

function gateOptions(options: Record<string, unknown>) {
  const flags: Partial<Record<SettingKey, string>> = {};
  for (const [key, { flag }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const value = flag && options[optionName(flag)];
    if (typeof value === 'string') flags[key as SettingKey] = value;
  }
  const { config, plain = false, stay = false, verbose = false, json = false } = options as GivenFlags;
  return { flags, config, plain, stay, verbose, json };
}

/** commander's name for a flag's value: `expiresIn` for `--expires-in`. */
function optionName(flag: string): string {
  return new Option(`${flag} <value>`).attributeName();
}
