import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/core/channel.ts';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import { readLedger, writeLedger } from '../../src/store/ledger-text.ts';
import { StoreError } from '../../src/store/store.ts';
import { expectPlain } from './refusal.ts';

const challenge = {
  service: 'a service',
  seal: { id: 'an id', digest: 'a digest' },
  expiresAt: 1_767_225_900_000,
  tries: 2,
  used: false,
};
const send = { sealId: 'an id', at: 1_767_225_600_000 };
const recoveryCode = { digest: 'a digest', used: true };
const recovery = { codes: [recoveryCode, { ...recoveryCode, used: false }], wrongTries: [1_767_225_600_000] };
const LEDGER: Ledger = {
  ...EMPTY_LEDGER,
  challenges: [challenge, { ...challenge, over: true, channel: 'call' }],
  sends: [send],
  recovery,
};
/** The same, but without the recovery codes and channels that versions 0 and 1 did not have. */
const LEDGER_1 = { ...without(LEDGER, 'recovery'), challenges: [challenge, { ...challenge, over: true }] };
const NO_RECOVERY = { codes: [], wrongTries: [] };

const DAMAGED = 'a store: one entry is damaged or was written by a newer otp-tui; update otp-tui, or restore a backup';

/** The ledger in a text, or the words with which it is refused. */
function readText(text: string, olderVersions?: Parameters<typeof readLedger>[2]): Ledger | string {
  try {
    return readLedger(text, 'a store', olderVersions);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    expectPlain(error.problem);
    return error.problem.detail;
  }
}

const read = (value: unknown) => readText(JSON.stringify(value));

function without(whole: object, name: string): object {
  return Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
}

const text = fc.string({ unit: 'binary' });
// JSON has no -0.
const time = fc.double({ noNaN: true, min: -8.64e15, max: 8.64e15 }).map((ms) => ms + 0);
const count = fc.maxSafeNat();
const CHALLENGE_1 = {
  service: text,
  seal: fc.record({ id: text, digest: text }),
  expiresAt: time,
  over: fc.boolean(),
  tries: count,
  used: fc.boolean(),
};
const REQUIRED = ['service', 'seal', 'expiresAt', 'tries', 'used'] as const;
const anyChallenge1 = fc.record(CHALLENGE_1, { requiredKeys: [...REQUIRED] });
const anyChallenge = fc.record(
  { ...CHALLENGE_1, channel: fc.constantFrom(...CHANNELS) },
  { requiredKeys: [...REQUIRED] },
);
const anyLedger1 = fc.record({
  challenges: fc.array(anyChallenge1),
  sends: fc.array(fc.record({ sealId: text, at: time })),
  failures: count,
  cleared: count,
  lockedUntil: time,
  seenAt: time,
});
const anyLedger: fc.Arbitrary<Ledger> = fc
  .tuple(
    anyLedger1,
    fc.array(anyChallenge),
    fc.record({
      codes: fc.array(fc.record({ digest: text, used: fc.boolean() })),
      wrongTries: fc.array(time),
    }),
  )
  .map(([ledger, challenges, recovery]) => ({ ...ledger, challenges, recovery }));

/** What each older version stored, by its number, and the ledger that it is today. */
const OLDER: readonly fc.Arbitrary<{ readonly stored: object; readonly ledger: Ledger }>[] = [
  ...Array<(typeof OLDER)[number]>(2).fill(
    anyLedger1.map((stored) => ({ stored, ledger: { ...stored, recovery: NO_RECOVERY } })),
  ),
];
const VERSION = OLDER.length;

describe('a ledger as text', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        expect(readText(writeLedger(ledger))).toEqual(ledger);
      }),
    );
    expect(readText(writeLedger(EMPTY_LEDGER))).toEqual(EMPTY_LEDGER);
  });

  it('says its version, which the rules never see', () => {
    expect(JSON.parse(writeLedger(LEDGER))).toEqual({ version: VERSION, ...LEDGER });
    expect(readText(writeLedger(LEDGER))).not.toHaveProperty('version');
  });

  it.each(OLDER.map((_, version) => version))('of version %i becomes a ledger of today', (version) => {
    fc.assert(
      fc.property(OLDER[version] ?? fc.constant(undefined as never), ({ stored, ledger }) => {
        const upgraded = readText(JSON.stringify(version === 0 ? stored : { version, ...stored }));
        expect(upgraded).toEqual(ledger);
        expect(readText(writeLedger(upgraded as Ledger))).toEqual(ledger);
      }),
    );
  });

  it('goes through every step from its own version on, and is checked by the fields of that', () => {
    const has =
      (...names: string[]) =>
      (value: unknown) =>
        Object.keys(value as object).join() === names.join();
    const versions = [
      { isValid: has('wrong'), upgrade: ({ wrong }: { wrong: number }) => ({ tries: 10 * wrong }) },
      { isValid: has('tries'), upgrade: ({ tries }: { tries: number }) => ({ ...EMPTY_LEDGER, failures: tries + 1 }) },
    ];
    const readAs = (value: object) => readText(JSON.stringify(value), versions);
    expect(readAs({ wrong: 3 })).toEqual({ ...EMPTY_LEDGER, failures: 31 });
    expect(readAs({ version: 1, tries: 3 })).toEqual({ ...EMPTY_LEDGER, failures: 4 });
    expect(readAs({ version: 2, ...LEDGER })).toEqual(LEDGER);
    for (const damaged of [{ tries: 3 }, { version: 1, wrong: 3 }, { version: 2, tries: 3 }, LEDGER]) {
      expect(readAs(damaged)).toBe(DAMAGED);
    }
    expect(readAs({ version: 3, ...LEDGER })).toMatch(/version 3; /);
  });

  it.each([VERSION + 1, VERSION + 2, Number.MAX_SAFE_INTEGER])(
    'of version %i is refused as newer, whatever it holds',
    (version) => {
      for (const fields of [LEDGER, { ...LEDGER, new: 1 }, {}]) {
        expect(read({ version, ...fields })).toBe(
          `a store: one entry was written by a newer otp-tui (version ${version}; this one knows up to ${VERSION}); update otp-tui`,
        );
      }
    },
  );

  it.each([0, -1, 0.5, 1.5, '1', null, true, [1], {}])('is refused if its version is %j', (version) => {
    expect(read({ version, ...LEDGER })).toBe(DAMAGED);
  });

  it('is refused if its version is no number that JSON can hold', () => {
    expect(readText(writeLedger(LEDGER).replace(`"version":${VERSION}`, '"version":1e999'))).toBe(DAMAGED);
  });
});

