// What someone who can write to the store, without the secret, can do to the codes in it: edits a state file row by row.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Challenge } from '../../src/core/challenge.ts';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { fileStore } from '../../src/store/file.ts';
import type { Store } from '../../src/store/store.ts';

const ALICE = '+14155552671';
const BOB = '+14155552672';
const MINUTE = 60_000;
const LIFE = 5 * MINUTE;

let now: number;
let directory: string;
let path: string;
let store: Store;
beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  directory = mkdtempSync(join(tmpdir(), 'otp-tui-tampering-'));
  path = join(directory, 'state.db');
  store = fileStore(path);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A gate on the file, and the codes that it has sent. */
function gate(service?: string) {
  const codes: string[] = [];
  const verifier = new OtpVerifier({
    store,
    service,
    secret: 'a secret that is not in the file',
    policy: { resendAfter: 0, length: 10 },
    clock: () => now,
    sender: {
      async send({ code }) {
        codes.push(code);
        return { kind: 'accepted' };
      },
    },
  });
  return {
    async send(recipient = ALICE): Promise<string> {
      expect(await verifier.send(recipient)).toMatchObject({ kind: 'sent' });
      return codes.at(-1) ?? '';
    },
    async recoveryCode(recipient = ALICE): Promise<string> {
      const made = await verifier.makeRecoveryCodes(recipient);
      return (made.kind === 'made' && made.codes[0]) || '';
    },
    check: async (code: string, recipient = ALICE) => (await verifier.check(recipient, code)).kind,
  };
}

function sqlite(sql: string): string {
  return execFileSync('sqlite3', ['-json', path, sql], { encoding: 'utf8' });
}

/** The ledgers in the file, by their keys. */
function read(): Map<string, Ledger> {
  const rows: { key: string; ledger: string }[] = JSON.parse(sqlite('SELECT key, ledger FROM ledgers'));
  return new Map(rows.map(({ key, ledger }) => [key, JSON.parse(ledger)]));
}

/** Every code in the file, oldest first within its ledger. */
function readCodes(): Challenge[] {
  return [...read().values()].flatMap(({ challenges }) => challenges);
}

/** Changes the codes in every ledger of the file. */
function rewrite(change: (codes: readonly Challenge[]) => readonly Challenge[]): void {
  for (const [key, ledger] of read()) {
    const text = JSON.stringify({ ...ledger, challenges: change(ledger.challenges) });
    sqlite(`UPDATE ledgers SET ledger = '${text}' WHERE key = '${key}'`);
  }
}

describe('a code that has expired opens nothing', () => {
  it('in the row of the code that was sent after it', async () => {
    const { send, check } = gate();
    const old = await send();
    const [stolen] = readCodes();
    now += LIFE;
    const next = await send();
    rewrite((codes) => codes.map((code) => ({ ...code, seal: stolen?.seal ?? code.seal })));
    expect(await check(old)).toBe('incorrect');
    // And that has destroyed the code that was there.
    expect(await check(next)).toBe('incorrect');
  });

  it('if its row says that it lives longer', async () => {
    const { send, check } = gate();
    const old = await send();
    now += LIFE;
    expect(await check(old)).toBe('expired');
    rewrite((codes) => codes.map((code) => ({ ...code, expiresAt: now + LIFE })));
    expect(await check(old)).toBe('incorrect');
  });

  it('if it was used, and its row says that it was not and that it lives longer', async () => {
    const { send, check } = gate();
    const old = await send();
    expect(await check(old)).toBe('accepted');
    now += LIFE;
    rewrite((codes) => codes.map((code) => ({ ...code, used: false, expiresAt: now + LIFE })));
    expect(await check(old)).toBe('incorrect');
  });

  it('if the whole row is put back as it was while it lived', async () => {
    const { send, check } = gate();
    const old = await send();
    const stolen = readCodes();
    expect(await check(old)).toBe('accepted');
    now += LIFE;
    rewrite(() => stolen);
    expect(await check(old)).toBe('expired');
  });
});

describe('a code that is moved while it lives opens nothing', () => {
  it('for another recipient', async () => {
    const { send, check } = gate();
    const alices = await send(ALICE);
    const [stolen] = readCodes();
    await send(BOB);
    rewrite((codes) => codes.map((code) => ({ ...code, seal: stolen?.seal ?? code.seal })));
    expect(await check(alices, BOB)).toBe('incorrect');
    expect(await check(alices, ALICE)).toBe('accepted');
  });

  it('for another service of the same recipient', async () => {
    const [harmless, prod] = [gate('harmless'), gate('prod')];
    const code = await harmless.send();
    await prod.send();
    const [stolen, target] = readCodes();
    const service = target?.service ?? '';
    rewrite((codes) => [...codes, { ...codes[0], ...stolen, service } as Challenge]);
    expect(await prod.check(code)).toBe('incorrect');
    expect(await harmless.check(code)).toBe('accepted');
  });

  it('with a longer life', async () => {
    const { send, check } = gate();
    const code = await send();
    rewrite((codes) => codes.map((each) => ({ ...each, expiresAt: each.expiresAt + 1 })));
    expect(await check(code)).toBe('incorrect');
  });
});

it('a recovery code that is moved to another recipient opens nothing', async () => {
  const { recoveryCode, check } = gate();
  const alices = await recoveryCode(ALICE);
  const [[key = '', { recovery }] = ['', EMPTY_LEDGER]] = read();
  const bobs = await recoveryCode(BOB);
  sqlite(
    `UPDATE ledgers SET ledger = json_set(ledger, '$.recovery', json('${JSON.stringify(recovery)}')) WHERE key != '${key}'`,
  );
  expect(await check(alices, BOB)).toBe('incorrect');
  expect(await check(bobs, BOB)).toBe('incorrect');
  expect(await check(alices, ALICE)).toBe('accepted');
});

// Not by a digest: what was true once is true of the same code again. See docs/stores.md.
describe('what cannot be prevented', () => {
  it('is that a used code counts once more, if it is put back as unused within its life', async () => {
    const { send, check } = gate();
    const code = await send();
    expect(await check(code)).toBe('accepted');
    now += LIFE - 1;
    rewrite((codes) => codes.map((each) => ({ ...each, used: false })));
    expect(await check(code)).toBe('accepted');
    now += 1;
    rewrite((codes) => codes.map((each) => ({ ...each, used: false })));
    expect(await check(code)).toBe('expired');
  });

  it('is that wrong tries are forgotten, where they are put back to none', async () => {
    const { send, check } = gate();
    const code = await send();
    for (let tries = 0; tries < 5; tries++) await check('0'.repeat(10));
    expect(await check(code)).toBe('exhausted');
    rewrite((codes) => codes.map((each) => ({ ...each, tries: 0 })));
    expect(await check(code)).toBe('accepted');
  });
});
