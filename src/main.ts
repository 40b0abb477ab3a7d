// The composition root: parses the arguments, runs the command and exits. The only file that touches the
// process: its arguments, environment, streams, signals and exit.

import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import packageJson from '../package.json' with { type: 'json' };
import { steadyClock } from './clock.ts';
import type { Context } from './commands/context.ts';
import { type Invocation, NO_ARGUMENTS } from './commands/invocation.ts';
import { DEFECT_IN_JSON, refuse } from './commands/reply.ts';
import { EXIT } from './conversation/exit.ts';
import { describeDefect } from './defect.ts';
import { consoleOf } from './faces/console.ts';
import { openControllingTerminal } from './faces/controlling-terminal.ts';
import type { Terminal } from './faces/terminal.ts';
import { catchSignals } from './signals.ts';

const { stdout, stderr, env } = process;
/** The standard streams that are terminals. */
const terminals = [0, 1, 2].filter((fd) => isatty(fd));

process.on('uncaughtException', onDefect);
stdout.on('error', () => process.exit(EXIT.signalled + 13));
stderr.on('error', () => {});

const context: Context = {
  env,
  program: process.argv[1] ?? '',
  clock: steadyClock(),
  takeSignals: catchSignals(process, ({ number }) => exit(EXIT.signalled + number)),
  openTerminal,
  openInput: () => ({ stream: process.stdin, isTerminal: isatty(0) }),
  answer,
  tell,
  ask: (question) => stderr.write(`otp-tui: ${question}`),
};
/** Whether the answer is one line of JSON, whatever happens; and whether it was given. */
let json = false;
let answered = false;

run(process.argv.slice(2)).then(exit, onDefect);

async function run(args: readonly string[]): Promise<number> {
  const invocation = args.length === 0 ? NO_ARGUMENTS : await parse(args);
  json = 'json' in invocation && invocation.json === true;
  if (invocation.verb !== 'explain' && (await isUnsafeNode())) return EXIT.usage;
  switch (invocation.verb) {
    case 'verify':
      return (await import('./commands/verify.ts')).verify(invocation, context);
    case 'demo':
      return (await import('./commands/demo.ts')).demo(invocation, context);
    case 'send':
      return (await import('./commands/send.ts')).send(invocation, context);
    case 'check':
      return (await import('./commands/check.ts')).check(invocation, context);
    case 'send-pam':
      beRoots();
      return (await import('./commands/pam.ts')).sendForPam(invocation, context);
    case 'check-pam':
      beRoots();
      return (await import('./commands/pam.ts')).checkForPam(invocation, context);
    case 'status':
      return (await import('./commands/status.ts')).status(invocation, context);
    case 'unlock':
      return (await import('./commands/unlock.ts')).unlock(invocation, context);
    case 'recovery':
      return (await import('./commands/recovery.ts')).recovery(invocation, context);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(invocation, context);
    case 'init':
      return (await import('./commands/init.ts')).init(invocation, context);
    case 'sandbox':
      return (await import('./commands/sandbox.ts')).sandbox(invocation, context);
    case 'completion':
      return (await import('./commands/completion.ts')).completion(invocation, context);
    case 'explain':
      await answer(invocation.text.trimEnd());
      return EXIT.verified;
    case 'misuse':
      return refuse('misuse', invocation.lines, context, json);
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
    const problem = nodeProblem(env, process.platform, process.versions.node);
    if (problem) void refuse('misconfigured', [problem], context, json && !answered);
    return problem !== undefined;
  };
  // On a busy computer, a signal sent before our first statement takes effect late.
  for (const ms of [100, 1_000, 5_000]) setTimeout(() => check() && exit(EXIT.usage), ms).unref();
  return check();
}

/** Before Node reports an error to the stream's listener above, which exits, it calls this one. */
function answer(lines: string, ifLost?: string): Promise<void> {
  answered = true;
  return new Promise((resolve) => {
    stdout.write(`${lines}\n`, (error) => {
      if (!error) resolve();
      else if (ifLost !== undefined) tell(ifLost);
    });
  });
}

/** Under PAM, nobody waits for the answer once the program that asked is gone; and files get root's group. */
function beRoots(): void {
  try {
    // sudo and su leave us the group of the user.
    if (process.geteuid?.() === 0 && process.getegid?.() !== 0) process.setgid?.(0);
  } catch {
    // A container may forbid it. The files have mode 0600 all the same.
  }
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    // As if its terminal had hung up.
    process.kill(process.pid, 'SIGHUP');
  }, 250).unref();
}

function tell(line: string): void {
  stderr.write(`otp-tui: ${line}\n`);
}

/**
 * Standard error is preferred, so that standard output stays free for answers. Standard input that is no terminal is
 * for the command: not even looked at.
 */
function openTerminal(): Terminal | undefined {
  const streams = standardTerminal() ?? openControllingTerminal();
  return streams && { ...streams, others: [stdout, stderr], console: consoleOf(env), showsErrors: isatty(2) };
}

function standardTerminal(): Pick<Terminal, 'input' | 'output' | 'close'> | undefined {
  const output = stderr.isTTY ? stderr : stdout;
  return isatty(0) && output.isTTY ? { input: process.stdin, output, close() {} } : undefined;
}

function onDefect(error: unknown): void {
  process.exitCode = EXIT.defect;
  if (json && !answered) void answer(DEFECT_IN_JSON);
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
  if (terminals.some((fd) => !isatty(fd))) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  stdout.write('', () => process.exit(status));
}
