// The invariants of docs/architecture.md that are about what the code says, and not about who imports whom.

import { expect, it } from 'vitest';
import { codeOf, FILES, filesWith } from './support/source.ts';

it('a switch over a union ends in `satisfies never`, so that the compiler asks about each new member', () => {
  /** Those over text from outside, and that of `update`, whose last case is any key. */
  const open = [
    'conversation/update.ts',
    'delivery/progress.ts',
    'delivery/progress.ts',
    'faces/screen/key-sequences.ts',
  ];
  expect(filesWith(/^\s*default:\n(?!.*\bsatisfies never;)/gm).sort()).toEqual(open);
  expect(filesWith(/^\s*default:$/gm)).toEqual(filesWith(/\bswitch \(/g));
});

it('what is thrown is of a class that says what for, and no other error is inside it', () => {
  const thrown = FILES.flatMap((file) => [...codeOf(file).matchAll(/(?:\bthrow |\breject\()new (\w+)/g)]);
  expect(new Set(thrown.map(([, name]) => name))).toEqual(
    new Set(['AuditError', 'Error', 'GivenUp', 'NotRedisError', 'RangeError', 'StoreError', 'TransportError']),
  );
  // A defect, and a client of the sandbox that has gone.
  expect(filesWith(/(?:\bthrow |\breject\()new Error\b/g)).toEqual(['commands/cli.ts', 'sandbox/request.ts']);
  expect(filesWith(/\{ cause\b/g)).toEqual([]);
});

it('a code is drawn for codes/own-codes.ts alone', () => {
  expect(new Set(filesWith(/\bdrawCode\b/g).filter((file) => !file.startsWith('sandbox/')))).toEqual(
    new Set(['codes/own-codes.ts', 'core/code.ts']),
  );
});

it('recovery codes are drawn for ledgers.ts alone, and made for the verb that shows them and the suite for stores', () => {
  expect(new Set(filesWith(/\bdrawRecoveryCodes\b/g))).toEqual(new Set(['core/recovery-code.ts', 'ledgers.ts']));
  expect(new Set(filesWith(/\bmakeRecoveryCodes\b/g))).toEqual(
    new Set(['commands/compose.ts', 'commands/recovery.ts', 'ledgers.ts', 'otp-verifier.ts', 'store-contract.ts']),
  );
});

it('time and chance are arguments of whatever decides', () => {
  const decides = /^(?:core|codes|config|conversation)\/|^(?:ledgers|otp-verifier)\.ts$/;
  const found = filesWith(
    /\bDate\.now\b|\bnew Date\(\)|\bperformance\b|\bMath\.random\b|\brandom(?:Int|Bytes|UUID)\b|\bset(?:Timeout|Interval|Immediate)\b|'node:timers/g,
  );
  // The loop around `update`, and the defaults of the arguments by which codes and salts are drawn.
  expect(new Set(found.filter((file) => decides.test(file)))).toEqual(
    new Set(['conversation/run.ts', 'core/code.ts', 'core/recovery-code.ts']),
  );
});
