// A real sshd asks for a code, by the four lines of PAM that the guide gives.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherThan } from '../support/program.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { LINES, makeUser, startSshd } from './machine.ts';

const undo: (() => void | Promise<void>)[] = [];
let user = '';
beforeAll(async () => {
  if (!isMissing('sshd')) user = await makeUser((cleanup) => undo.push(cleanup));
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

const PROMPT = 'Password:';
const HELLO = ['echo', 'let-in-as-$USER'];

describe.skipIf(isMissing('sshd'))('sshd', () => {
  it.concurrent('lets in with the right code', async ({ onTestFinished }) => {
    const { login, host, sandbox, audit } = await startSshd(user, onTestFinished);
    const terminal = login([host, ...HELLO]);
    await terminal.until(PROMPT);
    expect(terminal.text()).toContain('Code sent to +1 *** *** **71. It expires in 5 minutes.');
    expect(sandbox.newestCode()).toMatch(/^\d{6}$/);
    terminal.write(`${sandbox.newestCode()}\r`);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.text()).toContain(`let-in-as-${user}`);
    expect(audit().map(({ event, outcome, user }) => [event, outcome, user])).toEqual([
      ['send', 'sent', user],
      ['check', 'accepted', user],
    ]);
  });

  it.concurrent('lets nobody in with a wrong code, three times, and sends one text', async ({ onTestFinished }) => {
    const { login, host, sandbox, audit } = await startSshd(user, onTestFinished);
    const terminal = login([host, ...HELLO]);
    for (const times of [1, 2, 3]) {
      await terminal.until(() => terminal.text().split(PROMPT).length === times + 1);
      terminal.write(`${otherThan(sandbox.newestCode())}\r`);
    }
    expect(await terminal.ended()).toMatchObject({ exitCode: 255 });
    expect(terminal.text()).toContain('Incorrect OTP! 4 tries left.');
    expect(terminal.text()).toContain('The last code still counts.');
    expect(terminal.text()).not.toContain('let-in-as');
    expect(sandbox.codes).toHaveLength(1);
    expect(audit().filter(({ outcome }) => outcome === 'incorrect')).toHaveLength(3);
  });

  it.concurrent.for(LINES.map((line, index) => [index + 1, line] as const))(
    'lets nobody in without a code where line %i is lost',
    async ([_, lost], { onTestFinished }) => {
      const { login, host, writeService } = await startSshd(user, onTestFinished);
      writeService(LINES.filter((line) => line !== lost));
      const terminal = login(['-o', 'NumberOfPasswordPrompts=1', host, ...HELLO]);
      await terminal
        .until(() => terminal.text().includes(PROMPT) || terminal.text().includes('denied'))
        .catch(() => {});
      if (terminal.text().includes(PROMPT)) terminal.write('000000\r');
      expect(await terminal.ended()).toMatchObject({ exitCode: 255 });
      expect(terminal.text()).not.toContain('let-in-as');
    },
  );
});
