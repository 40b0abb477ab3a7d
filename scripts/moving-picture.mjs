// Makes the moving picture of the README: a shell in which the built program asks for a code, with the sandbox in
// Twilio's place. The first code is mistyped, another one is right, and the command runs.
//
// node scripts/moving-picture.mjs OUT.svg [--pace 1]
//
// --pace is how much time the person takes: at 0.1, all pauses last a tenth.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { drawFrame, sizeOf, svg } from './draw-screen.mjs';
import { drawFilm, play } from './film.mjs';
import { drawTexts, HEIGHT as PHONE } from './phone-card.mjs';
import { recordShell } from './record-shell.mjs';

const PROGRAM = join(import.meta.dirname, '../bin/otp-tui.cjs');
const GAP = 12;
const ABOUT = {
  title: 'otp-tui asks for a code before it runs a command',
  description:
    'Someone types otp-tui -- ./deploy.sh prod in a terminal. A form opens, and a phone gets a text with a code. The ' +
    'code is mistyped: Incorrect OTP! 4 tries left. RESEND OTP is pressed, and the phone gets another code. With that ' +
    'one the form says Login Success! and closes, and the script runs.',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pace: { type: 'string', default: '1' } },
});
const [out] = positionals;
const pace = Number(values.pace);
if (!out || !(pace > 0)) {
  process.stderr.write('usage: node scripts/moving-picture.mjs OUT.svg [--pace 1]\n');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'moving-picture-'));
const sandbox = spawn(process.execPath, [PROGRAM, 'sandbox', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
/** What the sandbox was given to send. */
const sent = [];
createInterface(sandbox.stdout).on('line', (line) => sent.push(JSON.parse(line)));
let shell;
try {
  shell = openShell(await originOf(sandbox));
  writeFileSync(out, draw(await tellStory()));
} finally {
  shell?.close();
  sandbox.kill();
  rmSync(folder, { recursive: true });
}

async function originOf({ stderr }) {
  for await (const line of createInterface(stderr)) {
    const [origin] = /http:\/\/\S+/.exec(line) ?? [];
    if (origin) return origin;
  }
  throw new Error('The sandbox did not start.');
}

function openShell(origin) {
  mkdirSync(join(folder, 'bin'));
  symlinkSync(PROGRAM, join(folder, 'bin/otp-tui'));
  const deploy = '#!/bin/sh\necho "Deploying release 42 to $1..."\nsleep 1\necho "Release 42 is live in $1."\n';
  writeFileSync(join(folder, 'deploy.sh'), deploy, { mode: 0o755 });
  return recordShell({
    cols: 61,
    rows: 22,
    cwd: folder,
    env: {
      PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: folder,
      PS1: '$ ',
      TWILIO_API_URL: origin,
      TWILIO_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'sandbox',
      // Numbers from 555-0100 to 555-0199 are nobody's.
      SENDER_NUMBER: '+14155550100',
      RECIPIENT_NUMBER: '+14155550142',
      OTP_STORE: 'memory:',
      OTP_RESEND_AFTER: `${Math.ceil(9 * pace)}s`,
    },
  });
}

/** @returns the texts on the phone, and the moment that says most without the others */
async function tellStory() {
  const { until, press, now } = shell;
  const rest = (ms) => delay(ms * pace);
  const texts = [];

  async function type(text, ms) {
    for (const key of text) {
      press(key);
      await rest(key === ' ' ? 2 * ms : ms);
    }
  }

  /** @returns the code */
  async function readText() {
    // A phone has a text before Twilio hears that it was delivered.
    await until(/on its way/);
    await rest(400);
    const at = now();
    if (texts.length > 0) texts.at(-1).until = at;
    texts.push({ ...sent.at(-1), at });
    await rest(3_200);
    return /[0-9]+/.exec(texts.at(-1).body)[0];
  }

  async function submit(code) {
    await type(code, 320);
    await rest(600);
    press('\r');
  }

  await until(/^\$$/);
  await rest(900);
  await type('otp-tui -- ./deploy.sh prod', 65);
  await rest(500);
  press('\r');
  await submit(mistyped(await readText()));
  await until(/Incorrect OTP!/);
  await rest(2_600);
  for (const button of [/▸ SUBMIT ◂/, /▸ RESEND OTP ◂/]) {
    press('\t');
    await until(button);
    await rest(600);
  }
  press('\r');
  await until(/RESEND OTP \(/);
  await submit(await readText());
  const still = await until(/Login Success!/);
  await until(/is live in prod\.\n\$$/);
  texts.at(-1).until = now();
  await rest(4_500);
  return { texts, still };
}

/** The code with its last digit wrong. */
function mistyped(code) {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}

function draw({ texts, still }) {
  // The film begins with the first prompt.
  const start = shell.frames[0].at;
  const since = (moment) => Math.round(moment - start);
  const timing = { length: since(shell.now()), still: since(still) };
  const frames = shell.frames.map(({ at, rows }) => ({ at: since(at), rows }));
  const onPhone = texts.map((text) => ({ ...text, at: since(text.at), until: since(text.until) }));
  const { width, height } = sizeOf(shell.emulator);
  const film = drawFilm(frames, timing);
  const phone = drawTexts(onPhone, width, timing);
  const elements = [
    ...play([...film.animations, ...phone.animations], timing.length),
    ...drawFrame(shell.emulator, film.elements),
    `<g transform="translate(0 ${height + GAP})">`,
    ...phone.elements,
    '</g>',
  ];
  return svg(width, height + GAP + PHONE, elements, ABOUT);
}
