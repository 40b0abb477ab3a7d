// What every store must do, whatever it is made of: the suite that is exported, and more with processes of our own.

import { expect, it } from 'vitest';
import type { Ledger, Step } from '../../src/core/ledger.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import type { Store } from '../../src/store/store.ts';
import { storeContract } from '../../src/store-contract.ts';
import { rounds } from '../support/rounds.ts';
import { runWorkers } from '../support/store-workers.ts';

export interface StoreUnderTest {
  /** Opens the store once more. Everyone who opened it shares its contents. */
  open(): Store;
  /** Where other processes find it, if they can. */
  readonly place?: () => string;
}

const SECRET = 'a secret of the tests';
const FIVE = [0, 1, 2, 3, 4];
/** For stores that a crowd waits at, on a busy machine; in ms. */
export const PATIENT = { patience: 60_000 };

export function increment(ledger: Ledger): Step<number> {
  return { ledger: { ...ledger, failures: ledger.failures + 1 }, outcome: ledger.failures + 1 };
}

/** The ledger that a store keeps under a key. */
export function look(store: Store, key: string): Promise<Ledger> {
  return store.update(key, (ledger) => ({ ledger, outcome: ledger }));
}

/** A verifier and the codes it sent, by recipient. */
export function verifierWith(store: Store): { readonly verifier: OtpVerifier; readonly codes: Map<string, string> } {
  const codes = new Map<string, string>();
  const verifier = new OtpVerifier({
    store,
    secret: SECRET,
    sender: {
      async send({ to, body }) {
        codes.set(to, body.slice(0, 5));
        return { kind: 'accepted' };
      },
    },
  });
  return { verifier, codes };
}

async function recoveryCodes(verifier: OtpVerifier, recipient: string): Promise<readonly string[]> {
  const made = await verifier.makeRecoveryCodes(recipient);
  return made.kind === 'made' ? made.codes : [];
}

export function testStore({ open, place }: StoreUnderTest): void {
  for (const { name, run } of storeContract({ open, outlives: place !== undefined })) it(name, run);

  if (!place) return;

  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = open();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };

  const UPDATES = rounds(100, 2_000);
  it(`counts 4 processes × ${UPDATES} updates of one key`, async () => {
    await runWorkers(
      place(),
      FIVE.slice(1).map(() => ['count', 'hammer', `${UPDATES}`]),
    );
    expect(await withStore(async (store) => (await look(store, 'hammer')).failures)).toBe(4 * UPDATES);
  });

  const CODES = rounds(20, 100);
  it(`accepts each of ${CODES} codes once if 4 processes answer at once`, () =>
    withStore(async (store) => {
      const { verifier, codes } = verifierWith(store);
      for (let index = 0; index < CODES; index++) await verifier.send(`+14155553${String(index).padStart(3, '0')}`);
      const answers = JSON.stringify([...codes]);
      const workers = await runWorkers(
        place(),
        FIVE.slice(1).map(() => ['check', answers]),
      );
      expect(workers.flatMap(({ said }) => said).sort()).toEqual([...codes.keys()]);
    }));

  it('accepts each of eight recovery codes once if 4 processes enter them at once', () =>
    withStore(async (store) => {
      const { verifier } = verifierWith(store);
      const recipient = '+14155552681';
      const codes = await recoveryCodes(verifier, recipient);
      const answers = JSON.stringify(codes.map((code) => [recipient, code]));
      const workers = await runWorkers(
        place(),
        FIVE.slice(1).map(() => ['check', answers]),
      );
      expect(workers.flatMap(({ said }) => said)).toEqual(Array(8).fill(recipient));
      expect(await verifier.recoveryLeft(recipient)).toEqual({ kind: 'left', count: 0 });
    }));
}
