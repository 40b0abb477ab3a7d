// The users file: what its lines may look like, and what is said about those that may not.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configureGate, configureLedgers } from '../../src/config/configuration.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { parseUsers } from '../../src/config/users.ts';
import { parsePhoneNumber } from '../../src/core/phone.ts';

const ALICE = '+14155552671';
const BOB = '+447911123456';
const MUST = `must be ${SETTINGS.to.accepts}`;

describe('a users file', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a line for each person', `alice ${ALICE}\nbob ${BOB}\n`, { alice: ALICE, bob: BOB }],
    ['phones as people write them', 'alice +1 (415) 555-2671\nbob +44\t7911 123456', { alice: ALICE, bob: BOB }],
    ['tabs and spaces', ` \talice\t \t${ALICE} \t\n`, { alice: ALICE }],
    ['line ends of Windows', `alice ${ALICE}\r\n\r\nbob ${BOB}\r\n`, { alice: ALICE, bob: BOB }],
    ['a byte order mark', `\ufeffalice ${ALICE}\n`, { alice: ALICE }],
    ['comments and blank lines', `# all\n\n  # of us\nalice ${ALICE} # on call\n#bob ${BOB}\n`, { alice: ALICE }],
    ['two names for one phone', `alice ${ALICE}\nroot ${ALICE}\n`, { alice: ALICE, root: ALICE }],
    ['names that differ in case alone', `bob ${ALICE}\nBob ${BOB}\n`, { bob: ALICE, Bob: BOB }],
    ['a # inside a name', `a#b ${ALICE}\n`, { 'a#b': ALICE }],
    ['names from a directory', `DOMAIN\\jürgen@example.com ${ALICE}\n`, { 'DOMAIN\\jürgen@example.com': ALICE }],
    ['the longest name', `${'é'.repeat(128)} ${ALICE}\n`, { ['é'.repeat(128)]: ALICE }],
    [
      'a name that every object has',
      `__proto__ ${ALICE}\nconstructor ${BOB}\n`,
      { ['__proto__']: ALICE, constructor: BOB },
    ],
    ['nothing', '', {}],
  ])('with %s', (_, text, phones) => {
    expect(parseUsers(text)).toEqual({ phones: new Map(Object.entries(phones)), problems: [] });
  });

  it.each<[string, string, string[]]>([
    ['a bad phone', 'alice 5552671', [`line 1: the phone of "alice" ${MUST}`]],
    ['a line without a phone', `\nalice`, ['line 2: "alice" has no phone; write: name phone']],
    ['a phone without a name', ALICE, [`line 1: "${ALICE}" has no phone; write: name phone`]],
    ['a phone in a comment', `alice # ${ALICE}`, ['line 1: "alice" has no phone; write: name phone']],
    ['two phones in a line', `alice ${ALICE} ${BOB}`, [`line 1: the phone of "alice" ${MUST}`]],
    [
      'a name twice',
      `alice ${ALICE}\nbob ${BOB}\nalice ${BOB}`,
      ['line 3: "alice" is already in line 1; delete one of them'],
    ],
    [
      'a name three times',
      `alice ${ALICE}\nalice ${ALICE}\nalice x`,
      [
        'line 2: "alice" is already in line 1; delete one of them',
        'line 3: "alice" is already in line 1; delete one of them',
        `line 3: the phone of "alice" ${MUST}`,
      ],
    ],
    [
      'a name after its own bad line',
      `alice\nalice ${ALICE}`,
      ['line 1: "alice" has no phone; write: name phone', 'line 2: "alice" is already in line 1; delete one of them'],
    ],
    ['a name that is too long', `${'é'.repeat(128)}x ${ALICE}`, ['line 1: the name is longer than 256 bytes']],
    ...['\0', '\x1b', '\x07', '\x7f', '\u0085', '\u200b', '\u202e', '\u2028', '\ufeff', '\v'].map(
      (character): [string, string, string[]] => [
        `the character ${JSON.stringify(character)}`,
        `alice ${ALICE}\nbob${character} ${BOB}`,
        ['line 2: it contains a control character or an invisible one; delete it'],
      ],
    ),
    [
      'line ends of an old Mac',
      `alice ${ALICE}\rbob ${BOB}`,
      ['line 1: it contains a control character or an invisible one; delete it'],
    ],
  ])('is refused for %s', (_, text, problems) => {
    expect(parseUsers(text).problems).toEqual(problems);
  });

  it('gives every name its phone, or names the line of each that has none', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_#.@-]{0,20}$/);
    const phone = fc.constantFrom(ALICE, BOB, '+1 (415) 555-2671', '+49 1512 3456789', '', '12345', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, phone)), (people) => {
        const { phones, problems } = parseUsers(people.map(([who, number]) => `${who} ${number}\n`).join(''));
        const names = people.map(([who]) => who);
        const isBad = people.map(([who, number], index) => !parsePhoneNumber(number) || names.indexOf(who) < index);
        const told = new Set(problems.map((line) => Number(/^line (\d+):/.exec(line)?.[1]) - 1));
        expect(told).toEqual(new Set(isBad.flatMap((bad, index) => (bad ? [index] : []))));
        if (isBad.includes(true)) return;
        expect([...phones]).toEqual(people.map(([who, number]) => [who, parsePhoneNumber(number)]));
      }),
    );
  });

  it('of any text is read without a crash, and is nobody’s phone without a plain line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { phones, problems } = parseUsers(text);
        for (const [who, number] of phones)
          expect([parsePhoneNumber(number), text]).toEqual([number, expect.stringContaining(who)]);
        expect(problems.join('')).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('--user', () => {
  const ENOUGH = {
    TWILIO_SID: `AC${'1'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'hunter2',
    SENDER_NUMBER: '+15005550006',
  };
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'users-'));
    path = join(folder, 'users');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (text: string | Uint8Array, mode = 0o644) => {
    writeFileSync(path, text);
    chmodSync(path, mode);
  };
  const both = async (flags: Record<string, string>, env: Record<string, string> = {}) => {
    const request = [
      { flags, config: undefined },
      { HOME: folder, ...ENOUGH, ...env },
    ] as const;
    const [gate, ledgers] = [await configureGate(...request), await configureLedgers(...request)];
    const told = ({ settings, warnings }: typeof gate | typeof ledgers) =>
      'problems' in settings ? { problems: settings.problems, warnings } : { recipient: settings.recipient, warnings };
    expect(told(ledgers)).toEqual(told(gate));
    return told(gate);
  };

  it('takes the phone from the users file, and not from RECIPIENT_NUMBER', async () => {
    write(`alice ${ALICE}\nbob ${BOB}\n`);
    const flags = { user: 'bob', users: path };
    expect(await both(flags)).toEqual({ recipient: BOB, warnings: [] });
    expect(await both({ user: 'bob' }, { OTP_USERS: path, RECIPIENT_NUMBER: ALICE })).toEqual({
      recipient: BOB,
      warnings: [],
    });
    expect(await both({}, { OTP_USERS: path, RECIPIENT_NUMBER: ALICE })).toEqual({ recipient: ALICE, warnings: [] });
  });

  it.each(['carol', 'Alice', 'alic', 'alice2', '__proto__', 'constructor'])(
    'refuses %s, who is not in the file, and says nothing about others',
    async (user) => {
      write(`alice ${ALICE}\nbob ${BOB}\n`);
      const problems = [`OTP_USERS (--users) ${path}: there is no user "${user}"`];
      expect(await both({ user, users: path }, { RECIPIENT_NUMBER: ALICE })).toEqual({ problems, warnings: [] });
    },
  );

  it.each(['', ' ', 'two words', '#alice', 'a\nb', 'a\x1b[2J', 'a\u202eb', 'x'.repeat(257)])(
    'refuses %j, which is no name',
    async (user) => {
      write(`alice ${ALICE}\n`);
      const { problems } = await both({ user, users: path });
      expect(problems).toEqual([expect.stringMatching(/^--user is ".*", but must be a name without spaces$/)]);
      expect(problems?.[0]).not.toMatch(/\p{Cc}/u);
    },
  );

  it('excludes --to, and needs a users file', async () => {
    write(`alice ${ALICE}\n`);
    const exclude = '--user and --to cannot both be given: give only one of them';
    expect(await both({ user: 'alice', to: ALICE, users: path })).toEqual({ problems: [exclude], warnings: [] });
    const needs = '--user needs a users file: set OTP_USERS or give --users FILE';
    expect(await both({ user: 'alice' }, { RECIPIENT_NUMBER: ALICE })).toEqual({ problems: [needs], warnings: [] });
    expect(await both({ user: 'alice', to: ALICE })).toEqual({ problems: [exclude, needs], warnings: [] });
  });

  it('is suggested if there is a users file and no recipient', async () => {
    write('');
    expect(await both({}, { OTP_USERS: path })).toEqual({
      problems: [`RECIPIENT_NUMBER (--to) is missing; give ${SETTINGS.to.accepts}, or a user with --user`],
      warnings: [],
    });
  });

  it('tells all that is wrong with the file at once, each with its line, and no more than twenty', async () => {
    write(Buffer.concat([Buffer.from(`alice ${ALICE}\nbob\n`), Buffer.from('j\xfcrgen +1\n', 'latin1')]));
    const place = `OTP_USERS (--users) ${path}`;
    expect(await both({ user: 'alice', users: path })).toEqual({
      problems: [
        `${place}, line 2: "bob" has no phone; write: name phone`,
        `${place}, line 3: not UTF-8 text; save it as UTF-8`,
      ],
      warnings: [],
    });
    write('bad\n'.repeat(10_000));
    const { problems = [] } = await both({ user: 'alice', users: path });
    expect([problems.length, problems.at(-1)]).toEqual([21, `${place}, and 19979 more`]);
  });

  it('refuses a file that cannot be trusted, and warns of one that its group can write', async () => {
    const refused = async (why: string) =>
      expect(await both({ user: 'alice', users: path })).toEqual({
        problems: [`OTP_USERS (--users) ${path}: ${why}`],
        warnings: [],
      });
    await refused('no such file');
    write(`alice ${ALICE}\n`, 0o666);
    await refused('everyone can write to it: review what it says, then chmod 600 it');
    write(`alice ${ALICE}\n`, 0o664);
    expect(await both({ user: 'alice', users: path })).toEqual({
      recipient: ALICE,
      warnings: [`warning: the group can write to ${path}: chmod g-w ${path}`],
    });
    write('#'.repeat(1_048_577));
    await refused('it is larger than 1024 KiB');
    rmSync(path);
    mkdirSync(path);
    await refused('it is a directory');
  });
});
