// Arguments in, a typed command out.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/cli.ts';
import { type Invocation, NO_ARGUMENTS } from '../../src/commands/invocation.ts';
import { SETTINGS, type Setting } from '../../src/config/settings.ts';

const PLAIN = { ...NO_ARGUMENTS, command: [] };

function parse(...args: string[]): Invocation {
  return parseArguments(args, '1.2.3');
}

function textOf(...args: string[]): string {
  const invocation = parse(...args);
  if (invocation.verb !== 'explain') throw new Error(`nothing was explained but ${invocation.verb}`);
  return invocation.text.replace(/\s+/g, ' ');
}

function wrongOf(...args: string[]): readonly string[] {
  const invocation = parse(...args);
  if (invocation.verb !== 'misuse') throw new Error(`it was taken for ${invocation.verb}`);
  return invocation.lines;
}

/** The verbs, as the help lists them. */
const VERBS = [...helpOf().matchAll(/^ {2}([a-z]+) /gm)].map(([, verb]) => verb as string);

function helpOf(): string {
  const help = parse('--help');
  return (help.verb === 'explain' ? help.text : '').split('Commands:')[1]?.split('Examples:')[0] ?? '';
}

it('is not needed to read no arguments at all', () => {
  expect(parse()).toEqual(NO_ARGUMENTS);
});

describe('the gate', () => {
  it.each<[string, string[], object]>([
    ['nothing', [], {}],
    ['a phone', ['--to', '+14155552671'], { flags: { to: '+14155552671' } }],
    ['with an equals sign', ['--to=+14155552671'], { flags: { to: '+14155552671' } }],
    ['a flag of two words', ['--expires-in', '1m'], { flags: { expiresIn: '1m' } }],
    ['a wrong value, which the settings will tell', ['--length', 'x'], { flags: { length: 'x' } }],
    ['an empty value', ['--service', ''], { flags: { service: '' } }],
    ['a settings file', ['--config', 'prod.env'], { config: 'prod.env' }],
    ['to stay', ['--stay'], { stay: true }],
    ['for plain lines', ['--plain'], { plain: true }],
    ['to say more', ['--verbose'], { verbose: true }],
    ['the last of two', ['--length', '5', '--length', '6'], { flags: { length: '6' } }],
  ])('%s', (_, args, expected) => {
    expect(parse(...args)).toEqual({ ...PLAIN, ...expected });
  });

  it('takes every setting that has a flag', () => {
    const flags = Object.entries<Setting<unknown>>(SETTINGS).filter(([, { flag }]) => flag !== undefined);
    const args = flags.flatMap(([key, { flag }]) => [flag as string, `value of ${key}`]);
    expect(parse(...args)).toMatchObject({
      verb: 'verify',
      flags: Object.fromEntries(flags.map(([key]) => [key, `value of ${key}`])),
    });
  });
});

describe('a command after --', () => {
  it.each<[string, string[], string[]]>([
    ['alone', ['--', 'ls'], ['ls']],
    ['with flags of its own', ['--', 'ls', '--to', '-la', '--help'], ['ls', '--to', '-la', '--help']],
    ['with a -- of its own', ['--', 'git', 'log', '--', 'a'], ['git', 'log', '--', 'a']],
    ['with spaces, quotes and nothing', ['--', 'a b', '"', '', '$HOME'], ['a b', '"', '', '$HOME']],
    ['named like a verb', ['--', 'demo'], ['demo']],
  ])('%s', (_, args, command) => {
    expect(parse('--stay', ...args)).toEqual({ ...PLAIN, stay: true, command });
  });

  it('must be there', () => {
    expect(wrongOf('--')).toEqual(['there is no command after --']);
  });

  it.each(VERBS)('is refused by %s, which verifies nobody', (verb) => {
    expect(wrongOf(verb, '--', 'ls')).toEqual([`${verb} verifies nobody, so it runs no command after --`]);
  });
});

describe('demo', () => {
  it('takes what is about codes', () => {
    expect(parse('demo', '--to', '+14155552671', '--length', '6', '--stay')).toEqual({
      ...PLAIN,
      verb: 'demo',
      flags: { to: '+14155552671', length: '6' },
      stay: true,
    });
  });
});

