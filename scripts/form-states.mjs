// The states of the form that docs/form-states.svg shows: played through the real conversation and painted by the
// real face, on a terminal in this process.

import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import xterm from '@xterm/headless';
import { build } from 'esbuild';

// Notices name times of day.
process.env.TZ = 'UTC';

const ROOT = join(import.meta.dirname, '..');
const NOW = Date.UTC(2030, 0, 1, 12);
const COLOURS = { colours: 256, unicode: true, linux: false };

const { openConversation, update, screenFace, DEFAULT_POLICY, TWILIO_ERRORS } = await load();

/** The source, bundled to where its packages are found. */
async function load() {
  const folder = join(ROOT, 'node_modules/.cache/otp-tui');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'form.mjs');
  const contents = [
    "export { openConversation, update } from './src/conversation/update.ts';",
    "export { screenFace } from './src/faces/screen/face.ts';",
    "export { DEFAULT_POLICY } from './src/core/policy.ts';",
    "export { TWILIO_ERRORS } from './src/delivery/errors.ts';",
  ].join('\n');
  const stdin = { contents, resolveDir: ROOT };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external' });
  return import(pathToFileURL(outfile));
}

const outcomes = {
  sent: { kind: 'sent', length: 5, expiresAt: NOW + 300_000, resendAt: NOW + 30_000, deliveryId: 'SM1' },
  wrong: { kind: 'incorrect', triesLeft: 4, superseded: false },
  recovered: { kind: 'accepted', by: 'recovery', recoveryLeft: 7 },
  refused: { kind: 'refused', problem: { ...TWILIO_ERRORS[20003], code: 20003 } },
};
const sent = { kind: 'sent', outcome: outcomes.sent };
const progress = (kind, problem) => ({ kind: 'progress', id: 'SM1', outcome: { kind, problem } });
const checked = (outcome) => ({ kind: 'checked', outcome });
const type = (digits) => [...digits].map((text) => ({ kind: 'type', text }));
const enter = { kind: 'enter' };
const tab = { kind: 'next' };
/** Seconds that pass before the next event. */
const after = (seconds) => ({ after: seconds });
/** How many recovery codes are left. */
const counted = { kind: 'counted', recoveryLeft: 8 };
const recovery = { kind: 'press', control: 'recovery' };
const submitted = [sent, progress('delivered'), after(28), ...type('48212'), enter];

/** The states by name: the events that lead to them. */
export const STATES = {
  sending: [],
  typing: [sent, progress('delivered'), after(3), ...type('482')],
  checking: submitted,
  wrong: [...submitted, checked(outcomes.wrong)],
  success: [...submitted, checked({ kind: 'accepted' })],
  expired: [...submitted, checked({ kind: 'expired' })],
  'tries used up': [...submitted, checked({ kind: 'exhausted' })],
  locked: [...submitted, checked({ kind: 'locked', until: NOW + 900_000 })],
  'call offered': [sent, after(4), progress('undelivered', TWILIO_ERRORS[30006]), tab, tab, tab],
  approving: [sent, progress('passed-on'), after(3), ...type('48213'), tab],
  refused: [{ kind: 'sent', outcome: outcomes.refused }],
  'recovery offered': [counted, sent, progress('delivered'), after(3), { kind: 'previous' }],
  'a recovery code': [counted, sent, after(3), recovery, ...type('7Q2M0XKDV')],
  'locked, with recovery codes': [counted, { kind: 'sent', outcome: { kind: 'locked', until: NOW + 900_000 } }],
  recovered: [counted, sent, recovery, ...type('7Q2M0XKDVH4T9WRA'), enter, checked(outcomes.recovered)],
  'four stops': [counted, sent, after(4), progress('undelivered', TWILIO_ERRORS[30006]), { kind: 'previous' }],
  help: [sent, progress('delivered'), { kind: 'help' }],
};

/** A state of the form. */
export function play(events, { length = 5, approving = '' } = {}) {
  const recipient = '+1 ••• ••• ••71';
  let now = NOW;
  let [state] = openConversation({ length, recipient, approving, stay: false, offersCall: true, now });
  for (const event of events) {
    if ('after' in event) {
      now += event.after * 1_000;
      [state] = update(state, { kind: 'tick' }, now);
    } else [state] = update(state, withLength(event, length), now);
  }
  return state;
}

function withLength(event, length) {
  return event.kind === 'sent' && event.outcome.kind === 'sent'
    ? { ...event, outcome: { ...event.outcome, length } }
    : event;
}

/** Paints a state on an emulated terminal. */
export async function paint(state, { cols = 80, rows = 24, phone, ...console } = {}) {
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const write = (text) => {
    emulator.write(text);
    return true;
  };
  const output = Object.assign(new EventEmitter(), { isTTY: true, columns: cols, rows, write });
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    isRaw: false,
    setRawMode() {},
    resume() {},
    pause() {},
  });
  const terminal = { input, output, others: [], console: { ...COLOURS, ...console } };
  const openFace = screenFace(terminal, DEFAULT_POLICY, phone && (() => phone), () => () => {});
  const face = openFace({ onKey() {}, onEnd() {} });
  face.show(state);
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  await new Promise((resolve) => emulator.write('', resolve));
  // Nothing more is shown, so the picture stays when the face restores the terminal.
  output.write = () => true;
  return { emulator, close: face.close };
}
