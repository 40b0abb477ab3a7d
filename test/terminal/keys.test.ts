// Editing, pasting, and all that a terminal can send beside digits: no digit is lost, nothing crashes.

import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { otherThan } from '../support/program.ts';
import { typedIn, untilTyped } from '../support/reading.ts';

const [ENTER, TAB, CTRL_U] = ['\r', '\t', '\x15'];

/** Sends keys that must make the input hold these digits, and clears it. */
async function expectSlots(gate: Gate, keys: string | Buffer, digits: string): Promise<void> {
  gate.write(keys);
  await untilTyped(gate, digits);
  gate.write(CTRL_U);
  await untilTyped(gate, '');
}

test.concurrent('the input is edited with the usual keys', async ({ openReady }) => {
  const gate = await openReady();
  const [left, right, home, end, remove, backspace] = ['\x1b[D', '\x1b[C', '\x1b[H', '\x1b[F', '\x1b[3~', '\x7f'];
  await expectSlots(gate, `124${left}3`, '1234');
  await expectSlots(gate, `23${home}1${end}4`, '1234');
  await expectSlots(gate, `12${left}${left}${left}${right}9`, '192');
  await expectSlots(gate, `123${backspace}`, '12');
  await expectSlots(gate, `123${home}${remove}`, '23');
  await expectSlots(gate, `${backspace}${remove}${left}${right}1`, '1');
  await expectSlots(gate, '123456789', '12345');
  await expectSlots(gate, `12345${left}${left}${backspace}9`, '12945');
  gate.write('12');
  await untilTyped(gate, '12');
  const { x, y } = gate.find('2');
  expect(gate.cursor()).toEqual({ x: x + 8, y, hidden: false });
  gate.write('\x1b');
  await untilTyped(gate, '');
});

test.concurrent('a digit typed while a button has the focus goes to the input', async ({ openReady }) => {
  const gate = await openReady();
  gate.write(`1${TAB}`);
  await gate.until('▸ SUBMIT');
  gate.write('2');
  await untilTyped(gate, '12');
  await gate.until(() => !gate.cursor().hidden);
  gate.write(`${TAB}${TAB}3${TAB}${TAB}${TAB}4`);
  await untilTyped(gate, '1234');
});

test.concurrent('Enter and Space press the button that has the focus, Enter in the input submits', async ({
  openReady,
}) => {
  const gate = await openReady({ env: { OTP_RESEND_AFTER: '10m' } });
  for (const key of [ENTER, ' ', '\n']) {
    gate.write(`${CTRL_U}12${TAB}${key}`);
    await gate.until('Invalid OTP!');
    gate.write(`3${TAB}${TAB}${key}`);
    await gate.until('Please wait');
  }
  gate.write(`${CTRL_U}1 2${ENTER}`);
  await gate.until('Invalid OTP!');
  gate.write(`${CTRL_U}${otherThan(gate.newestCode())}\x1bOM`);
  await gate.until('Incorrect OTP!');
});

test.concurrent('a paste fills the input with the code in it and never submits', async ({ openReady }) => {
  const gate = await openReady();
  const code = gate.newestCode();
  gate.write(`99${TAB}${TAB}`);
  await gate.until('▸ RESEND');
  gate.paste(`OTP: ${code.slice(0, 2)} ${code.slice(2)} is your code.\nIt lives 5 minutes.\n`);
  await untilTyped(gate, code);
  gate.paste('hello\n');
  await gate.until('Invalid OTP! No 5-digit code');
  gate.paste('11111 or 22222\r\n');
  gate.paste('x'.repeat(100_000));
  gate.paste(`${'\t\r\x1b[A'.repeat(1_000)}`);
  // Marks that never come together, and one that comes in two pieces.
  gate.write('\x1b[201~\x1b[200');
  gate.write('~nothing\x1b[20');
  gate.write('1~');
  await untilTyped(gate, code);
  expect(gate.text()).not.toMatch(/tr(y|ies) left|Success/);
  gate.write(ENTER);
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

// What a terminal sends beside digits, each with 1, 2 and 3 in it.
const AMONG: readonly (readonly [string, string | Buffer])[] = [
  ['letters', 'a1b2cZ3é'],
  ['emoji and wide characters', '1😀2👩‍👩‍👧漢3'],
  ['full-width digits', '１２３'],
  ['bytes that are no UTF-8', Buffer.from([0x31, 0xff, 0x32, 0xc3, 0x28, 0x08, 0x32, 0xf0, 0x9f, 0x33])],
  ['control characters', '1\x00\x02\x0b2\x1c3\x1f'],
  ['mouse reports', '1\x1b[<35;10;10M2\x1b[<0;1;1M\x1b[<0;1;1m\x1b[M !!3'],
  ['focus reports and answers of the terminal', '1\x1b[I2\x1b[O\x1b[24;80R\x1b[?62;22c3\x1b]11;rgb:0000/0000/0000\x07'],
  ['more answers', '1\x1bP>|xterm(390)\x1b\\2\x1b[?2026;2$y\x1b]4;1;rgb:ff/00/00\x1b\\3\x1b[8;24;80t'],
  ['unknown keys', '1\x1b[15~2\x1b[1;5C\x1b[27;5;13~\x1bOR3'],
  ["kitty's keys", '\x1b[49u\x1b[50;1u\x1b[57402u'],
  ['the keypad in application mode', '\x1bOq\x1bOr\x1bOs'],
  ['sequences cut short by others', '1\x1b[\x1b[D\x1b[C2\x1b[12;\x1b[I3'],
];

test.concurrent('digits arrive whatever else the terminal sends', async ({ openReady }) => {
  const gate = await openReady();
  for (const [what, keys] of AMONG) {
    await expectSlots(gate, keys, '123').catch((cause) => {
      throw new Error(`digits among ${what} were lost`, { cause });
    });
  }
});

test.concurrent('what half an escape sequence leaves is silence, and then a digit arrives', async ({ openReady }) => {
  const gate = await openReady();
  for (const half of ['\x1b[', '\x1b[<0;1', '\x1b[M', '\x1bO', '\x1b]11;rgb', '\x1bP', '\x1b[12']) {
    gate.write(half);
    // Typed again and again, because the first ones may be taken for the other half.
    const typing = setInterval(() => gate.write('7'), 120);
    await gate.until(() => typedIn(gate).startsWith('7')).finally(() => clearInterval(typing));
    gate.write(CTRL_U);
    await untilTyped(gate, '');
  }
});

test.concurrent('a paste that never ends, and a flood of digits, leave the form usable', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('\x1b[200~The code is 54321');
  await untilTyped(gate, '54321');
  gate.write(CTRL_U + '98765'.repeat(4_000));
  await untilTyped(gate, '98765');
  gate.write(CTRL_U + otherThan(gate.newestCode()) + ENTER);
  await gate.until('Incorrect OTP! 4 tries left.');
});