describe.each(['send', 'check'] as const)('%s', (verb) => {
  it('takes the settings of the gate', () => {
    const args = ['--to', '+14155552671', '--length', '6', '--config', 'prod.env', '--verbose', '--json'];
    const flags = { to: '+14155552671', length: '6' };
    expect(parse(verb, ...args)).toEqual({ verb, flags, config: 'prod.env', verbose: true, json: true });
    expect(wrongOf(verb, '--stay')[0]).toBe(`${verb} does not take --stay`);
  });
});

describe('a code in an argument', () => {
  it.each([
    [['check', '48213']],
    [['check', '--to', '+14155552671', '48213']],
    [['check', '--json', '7Q2M-0XKD-VH4T-9WRA']],
  ])('is refused with how to give it: %j', (args) => {
    expect(wrongOf(...args)).toEqual([
      'check takes no code as an argument, where others could see it: give it on standard input, as in echo CODE | otp-tui check',
    ]);
  });

  it.each([[['--code=48213']], [['--48213']], [['-48213']], [['--code', '48213']], [['--code=7Q2M-0XKD-VH4T-9WRA']]])(
    'is not repeated: %j',
    (args) => {
      expect(wrongOf('check', ...args).join()).not.toMatch(/48213|7Q2M/);
    },
  );
});

describe('--json', () => {
  it.each([
    ['a flag that there is not', ['send', '--json', '--lenght', '6']],
    ['a code in an argument', ['check', '--json', '48213']],
    ['a verb that has no JSON', ['demo', '--json']],
    ['no verb', ['--json']],
    ['a word that is no verb', ['chekc', '--json']],
    ['a value of its own', ['check', '--json=yes']],
    ['a command', ['check', '--json', '--', 'true']],
    ['help', ['check', '--json', '--help']],
    ['the version', ['check', '--json', '--version']],
    ['being the value of another flag', ['check', '--service', '--json']],
  ])('is asked for beside what is wrong: %s', (_, args) => {
    expect(parse(...args)).toMatchObject({ verb: 'misuse', json: true });
  });

  it('says where it does not belong', () => {
    const line = "--json cannot be another flag's value, nor go with --help or --version";
    for (const args of [
      ['check', '--service', '--json'],
      ['check', '--json', '--help'],
      ['check', '--json', '-V'],
    ]) {
      expect(wrongOf(...args)[0]).toBe(line);
    }
  });

  it('is answered whatever else is on the line', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(...VERBS, '--to', '--service', '--help', '-V', '--stay', '--verbose', '--config', '48213'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.array(word, { maxLength: 5 }), (before, after) => {
        fc.pre(!before.includes('--'));
        expect(parse(...before, '--json', ...after)).toHaveProperty('json', true);
      }),
    );
  });

  it('of the command is not ours', () => {
    expect(parse('--', 'ls', '--json')).toMatchObject({ verb: 'verify', command: ['ls', '--json'] });
    expect(parse('demo', '--', '--json')).not.toHaveProperty('json');
  });
});

describe('unlock', () => {
  it('takes the recipient to unlock, and the store', () => {
    const args = ['--to', '+14155552671', '--service', 'prod', '--store', 'state.db', '--config', 'prod.env'];
    expect(parse('unlock', ...args)).toEqual({
      verb: 'unlock',
      flags: { to: '+14155552671', service: 'prod', store: 'state.db' },
      config: 'prod.env',
      json: false,
    });
  });
});

