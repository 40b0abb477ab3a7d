// Parses the command line into a typed invocation. Does not run it.

import { Command, CommanderError, Option } from 'commander';
import { aboutFlag, type Flag } from './flags.ts';
import { fromFlags } from './from-flags.ts';
import { helpAfterFlags } from './help.ts';
import type { Invocation } from './invocation.ts';
import {
  CODE_IN_ARGUMENT,
  complaintInWords,
  excessWord,
  isForNode,
  misuse,
  NOT_OURS,
  sandboxProblem,
  seeHelp,
  unknownTopic,
  unknownWord,
  withoutCodes,
} from './misuse.ts';
import { argumentOf, VERBS, type Verb, type VerbName } from './verbs.ts';

/** In columns. */
const HELP_WIDTH = 80;

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
  return { ...misuse(`${lost} cannot be another flag's value, nor go with --help or --version`, seeHelp()), ...json };
}

/** @param guarded what is after `--`, if there is one */
function parse(own: readonly string[], guarded: readonly string[] | undefined, version: string): Invocation {
  if (own.some(isForNode)) return misuse(NOT_OURS);
  let invocation: Invocation | undefined;
  let shown = '';

  const program = new Command('otp-tui');
  let chosen = program;
  const verbs = () => program.commands.map((verb) => verb.name());
  // Settings of the parser go before the sub-commands, which inherit them.
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
    .configureHelp({ subcommandTerm: (verb) => `${verb.name()} ${argumentOf(VERBS[verb.name() as VerbName])}`.trim() })
    .showSuggestionAfterError()
    .usage('[options] [-- command [argument...]]');

  function explain(name: string | undefined) {
    const topic = name === undefined ? program : program.commands.find((verb) => verb.name() === name);
    if (topic === undefined) invocation = misuse(unknownTopic(name ?? '', verbs()), seeHelp());
    else if (shown === '') topic.outputHelp();
  }
  for (const [name, verb] of Object.entries(VERBS) as [VerbName, Verb][]) {
    const command = name === 'verify' ? program : program.command(name).summary(verb.summary ?? '');
    command
      .description(verb.about)
      .allowExcessArguments(false)
      .addHelpText('after', () => helpAfterFlags(verb));
    // Whatever is not named is neither parsed nor explained.
    const isNamed = name === 'verify' || own.includes(name);
    for (const flag of isNamed ? verb.flags : []) command.addOption(optionOf(flag));
    // To commander it is never required: that is checked with the word itself, and --help needs none.
    if (verb.argument) command.usage(`[options] ${argumentOf(verb)}`).argument(`[${verb.argument.name}]`);
    command.action(() => {
      const options = command.optsWithGlobals();
      const [word] = command.args;
      if (name === 'help') explain(word);
      else if (shown === '' || word !== undefined || !verb.argument?.isRequired) {
        invocation = fromFlags(name, word, (flag) => options[keyOf(flag)], guarded ?? []);
      }
    });
  }

  const stray = firstWord(own, program);
  if (stray !== undefined && !verbs().includes(stray)) return misuse(unknownWord(stray, verbs()), seeHelp());
  const see = seeHelp(stray);

  try {
    program.parse([...own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code !== 'commander.excessArguments') return misuse(complaintInWords(error.message), see);
    const verb = program.commands.find(({ args }) => args.length > 0);
    if (verb?.name() === 'check') return misuse(CODE_IN_ARGUMENT);
    const word = verb
      ? excessWord(verb.name(), verb.args[verb.registeredArguments.length] ?? '')
      : unknownWord(program.args[0] ?? '', verbs());
    return misuse(word, see);
  }
  const misplaced = misplacedFlag(program, chosen);
  if (misplaced) return misuse(`${chosen.name()} does not take ${misplaced}`, see);
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

function optionOf(flag: Flag): Option {
  const { name, letter, value, optional } = flag;
  const names = letter === undefined ? name : `${letter}, ${name}`;
  const shown = value === undefined ? '' : optional ? ` [${value}]` : ` <${value}>`;
  return new Option(`${names}${shown}`, aboutFlag(flag));
}

/** commander's name for a flag's value: `expiresIn` for `--expires-in`. */
function keyOf(flag: string): string {
  return new Option(flag).attributeName();
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
