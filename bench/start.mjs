// Measures starting and waiting: npm run bench:start [-- RUNS]
// otp-tui, bare Node as the floor, and the peers take turns, because the load of a machine changes all the time.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchPeers } from './peers.mjs';
import { activity, peakMemory, startProgram } from './program.mjs';
import { median, printRow } from './table.mjs';
import { startTwilio } from './twilio.mjs';

const RUNS = Number(process.argv[2] ?? 20);
/** In ms after the send; long enough for one status request. */
const SETTLE = 1_500;
/** ms */
const IDLE = 10_000;

const ROOT = join(import.meta.dirname, '..');
const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const PROGRAM = join(ROOT, bin['otp-tui']);
const WHOLE_SDK = join(import.meta.dirname, 'whole-sdk.cjs');
const PRINT = 'console.log("word")';
const WAIT = `${PRINT}; setInterval(() => {}, 1e9)`;
const SENDER = '+15005550006';
const PEERS = {
  '@inquirer/input': 'inquirer-input.mjs',
  '@clack/prompts': 'clack.mjs',
  enquirer: 'enquirer.mjs',
  inquirer: 'inquirer.mjs',
  ink: 'ink.mjs',
};

const peers = fetchPeers();
const twilio = await startTwilio();
const home = mkdtempSync(join(tmpdir(), 'otp-tui-bench-'));
const cwd = join(home, 'empty');
mkdirSync(cwd);
const env = {
  PATH: process.env.PATH,
  HOME: home,
  XDG_STATE_HOME: join(home, 'state'),
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  TWILIO_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0'.repeat(32),
  TWILIO_API_URL: twilio.origin,
  SENDER_NUMBER: SENDER,
};

/** Different recipients in the same state file, as on any day but the first. */
let people = 0;
const nextPerson = () => `+1415555${String(2_000 + people++)}`;
const start = (name, args, more) => startProgram(name, args, { env: { ...env, ...more }, cwd });
const startForm = () => start('otp-tui', [PROGRAM], { RECIPIENT_NUMBER: nextPerson() });

/** The measurements, by name. */
const measured = new Map();
function record(name, value) {
  measured.set(name, [...(measured.get(name) ?? []), value]);
}

async function runForm() {
  const form = startForm();
  const paintedAt = await form.wrote('RESEND');
  // The expiry is shown once the code was sent.
  await form.wrote('expires');
  record('first paint', paintedAt);
  record('request', twilio.takeSend() - form.startedAt);
  await sleep(SETTLE);
  record('memory', peakMemory(form.pid));
  await form.kill();
}

async function runWholeSdk() {
  const script = start('the whole SDK', [WHOLE_SDK, twilio.origin, SENDER, nextPerson()]);
  await script.ended();
  record('whole SDK', twilio.takeSend() - script.startedAt);
}

async function runBareNode() {
  const printing = start('node -e', ['-e', PRINT]);
  record('node prints', await printing.wrote('word'));
  record('node ends', await printing.ended());
  const waiting = start('node -e', ['-e', WAIT]);
  await waiting.wrote('word');
  record('node memory', peakMemory(waiting.pid));
  await waiting.kill();
}

async function runToEnd(flag, words) {
  const run = start(`otp-tui ${flag}`, [PROGRAM, flag]);
  await run.wrote(words);
  record(flag, await run.ended());
}

/** A check as a script makes it, from its start until its answer was read. */
function runCheck() {
  const startedAt = performance.now();
  const { stdout } = spawnSync(process.execPath, [PROGRAM, 'check'], {
    cwd,
    env: { ...env, RECIPIENT_NUMBER: nextPerson() },
    input: '48213\n',
    encoding: 'utf8',
  });
  if (!stdout.startsWith('No code has been sent yet.')) throw new Error(`check answered: ${stdout}`);
  record('check', performance.now() - startedAt);
}

async function runPeer(name, file) {
  const peer = start(name, [join(peers, file)]);
  record(name, await peer.wrote('Phone number:'));
  await peer.kill();
}

/** CPU use while nothing happens but the countdown. */
async function idle() {
  const form = startForm();
  await form.wrote('expires');
  await sleep(SETTLE);
  const before = activity(form.pid);
  await sleep(IDLE);
  const after = activity(form.pid);
  record('idle', (100 * (after.ms - before.ms)) / IDLE);
  record('wakeups', (1_000 * (after.wakeups - before.wakeups)) / IDLE);
  await form.kill();
}

function print(name, value, unit, { floor = Number.NaN, must, aim } = {}) {
  const ratio = value / floor;
  printRow([name, `${value.toFixed(value < 10 ? 2 : 1)} ${unit}`, ratio ? ratio.toFixed(2) : '', must, aim]);
}

async function round() {
  await runBareNode();
  await runForm();
  await runWholeSdk();
  await runToEnd('--version', /^\d+\.\d+\.\d+/m);
  await runToEnd('--help', /^Usage/m);
  runCheck();
  for (const [name, file] of Object.entries(PEERS)) await runPeer(name, file);
}

try {
  // The first round creates the state file and warms the disk cache.
  await round();
  measured.clear();
  for (let run = 0; run < RUNS; run++) await round();
  for (let run = 0; run < RUNS; run++) await idle();

  const of = (name) => median(measured.get(name));
  const [prints, ends] = [of('node prints'), of('node ends')];
  console.log(`Node ${process.version}, ${RUNS} runs each, medians\n`);
  printRow(['', '', '÷ floor', 'must', 'aim']);
  print('node -e that prints a word', prints, 'ms', { floor: prints });
  print('first paint', of('first paint'), 'ms', { floor: prints, must: '≤ 3.2', aim: '≤ 2.5' });
  for (const name of Object.keys(PEERS)) print(`  ${name}`, of(name), 'ms', { floor: prints });
  print('node -e until it exits', ends, 'ms', { floor: ends });
  for (const flag of ['--version', '--help']) print(flag, of(flag), 'ms', { floor: ends, must: '≤ 2', aim: '1.5' });
  print('check, with the state file', of('check'), 'ms', { floor: ends, must: '≤ 2.5', aim: '2' });
  const sdk = of('whole SDK');
  print('request, with the whole SDK in six lines', sdk, 'ms', { floor: sdk });
  print('request', of('request'), 'ms', { floor: sdk, must: '≤ 0.7', aim: '≤ 0.5' });
  const memory = of('node memory');
  print('peak memory, node that waits', memory, 'MB', { floor: memory });
  print('peak memory after the send', of('memory'), 'MB', { floor: memory, must: '≤ 1.6', aim: '1.4' });
  print('CPU while a countdown runs', of('idle'), '%', { must: '≤ 0.5 %', aim: '0.2 %' });
  print('wake-ups while a countdown runs', of('wakeups'), '/s');
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
  // This also closes the terminals of programs that are still running.
  process.exit();
}