describe('--pam', () => {
  it.each(['send', 'check'] as const)('makes %s a line of PAM, which takes --config and nothing else', (verb) => {
    expect(parse(verb, '--pam')).toEqual({ verb: `${verb}-pam`, who: 'user', config: undefined });
    expect(parse(verb, '--config', '/x', '--pam', 'ruser')).toEqual({
      verb: `${verb}-pam`,
      who: 'ruser',
      config: '/x',
    });
    for (const flag of ['--json', '--verbose', '--to=+14155552671', '--user=alice', '--store=/x', '--service=sshd']) {
      expect(wrongOf(verb, '--pam', flag)[0]).toBe(`${verb} --pam takes no flag but --config`);
    }
    expect(wrongOf(verb, '--pam', 'rhost')[0]).toBe('--pam takes no value but ruser');
  });

  it.each<[string[]]>([
    [['check', '--pam=']],
    [['check', '--pam', '']],
    [['status', '--pam=', '--user', 'alice']],
    [['send', '--config', '--pam']],
    [['check', '--service', '--pam']],
    [['check', '--pam', '--help']],
    [['check', '--version', '--pam']],
  ])('is never lost: %j would ask by the settings of whoever asks, or end with 0 for everybody', (args) => {
    expect(wrongOf(...args)[0]).toMatch(/--pam/);
  });

  it.each(['status', 'unlock', 'recovery'] as const)('has %s use the settings of those lines, for a user', (verb) => {
    const invocation = { verb, flags: { user: 'alice' }, config: undefined, json: false, pam: {} };
    expect(parse(verb, '--pam', '--user', 'alice')).toEqual(invocation);
    expect(wrongOf(verb, '--pam')[0]).toBe('--pam needs --user NAME: whom it is about');
    expect(wrongOf(verb, '--pam', 'ruser')[0]).toBe(`${verb} does not take 'ruser'`);
    expect(wrongOf(verb, '--pam=ruser', '--user', 'alice')[0]).toBe("unknown option '--pam=…'");
    const help = parse('help', verb);
    expect(help.verb === 'explain' && help.text).toMatch(/^ {2}--pam {2}/m);
    for (const flag of ['--to=+14155552671', '--store=/x', '--users=/x']) {
      expect(wrongOf(verb, '--pam', flag, '--user', 'alice')[0]).toMatch(
        /^--pam takes its settings from its file alone/,
      );
    }
  });
});

describe('recovery', () => {
  it('takes the recipient and the store, and no service, since its codes are for all', () => {
    const args = ['--to', '+14155552671', '--store', 'state.db', '--config', 'prod.env'];
    expect(parse('recovery', ...args)).toEqual({
      verb: 'recovery',
      flags: { to: '+14155552671', store: 'state.db' },
      config: 'prod.env',
      json: false,
    });
    expect(wrongOf('recovery', '--service', 'prod')[0]).toBe('recovery does not take --service');
    expect(wrongOf('recovery', '--', 'true')[0]).toBe('recovery verifies nobody, so it runs no command after --');
  });
});

describe('doctor', () => {
  const request = { flags: {}, config: undefined, json: false };

  it.each<[string[], object]>([
    [[], {}],
    [['--json', '--config', 'prod.env'], { json: true, config: 'prod.env' }],
    [['--to', '+14155552671', '--store', 'x'], { flags: { to: '+14155552671', store: 'x' } }],
    [['--pam'], { pam: {} }],
    [['--pam', '--user', 'ann', '--json'], { flags: { user: 'ann' }, json: true, pam: {} }],
  ])('%j', (args, expected) => {
    expect(parse('doctor', ...args)).toEqual({ verb: 'doctor', ...request, ...expected });
  });

  it.each([['--plain'], ['--stay'], ['--verbose']])('does not take %s', (flag) => {
    expect(wrongOf('doctor', flag)[0]).toBe(`doctor does not take ${flag}`);
  });

  it('takes nothing but a user and a service from the command line with --pam', () => {
    expect(wrongOf('doctor', '--pam', '--to', '+14155552671')[0]).toContain('--to');
  });
});

describe('init', () => {
  it.each<[string[], string | undefined]>([
    [[], undefined],
    [['--config', 'prod.env'], 'prod.env'],
  ])('%j', (args, config) => {
    expect(parse('init', ...args)).toEqual({ verb: 'init', config });
  });

  it.each(['--plain', '--json', '--verbose'])('does not take %s', (flag) => {
    expect(wrongOf('init', flag)[0]).toContain(flag);
  });

  it('runs no command', () => {
    expect(wrongOf('init', '--', 'true')[0]).toBe('init verifies nobody, so it runs no command after --');
  });
});

