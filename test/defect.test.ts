import { expect, it } from 'vitest';
import { describeDefect } from '../src/defect.ts';

const BUNDLE = ['"use strict";', '// src/one.ts', 'function one() {}', '// src/ui/two.ts', 'function two() {}'].join(
  '\n',
);

function errorWith(...frames: string[]): Error {
  const error = new TypeError('the secret');
  error.stack = ['TypeError: the secret', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

it('names the source file of each frame in the bundle', () => {
  const read: string[] = [];
  const error = errorWith(
    'one (/opt/otp-tui/dist/program/otp-tui.js:3:12)',
    '/opt/otp-tui/dist/program/otp-tui.js:5:1',
    'process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  );
  const told = describeDefect(error, (file) => {
    read.push(file);
    return BUNDLE;
  });
  expect(told).toEqual([
    'TypeError',
    'at one (src/one.ts, dist/program/otp-tui.js:3:12)',
    'at src/ui/two.ts, dist/program/otp-tui.js:5:1',
    'at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ]);
  expect(new Set(read)).toEqual(new Set(['/opt/otp-tui/dist/program/otp-tui.js']));
});

it('names the bundle if no source file stands above, or it cannot be read', () => {
  const error = errorWith('f (/a b/dist/program/blessed.js:1:20)');
  const unreadable = () => {
    throw new Error('EACCES');
  };
  for (const read of [() => 'minified', unreadable])
    expect(describeDefect(error, read)).toEqual(['TypeError', 'at f (dist/program/blessed.js:1:20)']);
});

it('never tells the message, nor what was thrown in place of an error', () => {
  expect(describeDefect(errorWith(), () => '').join()).not.toContain('secret');
  expect(describeDefect('the secret', () => '')).toEqual(['string']);
  expect(describeDefect(errorWith(...Array(20).fill('f (/x.js:1:1)')), () => '')).toHaveLength(9);
});
