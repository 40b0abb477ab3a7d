// The composition root: parses the arguments, runs the command and exits. The only file that touches the
// process: its arguments, environment, streams, signals and exit.

import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import packageJson from '../package.json' with { type: 'json' };
import { steadyClock } from './clock.ts';
import type { Context } from './commands/context.ts';
import { type Invocation, NO_ARGUMENTS } from './commands/invocation.ts';
import { EXIT } from './conversation/exit.ts';
import { describeDefect } from './defect.ts';
import { consoleOf } from './faces/console.ts';
import type { Terminal } from './faces/terminal.ts';
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
  const invocation = args.length === 0 ? NO_ARGUMENTS : await parse(args);
  if (invocation.verb !== 'explain' && (await isUnsafeNode())) return EXIT.usage;
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

async function parse(args: readonly string[]): Promise<Invocation> {
  const { parseArguments } = await import('./commands/cli.ts');
  return parseArguments(args, packageJson.version);
}

/** Whether this Node process is unsafe to ask for a code in. Says why, and exits if it becomes unsafe later. */
async function isUnsafeNode(): Promise<boolean> {
  const { nodeProblem } = await import('./node-runtime.ts');
  const check = () => {
    const problem = nodeProblem(env);
    if (problem) tell(problem);
    return problem !== undefined;
  };
  // On a busy computer, a signal sent before our first statement takes effect late.
  for (const ms of [100, 1_000, 5_000]) setTimeout(() => check() && exit(EXIT.usage), ms).unref();
  return check();
}

function tell(line: string): void {
  stderr.write(`otp-tui: ${line}\n`);
}

/** The screen prefers standard error, so that standard output stays free for answers. */
function findTerminal(): Terminal | { problem: string } {
  const output = stderr.isTTY ? stderr : stdout;
  if (!stdin.isTTY || !output.isTTY) {
    return { problem: 'needs an interactive terminal: standard input, and standard output or error, must be one' };
  }
  if (env.TERM === 'dumb') return { problem: 'this terminal (TERM=dumb) cannot show the form' };
  return { input: stdin, output, others: [stdout, stderr], console: consoleOf(env) };
}

function onDefect(error: unknown): void {
  process.exitCode = EXIT.defect;
  const [name, ...frames] = describeDefect(error, (file) => readFileSync(file, 'utf8'));
  // On exit, so that it comes after the screen has restored the terminal.
  process.on('exit', () => {
    tell(`a defect in otp-tui (${name}); please report these lines:`);
    for (const frame of frames) tell(frame);
  });
  exit(EXIT.defect);
}

function exit(status: number): void {
  process.exitCode = status;
  // Node 20 aborts on a normal exit if its terminal is gone (nodejs/node#51519). There is nothing left to restore
  // then, so end by the signal itself.
  if (hadTerminal && !isatty(0)) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  stdout.write('', () => process.exit(status));
}