describe('sandbox', () => {
  it('can be a trial account', () => {
    expect(parse('sandbox', '--trial')).toEqual({ verb: 'sandbox', port: 0, trial: true });
  });

  it.each([
    [[], 0],
    [['--port', '0'], 0],
    [['--port', '4010'], 4010],
    [['--port=65535'], 65_535],
  ])('%j', (args, port) => {
    expect(parse('sandbox', ...args)).toEqual({ verb: 'sandbox', port, trial: false });
  });

  it.each(['65536', '-1', 'http', '1.5', '1e3', '0x50', ' 80', ''])('refuses the port %j', (port) => {
    expect(wrongOf('sandbox', `--port=${port}`)).toEqual(['--port must be a number from 0 to 65535']);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('is for %s', (shell) => {
    expect(parse('completion', shell)).toEqual({ verb: 'completion', shell });
  });

  it('can be asked about without a shell', () => {
    expect(textOf('completion', '--help')).toContain('Usage: otp-tui completion [options] <shell> Prints a script');
  });

  it('takes one word, and no flag of another verb', () => {
    expect(wrongOf('completion', 'bash', 'zsh')[0]).toBe("completion does not take 'zsh'");
    expect(wrongOf('completion', 'bash', '--to', '+1')[0]).toBe('completion does not take --to');
    expect(parse('completion', 'bash', '--json')).toMatchObject({ verb: 'misuse', json: true });
  });
});

describe('what is wrong', () => {
  it.each<[string, string[], string[]]>([
    ['an unknown flag, with a suggestion', ['--lenght', '6'], ["unknown option '--lenght'; did you mean --length?"]],
    ['one that resembles two', ['--userz', 'x'], ["unknown option '--userz'; did you mean one of --user, --users?"]],
    ['-v, as other programs have it', ['-v'], ["unknown option '-v'; did you mean --version?"]],
    ['-version', ['-version'], ["unknown option '-version'; did you mean --version?"]],
    ['-v after a verb', ['unlock', '-v'], ["unknown option '-v'; did you mean --version?"]],
    ['-?', ['-?'], ["unknown option '-?'; did you mean --help?"]],
    ['-H', ['send', '-H'], ["unknown option '-H'; did you mean --help?"]],
    [
      'version as a verb',
      ['version'],
      ["unknown word 'version'; did you mean --version? (a command to run goes after --)"],
    ],
    ['a flag of another verb', ['--port', '1'], ["unknown option '--port'"]],
    ['a settings file for the demo, which reads none', ['demo', '--config', 'x'], ['demo does not take --config']],
    ['a flag of the gate before another verb', ['--config', 'x', 'sandbox'], ['sandbox does not take --config']],
    ['a flag that has no meaning for a verb', ['unlock', '--stay'], ['unlock does not take --stay']],
    ['plain lines where nothing is asked', ['unlock', '--plain'], ['unlock does not take --plain']],
    ['a flag without its value', ['--to'], ['--to needs a value: --to <number>']],
    ['a flag of a verb without its value', ['sandbox', '--port'], ['--port needs a value: --port <number>']],
    ['a command without --', ['kubectl', 'delete'], ["unknown word 'kubectl': a command to run goes after --"]],
    [
      'a command and its options, without --',
      ['rm', '-rf', 'build'],
      ["unknown word 'rm': a command to run goes after --"],
    ],
    [
      'a command that is asked for its version',
      ['git', '--version'],
      ["unknown word 'git': a command to run goes after --"],
    ],
    [
      'a command behind our own options',
      ['--to', '+1', '--stay', 'ls', '--help'],
      ["unknown word 'ls': a command to run goes after --"],
    ],
    ['a word after a verb', ['demo', 'now'], ["demo does not take 'now'"]],
    ['a second word for help', ['help', 'demo', 'now'], ["help does not take 'now'"]],
    [
      'a misspelled verb, with a suggestion',
      ['unlok', '--to', '+14155552671'],
      ["unknown word 'unlok'; did you mean unlock? (a command to run goes after --)"],
    ],
    ['help with a verb that there is not', ['help', 'kubectl'], ["unknown verb 'kubectl'"]],
    ['help with a misspelled verb', ['help', 'sanbox'], ["unknown verb 'sanbox'; did you mean sandbox?"]],
    ['a flag of the gate for help', ['help', '--to', '+1', 'demo'], ['help does not take --to']],
    ['a word that is none', ['a\x1b[2Jb'], [expect.not.stringContaining('\x1b') as unknown as string]],
  ])('%s', (_, args, lines) => {
    const verb = args.find((arg) => VERBS.includes(arg));
    const help = verb === undefined || verb === 'help' ? 'see otp-tui --help' : `see otp-tui help ${verb}`;
    expect(wrongOf(...args)).toEqual([...lines, help]);
  });

  it('of --pam names the help of the verb', () => {
    expect(wrongOf('status', '--pam')[1]).toBe('see otp-tui help status');
  });
});

describe('a misspelled verb', () => {
  const meant = (word: string) => /did you mean (.*)\?/.exec(wrongOf(word)[0] ?? '')?.[1];

  it.each([
    ['unlok', 'unlock'],
    ['unlcok', 'unlock'],
    ['Unlock', 'unlock'],
    ['dmeo', 'demo'],
    ['sandbx', 'sandbox'],
    ['hlep', 'help'],
  ])('%s is taken for %s', (word, verb) => {
    expect(meant(word)).toBe(verb);
  });

  it.each(['constructor', 'ls', 'rm', 'git', 'kubectl', 'deploy', 'head', 'sudo', 'echo', 'node', './deploy.sh', '-'])(
    'is not what %s is taken for',
    (word) => {
      expect(wrongOf(word)[0]).toBe(`unknown word '${word}': a command to run goes after --`);
    },
  );
});

describe('what is repeated of an argument', () => {
  it.each<[string, string[], string]>([
    ['has no escape sequence', ['--x\x1b[2Jy'], "unknown option '--x[2Jy'"],
    ['has no line of its own', ['--x\notp-tui: Login Success!'], "unknown option '--x otp-tui: Login Success!'"],
    ['has nothing taken away', ['--error: x'], "unknown option '--error: x'"],
    ['is cut', [`--${'x'.repeat(10_000)}`], `unknown option '--${'x'.repeat(37)}…'`],
    ['is cut, of a short one too', [`-V${'x'.repeat(10_000)}`], `unknown option '-${'x'.repeat(38)}…'`],
    ['has no value, which may be a secret', ['--auth-token=hunter2\n=x'], "unknown option '--auth-token=…'"],
    ['makes no suggestion of its own', ["--x'\n(Did you mean --y?)"], "unknown option '--x' (Did you mean --y?)'"],
  ])('%s', (_, args, line) => {
    expect(wrongOf(...args)).toEqual([line, 'see otp-tui --help']);
  });

  it('has a suggestion beside it still', () => {
    expect(wrongOf('--lenght\x1b[2J')[0]).toBe("unknown option '--lenght[2J'");
    expect(wrongOf('--lengt\x07')).toEqual(["unknown option '--lengt'; did you mean --length?", 'see otp-tui --help']);
  });

  it('is a few short lines that a terminal can show, whatever it was', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('demo', 'unlock', 'help', '--to', '-V'),
    );
    const dashed = fc.tuple(fc.constantFrom('', '-', '--', '--port=', '--lengt'), word).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(dashed, { minLength: 1, maxLength: 4 }), (args) => {
        const invocation = parse(...args);
        if (invocation.verb !== 'misuse') return;
        expect(invocation.lines.length).toBeLessThanOrEqual(2);
        for (const line of invocation.lines) expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,100}$/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("Node's own --env-file", () => {
  it.each([
    [['--env-file', 'prod.env']],
    [['--env-file=prod.env']],
    [['--env-file-if-exists=prod.env']],
    [['unlock', '--env-file', 'prod.env']],
    [['prod.env', '--env-file']],
    [['--help', '--env-file=x']],
  ])('in %j is refused as Node’s, with a hint at our flag', (args) => {
    expect(wrongOf(...args)).toEqual([
      "--env-file is Node's flag, not ours: name the settings file with --config FILE",
    ]);
  });

  it('belongs to the command after --', () => {
    const command = ['node', '--env-file=x', 'app.js'];
    expect(parse('--', ...command)).toEqual({ ...PLAIN, command });
  });
});

describe('what is explained', () => {
  it.each(['--help', '-h'])('%s: the flags, the verbs and examples', (flag) => {
    const text = textOf(flag);
    for (const part of ['Usage: otp-tui [options] [-- command [argument...]]', 'demo', 'sandbox', 'Examples:']) {
      expect(text).toContain(part);
    }
  });

  it.each(VERBS)('%s --help, with an example', (verb) => {
    expect(textOf(verb, '--help')).toMatch(new RegExp(`^Usage: otp-tui ${verb} .* Examples: .*otp-tui`));
  });

  it.each(VERBS)('help %s is the same', (verb) => {
    expect(parse('help', verb)).toEqual(parse(verb, '--help'));
  });

  it.each([['help'], ['help', '-h', '--help'], ['help', '--version']])('once, by %j', (...args) => {
    expect(textOf(...args).match(/Usage:|1\.2\.3/g)).toHaveLength(1);
  });

  it('help alone is that of the program', () => {
    expect(parse('help')).toEqual(parse('--help'));
  });

  it('how values are written', () => {
    for (const part of ['500ms, 30s, 5m or 1h', 'sms, whatsapp or call', '+1 (415) 555-2671']) {
      expect(textOf('--help')).toContain(part);
    }
    expect(textOf('demo', '--help')).toContain('500ms, 30s, 5m or 1h');
    expect(textOf('sandbox', '--help')).not.toContain('500ms');
  });

  it.each([undefined, ...VERBS])('within 80 columns: %s', (verb) => {
    const help = parse(...(verb === undefined ? [] : [verb]), '--help');
    for (const line of help.verb === 'explain' ? help.text.split('\n') : []) expect(line).toMatch(/^.{0,80}$/);
  });

  it.each(['--version', '-V'])('%s', (flag) => {
    expect(textOf(flag).trim()).toBe('1.2.3');
  });

  it.each([
    ['--verbose', '--help'],
    ['--to', '+14155552671', '--stay', '--version'],
    ['demo', '--version'],
    ['sandbox', '--port', '4010', '-h'],
    ['--help', '--version'],
    ['-Vh'],
  ])('beside flags that are known: %j', (...args) => {
    expect(parse(...args).verb).toBe('explain');
  });

  // Someone who forgets the -- must not get our help instead of the command's, and status 0 with it.
  it.each<[string[], string]>([
    [['--verbos', 'git', '--version'], "unknown option '--verbos'; did you mean --verbose?"],
    [['--verbos', 'git', '-V'], "unknown option '--verbos'; did you mean --verbose?"],
    [['--verbos', 'git', '--help'], "unknown option '--verbos'; did you mean --verbose?"],
    [['--verbos=git', '--version'], "unknown option '--verbos=…'"],
    [['--help', 'git'], "unknown word 'git': a command to run goes after --"],
    [['-h', 'git'], "unknown word 'git': a command to run goes after --"],
    [['--version', '--frobnicate'], "unknown option '--frobnicate'"],
    [['-Vgit'], "unknown option '-git'"],
    [['--length', '-V', '-V', '-'], "unknown word '-': a command to run goes after --"],
    [['-V', '-'], "unknown word '-': a command to run goes after --"],
    [['--to', '+14155552671', 'git', '--help'], "unknown word 'git': a command to run goes after --"],
    [['demo', 'git', '--help'], "demo does not take 'git'"],
    [['help', 'git'], "unknown verb 'git'"],
    [['help', '--', 'git'], 'help verifies nobody, so it runs no command after --'],
    [['demo', '--port', '1', '--help'], "unknown option '--port'"],
    [['--help', '--'], 'there is no command after --'],
    [['--help', '--', 'git'], '--help and --version take no command after --'],
    [['-V', '--', 'git', '--version'], '--help and --version take no command after --'],
  ])('nothing if %j is asked', (args, line) => {
    expect(wrongOf(...args)[0]).toBe(line);
  });

  it('nothing, and nobody is verified, if the line is invalid', () => {
    const known = [
      ...'-V -h --version --help --to --stay --verbose --length demo sandbox unlock help -- 5'.split(' '),
      '--to=+1',
    ];
    const word = fc.oneof(fc.constantFrom(...known), fc.stringMatching(/^-{0,2}[xyzVh=]{0,5}$/));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (args) => {
        const { verb } = parse(...args);
        if (verb !== 'explain') return;
        const isValue = (at: number) => /^--(to|length)$/.test(args[at - 1] ?? '');
        const isOurs = (arg: string) => known.includes(arg) || /^-[Vh]+$/.test(arg);
        expect(args.filter((arg, at) => !isOurs(arg) && !isValue(at))).toEqual([]);
        expect(args).not.toContain('--');
      }),
      { numRuns: 2_000 },
    );
  });

  it('help is for us only before --', () => {
    expect(parse('--', '--help').verb).toBe('verify');
  });
});
