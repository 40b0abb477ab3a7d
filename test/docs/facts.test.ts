// What the pages show of files, stores and answers is what the program writes, reads and says.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseUsers } from '../../src/config/users.ts';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import type { CheckOutcome, RecoveryOutcome, SendOutcome, Standing, UnlockOutcome } from '../../src/core/outcome.ts';
import { fileStore } from '../../src/store/file.ts';
import { readLedger, writeLedger } from '../../src/store/ledger-text.ts';
import { runWithoutTerminal, SETTINGS, temporaryFolder } from '../support/program.ts';
import { openSandbox } from '../support/sandbox.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { block, codesIn, ROOT, table, tables } from './pages.ts';

describe('docs/stores.md', () => {
  it('shows a ledger that is read, with every field', () => {
    const text = block('docs/stores.md', 'What is in a ledger', 'json');
    expect(readLedger(text, 'the page')).toMatchObject({ failures: 1, challenges: [{ tries: 1 }] });
    const names = ({ challenges, sends, recovery, ...ledger }: Record<string, unknown>) => Object.keys(ledger).sort();
    expect(names(JSON.parse(text))).toEqual(names(JSON.parse(writeLedger(EMPTY_LEDGER))));
  });

  it.skipIf(isMissing('sqlite3'))('has a query that sqlite3 answers, and the columns that are there', async () => {
    const folder = temporaryFolder(onTestFinished);
    const store = fileStore(join(folder, 'state.db'));
    await store.update('a key', () => ({ ledger: { ...EMPTY_LEDGER, failures: 3 }, outcome: undefined }));
    await store.close();
    const run = (script: string) => execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(run(block('docs/stores.md', 'The file', 'sh'))).toBe('a key|3|\n');
    const columns = run('sqlite3 state.db \'SELECT name FROM pragma_table_info("ledgers")\'').trim().split('\n');
    expect(table('docs/stores.md', 'The file').flatMap(([cell]) => codesIn(cell))).toEqual(columns);
  });
});

it('docs/doctor.md shows what the doctor answers', async () => {
  const shown = JSON.parse(block('docs/doctor.md', 'The doctor', 'jsonl'));
  const { origin } = await openSandbox(onTestFinished);
  const store = join(temporaryFolder(onTestFinished), 'state.db');
  const env = { ...SETTINGS, TWILIO_API_URL: origin, OTP_STORE: store };
  const { findings, ...answer } = JSON.parse((await runWithoutTerminal(['doctor', '--json'], env)).stdout);
  expect({ ...answer, findings: [] }).toEqual({ ...shown, findings: [] });
  expect(findings).toContainEqual(shown.findings[0]);
});

it('docs/settings.md shows a users file that is read', () => {
  const { phones, problems } = parseUsers(block('docs/settings.md', 'Users file', 'text'));
  expect([Object.fromEntries(phones), problems]).toEqual([{ alice: '+14155552671', bob: '+447911123456' }, []]);
});

describe('docs/scripts.md', () => {
  const [keys = [], outcomes = []] = tables('docs/scripts.md', 'The JSON', 2);

  it('explains every key of an answer, and no others', () => {
    type Names<T> = T extends unknown ? keyof T : never;
    type Outcome = SendOutcome | CheckOutcome | Standing | UnlockOutcome | RecoveryOutcome;
    const always = { status: true, outcome: true, message: true, phone: true, service: true };
    const sometimes = { problems: true, code: true, detail: true, help: true, said: true, amr: true, findings: true };
    const own: Record<Exclude<Names<Outcome>, 'kind' | 'problem'>, true> = {
      ...{ deliveryId: true, length: true, expiresAt: true, resendAt: true, sentAt: true, until: true, isNew: true },
      ...{ triesLeft: true, superseded: true, charged: true, channel: true, by: true, recoveryLeft: true },
      ...{ failures: true, newestCode: true, sendsLeft: true, locked: true, sends: true, wasLocked: true },
      ...{ recoveryTries: true, codes: true },
    };
    const explained = keys.flatMap(([cell]) => codesIn(cell));
    expect(explained.sort()).toEqual(Object.keys({ ...always, ...sometimes, ...own }).sort());
  });

  it('names every outcome of each verb', () => {
    // `invalid-phone` is of the library: a verb refuses such a number as misconfigured.
    const send: Record<Exclude<SendOutcome['kind'], 'invalid-phone'>, true> = {
      ...{ sent: true, unknown: true, refused: true, 'too-soon': true, 'too-many': true, locked: true },
      ...{ 'store-failed': true },
    };
    const check: Record<Exclude<CheckOutcome['kind'], 'invalid-phone'>, true> = {
      ...{ accepted: true, incorrect: true, used: true, invalid: true, expired: true, exhausted: true },
      ...{ unchecked: true, unsent: true, throttled: true, locked: true, 'store-failed': true },
    };
    const status: Record<Standing['kind'], true> = { standing: true };
    const unlock: Record<UnlockOutcome['kind'], true> = { unlocked: true };
    const recovery: Record<RecoveryOutcome['kind'], true> = { made: true, 'store-failed': true };
    const failed = { 'store-failed': true };
    expect(Object.fromEntries(outcomes.map(([verb, kinds]) => [codesIn(verb)[0] ?? verb, codesIn(kinds)]))).toEqual({
      send: Object.keys(send),
      check: Object.keys(check),
      status: Object.keys({ ...status, ...failed }),
      unlock: Object.keys({ ...unlock, ...failed }),
      recovery: Object.keys(recovery),
      doctor: ['sound', 'faulty'],
      any: ['misuse', 'misconfigured', 'defect'],
    });
  });
});

describe('docs/architecture.md', () => {
  const rows = table('docs/architecture.md', 'Code map').map(([path, decides = '']) => [
    codesIn(path)[0] ?? '',
    decides,
  ]);

  it('has every room and every file beside them', () => {
    const expected = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `src/${entry.name}/` : `src/${entry.name}`,
    );
    const parts = rows.map(([path = '']) => path).filter((path) => !/^src\/faces\/[a-z]+\/$/.test(path));
    expect([...parts, 'src/index.ts'].sort()).toEqual(expected.sort());
  });

  it.each(rows)('names under %s only files that are there', (path = '', decides) => {
    const names = codesIn(decides).filter((name) => /^[a-z][a-z-]*$/.test(name));
    const isThere = (name: string) =>
      [path, 'src/', `${path}${name}/`].some(
        (room) => existsSync(join(ROOT, room, `${name}.ts`)) || existsSync(join(ROOT, room, name)),
      );
    expect(names.filter((name) => path.endsWith('/') && !isThere(name))).toEqual([]);
  });
});
