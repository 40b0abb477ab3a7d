// What every store must do, whatever it is made of: cases for any test runner.

import assert from 'node:assert/strict';
import { EMPTY_LEDGER, type Ledger, type Step } from './core/ledger.ts';
import { keepingSender } from './delivery/keeping.ts';
import { OtpVerifier } from './otp-verifier.ts';
import { type Store, StoreError } from './store/store.ts';

export interface StoreContractOptions {
  /** Opens the store once more. All that were opened share their contents, as two processes would. */
  open(): Store | Promise<Store>;
  /** Whether what it keeps outlives `close()`; true if left out. Only a store in memory does not have to. */
  readonly outlives?: boolean;
}

export interface StoreCase {
  /** What must be so. */
  readonly name: string;
  /** Rejects if it is not. The cases use keys of their own, so one empty store serves them all, in any order. */
  run(): Promise<void>;
}

type WithStore = <T>(work: (store: Store) => Promise<T>) => Promise<T>;

const FIVE = [0, 1, 2, 3, 4];
const WRONG = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';

/** With every field that a ledger can have, and texts and numbers that are easily mangled. */
const FULL: Ledger = {
  challenges: [
    { service: 's', seal: { id: 'c', digest: 'd' }, expiresAt: 4, tries: 0, used: true },
    { service: 't', channel: 'call', seal: { id: 'a', digest: 'b' }, expiresAt: 5, over: true, tries: 2, used: false },
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

/**
 * The cases that a store must pass.
 *
 * @example
 * import { describe, it } from 'node:test';
 * import { storeContract } from 'otp-tui/store-contract';
 *
 * describe('my store', () => {
 *   for (const { name, run } of storeContract({ open: () => myStore('test.db') })) it(name, run);
 * });
 */
export function storeContract({ open, outlives = true }: StoreContractOptions): readonly StoreCase[] {
  const withStore: WithStore = async (work) => {
    const store = await open();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const cases = { ...UPDATES, ...VERIFICATIONS, ...(outlives ? LASTING : {}) };
  return Object.entries(cases).map(([name, run]) => ({ name, run: () => run(withStore) }));
}

type Cases = Readonly<Record<string, (withStore: WithStore) => Promise<void>>>;

const UPDATES: Cases = {
  'starts from the empty ledger': (withStore) =>
    withStore(async (store) => assert.deepEqual(await look(store, 'new'), EMPTY_LEDGER)),

  'gives the outcome of the change': (withStore) =>
    withStore(async (store) => {
      const outcome = { kind: 'anything' };
      assert.equal(await store.update('outcome', (ledger) => ({ ledger, outcome })), outcome);
    }),

  'shows each change the result of the last one, whoever made it': (withStore) =>
    withStore(async (store) => {
      await store.update('seen', () => ({ ledger: FULL, outcome: undefined }));
      assert.deepEqual(await look(store, 'seen'), FULL);
      await withStore(async (other) => {
        assert.deepEqual(await look(other, 'seen'), FULL);
        await other.update('seen', increment);
      });
      assert.equal((await look(store, 'seen')).failures, 4);
    }),

  'keeps keys apart': (withStore) =>
    withStore(async (store) => {
      const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`);
      for (const _ of FIVE) await Promise.all(keys.map((key) => store.update(key, increment)));
      const ledgers = await Promise.all(keys.map((key) => look(store, key)));
      assert.deepEqual(
        ledgers.map(({ failures }) => failures),
        keys.map(() => 5),
      );
    }),

  'keeps nothing of a change that throws, and throws its error': (withStore) =>
    withStore(async (store) => {
      const error = new Error('a defect');
      const failing = () => {
        throw error;
      };
      const fails = () => assert.rejects(store.update('thrown', failing), (thrown) => thrown === error);
      await fails();
      assert.deepEqual(await look(store, 'thrown'), EMPTY_LEDGER);
      await store.update('thrown', increment);
      await fails();
      assert.equal(await store.update('thrown', increment), 2);
    }),

  'judges a change that throws by the ledger as it is, not as it was': (withStore) =>
    withStore(async (store) => {
      await withStore(async (other) => {
        await store.update('stale', increment);
        await other.update('stale', increment);
        const picky = ({ failures }: Ledger): Step<string> => {
          if (failures < 2) throw new RangeError('stale');
          return { ledger: { ...EMPTY_LEDGER, failures }, outcome: 'fresh' };
        };
        assert.equal(await store.update('stale', picky), 'fresh');
      });
    }),

  'loses no update of many at once': (withStore) =>
    withStore((store) =>
      withStore(async (other) => {
        const updates = Array.from({ length: 100 }, () => [store, other].map((one) => one.update('crowd', increment)));
        await Promise.all(updates.flat());
        assert.equal((await look(store, 'crowd')).failures, 200);
      }),
    ),
};

const VERIFICATIONS: Cases = {
  'accepts exactly one of two right answers at once': (withStore) =>
    withTwo(withStore, async (first, second, codeTo) => {
      for (const recipient of FIVE.map((index) => `+1415555267${index}`)) {
        await first.send(recipient);
        const outcomes = await Promise.all([first, second].map((one) => one.check(recipient, codeTo(recipient))));
        assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['accepted', 'used']);
      }
    }),

  'accepts exactly one of two right recovery codes at once, and counts every wrong one': (withStore) =>
    withTwo(withStore, async (first, second) => {
      const recipient = '+14155552680';
      const made = await first.makeRecoveryCodes(recipient);
      assert.equal(made.kind, 'made');
      for (const [index, code] of (made.kind === 'made' ? made.codes : []).entries()) {
        const outcomes = await Promise.all([first, second].map((one) => one.check(recipient, code)));
        assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['accepted', 'used']);
        const accepted = outcomes.find(({ kind }) => kind === 'accepted');
        assert.deepEqual(accepted, { kind: 'accepted', by: 'recovery', recoveryLeft: 7 - index });
      }
      const wrong = await Promise.all(FIVE.flatMap(() => [first, second].map((one) => one.check(recipient, WRONG))));
      const left = wrong.map((outcome) => (outcome.kind === 'incorrect' ? outcome.triesLeft : outcome.kind));
      assert.deepEqual(left.sort(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 'throttled']);
    }),
};

const LASTING: Cases = {
  'keeps ledgers over close and open': async (withStore) => {
    await withStore((store) => store.update('kept', increment));
    assert.equal(await withStore((store) => store.update('kept', increment)), 2);
  },

  'refuses what is asked of it after it was closed, and can be closed twice': async (withStore) => {
    const closed = await withStore(async (store) => {
      await store.update('closed', increment);
      return store;
    });
    await assert.rejects(
      closed.update('closed', increment),
      (error) => error instanceof StoreError,
      'it must throw a StoreError',
    );
    await closed.close();
  },
};

/** Two verifiers, each with its own opening of the store. */
function withTwo(
  withStore: WithStore,
  work: (first: OtpVerifier, second: OtpVerifier, codeTo: (phone: string) => string) => Promise<void>,
): Promise<void> {
  const sender = keepingSender();
  const verifier = (store: Store) => new OtpVerifier({ store, sender, secret: 'a secret of the tests' });
  return withStore((one) =>
    withStore((other) => work(verifier(one), verifier(other), (phone) => sender.codeTo(phone) ?? '')),
  );
}

function increment(ledger: Ledger): Step<number> {
  return { ledger: { ...ledger, failures: ledger.failures + 1 }, outcome: ledger.failures + 1 };
}

/** The ledger that a store keeps under a key. */
function look(store: Store, key: string): Promise<Ledger> {
  return store.update(key, (ledger) => ({ ledger, outcome: ledger }));
}
