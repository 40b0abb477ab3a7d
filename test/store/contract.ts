// What every store must do, whatever it is made of.

import { expect, it } from 'vitest';
import type { Ledger, Step } from '../../src/core/ledger.ts';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import type { Store } from '../../src/store/store.ts';
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
const WRONG = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';
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

export function storeContract({ open, place }: StoreUnderTest): void {
  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = open();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };

  it('starts from the empty ledger', () =>
    withStore(async (store) => {
      expect(await look(store, 'new')).toEqual(EMPTY_LEDGER);
    }));

  it('gives the outcome of the change', () =>
    withStore(async (store) => {
      const outcome = { kind: 'anything' };
      expect(await store.update('outcome', (ledger) => ({ ledger, outcome }))).toBe(outcome);
    }));

  it('shows each change the result of the last one, whoever made it', () =>
    withStore(async (store) => {
      const kept: Ledger = {
        challenges: [
          { service: 's', seal: { id: 'c', digest: 'd' }, expiresAt: 4, tries: 0, used: true },
          { service: 't', seal: { id: 'a', digest: 'b' }, expiresAt: 5, over: true, tries: 2, used: false },
        ],
        sends: [
          { sealId: 'a', at: 1 },
          { sealId: 'é\u0000"\'\\', at: -1.5 },
        ],
        failures: 3,
        cleared: 2,
        lockedUntil: 7,
        recovery: {
          codes: [
            { digest: 'e', used: true },
            { digest: 'f', used: false },
          ],
          wrongTries: [5, 6],
        },
        seenAt: 8,
      };
      await store.update('seen', () => ({ ledger: kept, outcome: undefined }));
      expect(await look(store, 'seen')).toEqual(kept);
      await withStore(async (other) => {
        expect(await look(other, 'seen')).toEqual(kept);
        await other.update('seen', increment);
      });
      expect((await look(store, 'seen')).failures).toBe(4);
    }));

  it('keeps keys apart', () =>
    withStore(async (store) => {
      const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`);
      for (const _ of FIVE) await Promise.all(keys.map((key) => store.update(key, increment)));
      const ledgers = await Promise.all(keys.map((key) => look(store, key)));
      expect(ledgers.map(({ failures }) => failures)).toEqual(keys.map(() => 5));
    }));

  it('keeps nothing of a change that throws, and throws its error', () =>
    withStore(async (store) => {
      const error = new Error('a defect');
      const failing = () => {
        throw error;
      };
      await expect(store.update('thrown', failing)).rejects.toBe(error);
      expect(await look(store, 'thrown')).toEqual(EMPTY_LEDGER);
      await store.update('thrown', increment);
      await expect(store.update('thrown', failing)).rejects.toBe(error);
      expect(await store.update('thrown', increment)).toBe(2);
    }));

  it('judges a change that throws by the ledger as it is, not as it was', () =>
    withStore(async (store) => {
      await withStore(async (other) => {
        await store.update('stale', increment);
        await other.update('stale', increment);
        const picky = ({ failures }: Ledger): Step<string> => {
          if (failures < 2) throw new Error('stale');
          return { ledger: { ...EMPTY_LEDGER, failures }, outcome: 'fresh' };
        };
        expect(await store.update('stale', picky)).toBe('fresh');
      });
    }));

  it('loses no update of many at once', () =>
    withStore(async (store) => {
      await Promise.all(Array.from({ length: 200 }, () => store.update('crowd', increment)));
      expect((await look(store, 'crowd')).failures).toBe(200);
    }));

  it('accepts exactly one of two right answers at once', () =>
    withStore((one) =>
      withStore(async (other) => {
        const { verifier, codes } = verifierWith(one);
        const { verifier: second } = verifierWith(other);
        for (const recipient of FIVE.map((index) => `+1415555267${index}`)) {
          await verifier.send(recipient);
          const code = codes.get(recipient) ?? '';
          const outcomes = await Promise.all([verifier.check(recipient, code), second.check(recipient, code)]);
          expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'used']);
        }
      }),
    ));

  it('accepts exactly one of two right recovery codes at once, and counts every wrong one', () =>
    withStore((one) =>
      withStore(async (other) => {
        const [first, second] = [verifierWith(one).verifier, verifierWith(other).verifier];
        const recipient = '+14155552680';
        const codes = await recoveryCodes(first, recipient);
        for (const [index, code] of codes.entries()) {
          const outcomes = await Promise.all([first.check(recipient, code), second.check(recipient, code)]);
          expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'used']);
          expect(outcomes).toContainEqual({ kind: 'accepted', by: 'recovery', recoveryLeft: 7 - index });
        }
        const wrong = await Promise.all(
          FIVE.flatMap(() => [first, second].map((gate) => gate.check(recipient, WRONG))),
        );
        const left = wrong.map((outcome) => (outcome.kind === 'incorrect' ? outcome.triesLeft : outcome.kind));
        expect(left.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 'throttled']);
      }),
    ));

  if (!place) return;

  it('keeps ledgers over close and open', async () => {
    await withStore((store) => store.update('kept', increment));
    expect(await withStore((store) => store.update('kept', increment))).toBe(2);
  });

  it('refuses what is asked of it after it was closed', async () => {
    const store = open();
    await store.update('closed', increment);
    await store.close();
    await expect(store.update('closed', increment)).rejects.toMatchObject({ name: 'StoreError' });
    await store.close();
  });

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
