// The examples of docs/scripts.md, run as they stand there.

import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { block } from '../docs/pages.ts';
import { otherThan, PROGRAM, SETTINGS, temporaryFolder } from '../support/program.ts';
import { openSandbox } from '../support/sandbox.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const EXAMPLES = [
  { language: 'bash', code: block('docs/scripts.md', 'Shell', 'bash') },
  { language: 'python', code: block('docs/scripts.md', 'Python', 'python') },
  { language: 'go', code: block('docs/scripts.md', 'Go', 'go') },
];

const RUNNERS: Readonly<Record<string, { readonly file: string; readonly command: readonly string[] }>> = {
  bash: { file: 'example.sh', command: ['/bin/bash'] },
  python: { file: 'example.py', command: ['python3'] },
  go: { file: 'example.go', command: ['go', 'run'] },
};

const compiled = temporaryFolder(afterAll);

describe.each(EXAMPLES)('the example in $language', ({ language, code }) => {
  const { file, command } = RUNNERS[language] as (typeof RUNNERS)[string];

  it.skipIf(isMissing('go') && language === 'go').each([
    ['goes on after a correct code, also after a wrong one', 'right', 0, /Deploying\.|Verified by .*otp.*sms/],
    ['goes no further after three wrong ones', 'wrong', 1, /Incorrect OTP! 2 tries left\./],
    ['goes no further without any', 'none', 1, /^(?!.*(Deploying|Verified))/s],
  ])(
    '%s',
    async (_, entries, status, words) => {
      const closing: (() => unknown)[] = [];
      try {
        const folder = temporaryFolder((close) => closing.push(close));
        const { origin, codes, newestCode } = await openSandbox((close) => closing.push(close));
        const bin = join(folder, 'bin');
        mkdirSync(bin);
        symlinkSync(PROGRAM, join(bin, 'otp-tui'));
        writeFileSync(join(folder, file), code);
        const child = spawn(command[0] ?? '', [...command.slice(1), join(folder, file)], {
          cwd: folder,
          env: {
            ...{ ...SETTINGS, HOME: folder, TWILIO_API_URL: origin, OTP_STORE: join(folder, 'state.db') },
            PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
            // What was compiled once is not compiled again.
            GOCACHE: compiled,
          },
          detached: true,
        });
        const ended = new Promise((resolve) => child.on('close', resolve));
        const output = text(child.stdout);
        const errors = text(child.stderr);
        await expect.poll(() => codes.length, { timeout: 120_000 }).toBe(1);
        const wrong = otherThan(newestCode());
        child.stdin
          .on('error', () => {})
          .end({ right: `${wrong}\n${newestCode()}\n`, wrong: `${wrong}\n`.repeat(3), none: '' }[entries]);
        expect([await ended, await output]).toEqual([status, expect.stringMatching(words)]);
        expect(await errors).not.toContain(newestCode());
      } finally {
        for (const close of closing) await close();
      }
    },
    180_000,
  );
});
