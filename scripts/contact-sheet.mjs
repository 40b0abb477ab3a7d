// Draws the form in all its states and looks, for a look at everything at once: npm run contact-sheet

import { writeFileSync } from 'node:fs';
import { DARK, drawWindow, LIGHT, sizeOf, svg } from './draw-screen.mjs';
import { paint, play, STATES } from './form-states.mjs';

const OUT = process.argv[2] ?? 'docs/form-states.svg';
const COLUMNS = 3;
const GAP = 24;
const CAPTION = 26;
const APPROVING = 'to run kubectl delete ns prod';
const PHONE = { number: '+1 500 555 0010', text: '48213 is your verification code. It expires in 5 minutes.' };

/** The other looks, of states that show most of them: a caption, the state and the terminal. */
const LOOKS = [
  ['34x9', 'wrong', { cols: 34, rows: 9 }],
  ['34x9, a third button', 'call offered', { cols: 34, rows: 9 }],
  ['34x9, recovery', 'recovery offered', { cols: 34, rows: 9 }],
  ['34x9, a recovery code', 'a recovery code', { cols: 34, rows: 9 }],
  ['58x18, four stops', 'four stops', { cols: 58, rows: 18 }],
  ['34x9, help', 'help', { cols: 34, rows: 9 }],
  ['34x9, a long notice', 'refused', { cols: 34, rows: 9 }],
  ['34x12, a long notice', 'refused', { cols: 34, rows: 12 }],
  ['58x18', 'approving', { cols: 58, rows: 18 }],
  ['34x9, to run a command', 'approving', { cols: 34, rows: 9 }],
  ['on a light ground', 'wrong', { light: true }],
  ['on a light ground, 16 colours', 'call offered', { light: true, colours: 16 }],
  ['on a light ground, NO_COLOR', 'approving', { light: true, colours: 0 }],
  ['NO_COLOR', 'wrong', { colours: 0 }],
  ['NO_COLOR, a button', 'approving', { colours: 0 }],
  ['NO_COLOR, a recovery code', 'a recovery code', { colours: 0 }],
  ['LANG=C', 'wrong', { unicode: false }],
  ['LANG=C, 34x9', 'typing', { unicode: false, cols: 34, rows: 9 }],
  ['16 colours', 'typing', { colours: 16 }],
  ['16 colours, a button', 'call offered', { colours: 16 }],
  ['16 colours, a recovery code', 'a recovery code', { colours: 16 }],
  ['the Linux console', 'wrong', { colours: 16, linux: true }],
  ['too small', 'typing', { cols: 24, rows: 5 }],
  ['demo, 92x24', 'typing', { cols: 92, rows: 24, phone: PHONE }],
  ['demo, 80x24', 'wrong', { cols: 80, rows: 24, phone: PHONE }],
  ['demo, 60x30', 'typing', { cols: 60, rows: 30, phone: PHONE }],
  ['ten digits', 'typing', { length: 10 }],
];

const shown = [...Object.keys(STATES).map((name) => [name, name, {}]), ...LOOKS].map(([caption, name, terminal]) => ({
  caption,
  name,
  terminal,
}));

const elements = [];
let y = GAP;
let width = 0;
for (let index = 0; index < shown.length; index += COLUMNS) {
  let x = GAP;
  let height = 0;
  for (const { caption, name, terminal } of shown.slice(index, index + COLUMNS)) {
    const approving = name === 'approving' ? APPROVING : '';
    const { emulator, close } = await paint(play(STATES[name], { ...terminal, approving }), terminal);
    const size = sizeOf(emulator);
    elements.push(
      `<text x="${x}" y="${y + 14}" fill="#555">${caption}</text>`,
      `<g transform="translate(${x} ${y + CAPTION})">`,
      ...drawWindow(emulator, terminal.light ? LIGHT : DARK),
      '</g>',
    );
    close();
    emulator.dispose();
    x += size.width + GAP;
    width = Math.max(width, x);
    height = Math.max(height, size.height);
  }
  y += CAPTION + height + GAP;
}
writeFileSync(OUT, svg(width, y, [`<rect width="${width}" height="${y}" fill="#fff"/>`, ...elements]));