describe.each<[string, object, object, object]>([
  ['without a version', {}, LEDGER_1, { recovery: NO_RECOVERY }],
  ['of version 1', { version: 1 }, LEDGER_1, { recovery: NO_RECOVERY }],
  ['of today', { version: VERSION }, LEDGER, {}],
])('a ledger as text, %s,', (_, version, ledger, added) => {
  const readPart = (value: unknown) => read({ ...version, ...(value as object) });
  const withCode = (code: object) => ({ ...ledger, challenges: [code] });
  const withSend = (one: object) => ({ ...ledger, sends: [one] });
  const withRecovery = (recovery: object) => ({ ...ledger, recovery });
  const today = Object.keys(added).length === 0;

  it('may leave out whether a code is over, as it does until a clock was turned back', () => {
    expect(readPart(withCode(challenge))).toEqual({ ...withCode(challenge), ...added });
    for (const over of [true, false]) {
      expect(readPart(withCode({ ...challenge, over }))).toEqual({ ...withCode({ ...challenge, over }), ...added });
    }
  });

  if (today) {
    it('may say how a code was sent, by a channel that there is', () => {
      const sent = withCode({ ...challenge, channel: 'whatsapp' });
      expect(readPart(sent)).toEqual(sent);
      expect(readPart(withCode({ ...challenge, channel: 'pigeon' }))).toBe(DAMAGED);
    });
  } else {
    it('cannot say how a code was sent', () => {
      expect(readPart(withCode({ ...challenge, channel: 'sms' }))).toBe(DAMAGED);
    });
  }

  it.each<[string, object, (part: object) => unknown]>([
    ['the ledger', ledger, (part) => part],
    ['a code', challenge, withCode],
    ['a seal', challenge.seal, (seal) => withCode({ ...challenge, seal })],
    ['a send', send, withSend],
    ...(today
      ? ([
          ['the recovery', recovery, withRecovery],
          ['a recovery code', recoveryCode, (code) => withRecovery({ ...recovery, codes: [code] })],
        ] satisfies [string, object, (part: object) => unknown][])
      : []),
  ])('is refused if a field of %s is missing, is of another kind, or is not known', (_, part, place) => {
    for (const name of Object.keys(part)) {
      expect([name, readPart(place(without(part, name)))]).toEqual([name, DAMAGED]);
      for (const value of [null, {}, -1, ['a'], name === 'tries' ? 'a' : 0.5, Number.NaN, 1e16]) {
        // Any number that a Date can hold is a time.
        const isTime =
          ['expiresAt', 'at', 'lockedUntil', 'seenAt'].includes(name) &&
          typeof value === 'number' &&
          Math.abs(value) <= 8.64e15;
        expect([name, value, readPart(place({ ...part, [name]: value })) !== DAMAGED]).toEqual([name, value, isTime]);
      }
    }
    for (const name of ['new', 'toString', '__proto__']) {
      const value = { ...version, ...(place({ ...part, mark: 1 }) as object) };
      expect([name, readText(JSON.stringify(value).replace('"mark"', JSON.stringify(name)))]).toEqual([name, DAMAGED]);
    }
    expect(readPart(place(part))).toEqual({ ...(place(part) as object), ...added });
  });

  it.each([0, 'yes', null])('is refused if a code is over: %j', (over) => {
    expect(readPart(withCode({ ...challenge, over }))).toBe(DAMAGED);
  });

  it.each([null, 'now', {}, 1e16, [1]])('is refused if a wrong recovery code was entered at %j', (at) => {
    expect(readPart(withRecovery({ ...recovery, wrongTries: [at] }))).toBe(DAMAGED);
  });
});

describe('what is no ledger', () => {
  it.each(['', '{', 'null', '[]', '1', '"{}"', '{}', '{"version":1}'])('is refused if it is %j', (text) => {
    expect(readText(text)).toBe(DAMAGED);
  });

  it('is refused, whatever it is', () => {
    const anyVersion = fc.oneof(fc.integer(), fc.json()).map((version) => `{"version":${version}}`);
    fc.assert(
      fc.property(fc.oneof(fc.json(), text, anyVersion), (anything) => {
        expect(typeof readText(anything)).toBe('string');
      }),
    );
  });
});
