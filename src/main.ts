// Puts the parts together, runs the command that was asked for, and exits. The only file that
// touches the process: its arguments, environment, streams, signals and exit.

import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import packageJson from '../package.json' with { type: 'json' };
import { steadyClock } from './clock.ts';
import type { Context } from './commands/context.ts';
import { type Invocation, NO_ARGUMENTS } from './commands/invocation.ts';
import { EXIT } from './conversation/exit.ts';
import { tellDefect } from './defect.ts';
import type { Console, Terminal } from './faces/terminal.ts';
import { catchSignals } from './signals.ts';

const { stdin, stdout, stderr, env } = process;
const hadTerminal = stdin.isTTY;

process.on('uncaughtException', onDefect);
stdout.on('error', () => process.exit(EXIT.signalled + 13));
stderr.on('error', () => {});

const context: Context = {
  env,
  clock: steadyClock(),
  takeSignals: catchSignals(process, ({ number }) => exit(EXIT.signalled + number)),
  terminal: findTerminal(),
  answer: (line) => stdout.write(`${line}\n`),
  tell,
};

run(process.argv.slice(2)).then(exit, onDefect);

async function run(args: readonly string[]): Promise<number> {
  const invocation = args.length === 0 ? NO_ARGUMENTS : await read(args);
  if (invocation.verb !== 'explain' && (await givenAwayByNode())) return EXIT.usage;
  switch (invocation.verb) {
    case 'verify':
      return (await import('./commands/verify.ts')).verify(invocation, context);
    case 'demo':
      return (await import('./commands/demo.ts')).demo(invocation, context);
    case 'unlock':
      return (await import('./commands/unlock.ts')).unlock(invocation, context);
    case 'sandbox':
      return (await import('./commands/sandbox.ts')).sandbox(invocation.port, context);
    case 'explain':
      stdout.write(invocation.text);
      return EXIT.verified;
    case 'misuse':
      for (const line of invocation.lines) tell(line);
      return EXIT.usage;
    default:
      return invocation satisfies never;
  }
}

async function read(args: readonly string[]): Promise<Invocation> {
  const { parseArguments } = await import('./commands/cli.ts');
  return parseArguments(args, packageJson.version);
}

/** Whether nobody may be asked for a code in this process; says why, and ends it where that comes true later. */
async function givenAwayByNode(): Promise<boolean> {
  const { nodeProblem } = await import('./node-runtime.ts');
  const look = () => {
    const problem = nodeProblem(env);
    if (problem) tell(problem);
    return problem !== undefined;
  };
  // On a busy computer a signal from before our first statement takes effect late.
  for (const ms of [100, 1_000, 5_000]) setTimeout(() => look() && exit(EXIT.usage), ms).unref();
  return look();
}

function tell(line: string): void {
  stderr.write(`otp-tui: ${line}\n`);
}

/** The screen goes to standard error where it can, so that standard output stays free for answers. */
function findTerminal(): Terminal | { problem: string } {
  const output = stderr.isTTY ? stderr : stdout;
  if (!stdin.isTTY || !output.isTTY) {
    return { problem: 'no terminal to ask at: standard input, and standard output or error, must be one' };
  }
  if (env.TERM === 'dumb') return { problem: 'this terminal (TERM=dumb) cannot show the form' };
  return { input: stdin, output, others: [stdout, stderr], console: whatTerminalShows() };
}

function whatTerminalShows(): Console {
  const linux = env.TERM === 'linux';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return { colours: env.NO_COLOR ? 0 : linux ? 16 : 256, unicode: /utf-?8/i.test(locale), linux };
}

function onDefect(error: unknown): void {
  process.exitCode = EXIT.defect;
  const [name, ...frames] = tellDefect(error, (file) => readFileSync(file, 'utf8'));
  // After the screen, which gives the terminal back on exit, before what it held back.
  process.on('exit', () => {
    tell(`a defect in otp-tui (${name}); please report these lines:`);
    for (const frame of frames) tell(frame);
  });
  exit(EXIT.defect);
}

function exit(status: number): void {
  process.exitCode = status;
  // Node 20 aborts in an orderly exit when its terminal has gone (nodejs/node#51519). Nothing is
  // left to restore then, so end by the signal itself.
  if (hadTerminal && !isatty(0)) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  stdout.write('', () => process.exit(status));
}
