// From nothing to a first code: the set-up at a terminal, with a sandbox in Twilio's place.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { type Answer, type Api, test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { AUTH_TOKEN, PROGRAM, runWithoutTerminal, SETTINGS, temporaryFolder } from '../support/program.ts';
import { answerAll, ENTER, enterCode, KEYS, openSetup, PHONE, QUESTIONS, type Setup } from '../support/setup.ts';
import { RESTORED } from '../support/shell.ts';

const DOWN = '\x1b[B';
const ESC = '\x1b';
const CTRL_C = '\x03';
const OLD = 'OTP_LENGTH=6\n';
const SERVICE = `VA${'1'.repeat(32)}`;

type Open = Parameters<typeof openSetup>[0];
type StartApi = (answer: Answer) => Promise<Api>;

test('on a full account: a number, a phone, a file, and a first code', async ({ open }) => {
  const setup = await openSetup(open);
  await setup.signIn();
  await setup.answer('How are codes sent?', ENTER);
  expect(setup.text()).toContain('a full account');
  expect(setup.text()).toContain('www.twilio.com/en-us/sms/pricing');
  await setup.answer('Which phone gets the codes?', `+1 (415) 555-2671${ENTER}`);
  await setup.answer('Where are tries, sends and locks kept?', ENTER);
  await setup.answer('What are the codes for?', `prod web${ENTER}`);
  await setup.until('Write it, and send a first code');
  expect(existsSync(setup.file)).toBe(false);
  expect(setup.text()).toContain('TWILIO_AUTH_TOKEN=********');
  expect(setup.text()).toContain('SENDER_NUMBER=+15005550006');
  setup.write(ENTER);
  expect(await enterCode(setup)).toBe(0);
  expect(setup.texts[0]).toContain('verification code for prod web');
  expect(setup.raw()).not.toContain(AUTH_TOKEN);
  expect(readFileSync(setup.file, 'utf8').split('\n').slice(1)).toEqual([
    `TWILIO_SID=${SETTINGS.TWILIO_SID}`,
    `TWILIO_AUTH_TOKEN=${AUTH_TOKEN}`,
    'SENDER_NUMBER=+15005550006',
    `RECIPIENT_NUMBER=${PHONE}`,
    "OTP_SERVICE='prod web'",
    '',
  ]);
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  expect([modeOf(setup.file), modeOf(join(setup.folder, '.config/otp-tui'))]).toEqual([0o600, 0o700]);
});

test('on a trial account: a new Verify service, one of the verified phones, and a first code', async ({ open }) => {
  const setup = await openSetup(open, { sandbox: { trial: true }, args: ['--config', 'prod.env'] });
  await setup.signIn();
  await setup.answer('How are codes sent?', ENTER);
  expect(setup.text()).toContain('a trial account');
  expect(setup.text()).not.toContain('Text from');
  await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
  await setup.answer('Whose phone gets the codes?', ENTER);
  await setup.answer('Where are tries, sends and locks kept?', ENTER);
  await setup.answer('Write it, and send a first code', ENTER);
  expect(await enterCode(setup)).toBe(0);
  expect(setup.texts[0]).toContain('Your Acme verification code');
  expect(setup.text()).toContain('otp-tui --config');
  expect(readFileSync(setup.file, 'utf8')).toMatch(
    /^TWILIO_VERIFY_SERVICE_SID=VA[0-9a-f]{32}\nRECIPIENT_NUMBER=\+15005550010$/m,
  );
});

test('in 80 columns it breaks its lines between words, behind the rule', async ({ open }) => {
  const setup = await openSetup(open, { sandbox: { trial: true }, cols: 80 });
  await setup.signIn();
  await setup.until('How are codes sent?');
  expect(setup.text()).toMatch(/and only to phones *\n│ {2}that it has verified/);
  expect(setup.text()).toMatch(/and writes *\n│ {2}\S+config\.env/);
  await setup.answer('How are codes sent?', ENTER);
  await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
  expect(setup.text()).toMatch(/Your NAME verification *\n│ {2}code is\)/);
  await setup.answer('Whose phone', ENTER);
  await setup.answer('Where are', DOWN + ENTER);
  await setup.answer('The address of Redis', `nonsense${ENTER}`);
  await setup.until(/redis:[^\n]*for *\n {3}TLS/);
  expect(setup.text()).toMatch(/password\): *\n│ {2}redis:/);
});

describe.each([{ TERM: 'dumb' }, { ACCESSIBLE: '1' }])('with %j it asks in plain lines', (env) => {
  test('and nothing is drawn over, nor is the token shown', async ({ open }) => {
    const setup = await openSetup(open, { sandbox: { trial: true }, env });
    await setup.answer('Account SID', `nonsense${ENTER}`);
    await setup.answer(/must be AC[\s\S]*Account SID/, `${SETTINGS.TWILIO_SID}${ENTER}`);
    await setup.answer('Auth Token', `x\x15${AUTH_TOKEN}${ENTER}`);
    await setup.answer('Enter 1', `9${ENTER}`);
    await setup.answer(/It must be 1[\s\S]*Enter 1/, `1${ENTER}`);
    await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
    await setup.answer(/Whose phone[\s\S]*Enter 1/, `1${ENTER}`);
    await setup.answer(/Where are[\s\S]*Enter 1/, `1${ENTER}`);
    await setup.answer('Write it', ENTER);
    expect(await enterCode(setup)).toBe(0);
    expect(setup.raw()).not.toContain(AUTH_TOKEN);
    expect(setup.raw()).not.toContain('\x1b[');
    expect(existsSync(setup.file)).toBe(true);
  });

  test.for([
    ['Ctrl-C', 'Account SID', CTRL_C, 130],
    ['Esc and Enter', 'Account SID', `${ESC}${ENTER}`, 1],
    ['Ctrl-D', 'Account SID', '\x04', 1],
    ['Ctrl-C', 'Auth Token', CTRL_C, 130],
    ['Esc', 'Auth Token', ESC, 1],
  ] as const)('and %s leaves %s', async ([, question, key, status], { open }) => {
    const setup = await openSetup(open, { env });
    if (question !== 'Account SID') await setup.answer('Account SID', `${SETTINGS.TWILIO_SID}${ENTER}`);
    await setup.answer(question, key);
    expect(await setup.restored()).toEqual({ ...RESTORED, status });
    expect(setup.text()).toContain('otp-tui: nothing was written');
  });
});

test('where the terminal does not show UTF-8 it asks in plain lines, in ASCII', async ({ open }) => {
  const setup = await openSetup(open, { sandbox: { trial: true }, env: { LANG: 'C' } });
  await setup.signIn();
  await setup.answer('Enter 1', `1${ENTER}`);
  await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
  await setup.answer(/Whose phone[\s\S]*Enter 1/, `1${ENTER}`);
  await setup.answer(/Where are[\s\S]*Enter 1/, `1${ENTER}`);
  await setup.until('Write it');
  expect(setup.text()).toContain(`TWILIO_SID=AC...${SETTINGS.TWILIO_SID.slice(-4)}`);
  expect(setup.raw()).toMatch(/^[\r\n -~]+$/);
  setup.write(CTRL_C);
  expect((await setup.restored()).status).toBe(130);
});

describe('if Twilio', () => {
  test('refuses, it ends with 69', async ({ open, startApi }) => {
    const { origin } = await startApi((response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 20005, status: 403, message: 'Account not active' }));
    });
    const setup = await openSetup(open, { env: { TWILIO_API_URL: origin } });
    await setup.signIn();
    expect(await setup.restored()).toEqual({ ...RESTORED, status: 69 });
    expect(setup.text()).toMatch(/20005[\s\S]*\(nothing was written\)/);
  });

  /** Answers all that is asked of an account without a number. @param make answers the request for a Verify service */
  async function makeService(open: Open, startApi: StartApi, make: Answer): Promise<Setup> {
    const { origin } = await startApi((response, parameters) => {
      if (parameters.has('FriendlyName')) return make(response, parameters);
      const account = { sid: SETTINGS.TWILIO_SID, status: 'active', type: 'Full' };
      response.end(JSON.stringify({ ...account, incoming_phone_numbers: [], services: [] }));
    });
    const setup = await openSetup(open, { env: { TWILIO_API_URL: origin } });
    await setup.signIn();
    await setup.answer('How are codes sent?', ENTER);
    expect(setup.text()).toContain('The account has no number that can send texts');
    await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
    await setup.answer('Which phone', `${PHONE}${ENTER}`);
    await setup.answer('Where are', ENTER);
    await setup.answer('Write it', ENTER);
    return setup;
  }

  test('makes no Verify service, it ends with 69 and writes no file', async ({ open, startApi }) => {
    const setup = await makeService(open, startApi, (response) => {
      response.statusCode = 403;
      response.end(JSON.stringify({ code: 20403, status: 403, message: 'Forbidden' }));
    });
    expect((await setup.restored()).status).toBe(69);
    expect(setup.text()).toMatch(/the Verify service was not made: [\s\S]*20403[\s\S]*\(nothing was written\)/);
    expect(existsSync(setup.file)).toBe(false);
  });

  test('does not say whether it made a Verify service, neither does init', async ({ open, startApi }) => {
    const setup = await makeService(open, startApi, (response) => response.destroy());
    expect((await setup.restored()).status).toBe(69);
    expect(setup.text()).toContain('whether the Verify service was made is not known: ');
    expect(setup.text()).toContain('(nothing was written)');
  });

  test('is asked for a Verify service, a Ctrl-C says that it may have made one', async ({ open, startApi }) => {
    const asked: string[] = [];
    const setup = await makeService(open, startApi, (_, parameters) =>
      asked.push(parameters.get('FriendlyName') ?? ''),
    );
    await setup.untilWritten(() => asked.length > 0);
    setup.write(CTRL_C);
    expect(await setup.restored()).toEqual({ ...RESTORED, status: 130 });
    expect(setup.text()).toContain('nothing was written; Twilio may have made the Verify service Acme');
  });

  test('has made a Verify service, and there is a file by then, it says so', async ({ open, startApi }) => {
    const setup = await makeService(open, startApi, (response) => {
      mkdirSync(dirname(setup.file), { recursive: true });
      writeFileSync(setup.file, OLD);
      response.end(JSON.stringify({ sid: SERVICE, friendly_name: 'Acme' }));
    });
    expect((await setup.restored()).status).toBe(2);
    expect(setup.raw()).toContain(`nothing was written; Twilio has made the Verify service Acme (${SERVICE})`);
    expect(readFileSync(setup.file, 'utf8')).toBe(OLD);
  });

  test('does not answer, Ctrl-C leaves it', async ({ open, startApi }) => {
    const { origin, requests } = await startApi();
    const setup = await openSetup(open, { env: { TWILIO_API_URL: origin } });
    await setup.signIn();
    await setup.untilWritten(() => requests.length > 0);
    setup.write(CTRL_C);
    expect(await setup.restored()).toEqual({ ...RESTORED, status: 130 });
    expect(setup.text()).toContain('otp-tui: nothing was written');
  });
});

describe('it is left', () => {
  test.for([
    ...QUESTIONS.flatMap((_, at) => [[at, 'Esc', ESC, 1] as const, [at, 'Ctrl-C', CTRL_C, 130] as const]),
    ...[0, 1, 2, 6].map((at) => [at, 'Ctrl-D', '\x04', 1] as const),
  ])('at question %i by %s, and writes nothing', async ([at, , key, status], { open }) => {
    const setup = await openSetup(open);
    for (const [index, question] of QUESTIONS.slice(0, at).entries())
      await setup.answer(question, `${KEYS[index]}${ENTER}`);
    await setup.answer(QUESTIONS[at] ?? '', key);
    expect(await setup.restored()).toEqual({ ...RESTORED, status });
    expect(setup.text()).toContain('otp-tui: nothing was written');
    expect([existsSync(setup.file), setup.texts]).toEqual([false, []]);
  });

  test('by a no', async ({ open }) => {
    const setup = await openSetup(open);
    await answerAll(setup);
    await setup.answer('Write it', 'n');
    expect((await setup.restored()).status).toBe(1);
    expect(existsSync(setup.file)).toBe(false);
  });

  test('by a signal, which leaves the terminal as it was', async ({ open }) => {
    const setup = await openSetup(open);
    await setup.until('Account SID');
    setup.signal('SIGTERM');
    expect(await setup.restored()).toEqual({ ...RESTORED, status: 143 });
    expect(setup.text()).toContain('nothing was written');
  });
});

test.for([
  ['kept', ENTER, 1],
  ['replaced after a yes', 'y', 0],
] as const)('a file that is there is %s', async ([, key, status], { open }) => {
  const setup = await openSetup(open, { args: ['--config', 'prod.env'], old: OLD });
  await answerAll(setup);
  await setup.answer('is there already. Write over it', key);
  expect(status === 0 ? await enterCode(setup) : (await setup.restored()).status).toBe(status);
  expect(readFileSync(setup.file, 'utf8') === OLD).toBe(status === 1);
  expect(statSync(setup.file).mode & 0o777).toBe(status === 0 ? 0o600 : 0o644);
});

test('a file that comes up meanwhile is kept, since nobody was asked about it', async ({ open }) => {
  const setup = await openSetup(open, { args: ['--config', 'prod.env'] });
  await answerAll(setup);
  await setup.until('Write it');
  writeFileSync(setup.file, OLD);
  setup.write(ENTER);
  expect((await setup.restored()).status).toBe(2);
  expect(readFileSync(setup.file, 'utf8')).toBe(OLD);
  expect(setup.text()).toContain('it is there by now; nothing was written');
});

test('a disk that takes only a part of the file gets none of it', async ({ open }) => {
  const setup = await openSetup(open, { args: ['--config', 'prod.env'] });
  await answerAll(setup);
  await setup.until('Write it');
  execFileSync('prlimit', ['--pid', `${childrenOf(setup.pid)[0]}`, '--fsize=100:']);
  setup.write(ENTER);
  expect((await setup.restored()).status).toBe(2);
  expect(setup.text()).toContain('it cannot be written (EFBIG); nothing was written');
  expect(readdirSync(setup.folder)).toEqual([]);
});

test('a wrong token is told and asked for again', async ({ open }) => {
  const credentials = [{ username: SETTINGS.TWILIO_SID, password: AUTH_TOKEN }];
  const setup = await openSetup(open, { sandbox: { credentials } });
  await setup.answer('Account SID', `${SETTINGS.TWILIO_SID}${ENTER}`);
  await setup.answer('Auth Token', `another${ENTER}`);
  await setup.until('Twilio does not accept them (20003)');
  await setup.answer(/20003[\s\S]*Account SID/, `${SETTINGS.TWILIO_SID}${ENTER}`);
  await setup.answer(/20003[\s\S]*Auth Token/, `${AUTH_TOKEN}${ENTER}`);
  await setup.answer('How are codes sent?', DOWN + ESC);
  expect((await setup.restored()).status).toBe(1);
});

test('a setting of the environment that does not go with the answers is told before anything is written', async ({
  open,
}) => {
  const setup = await openSetup(open, { sandbox: { trial: true }, env: { OTP_LENGTH: '8' } });
  await setup.signIn();
  await setup.answer('How are codes sent?', ENTER);
  await setup.answer('The name of the new Verify service', `Acme${ENTER}`);
  await setup.answer('Whose phone', ENTER);
  await setup.answer('Where are', ENTER);
  expect((await setup.restored()).status).toBe(2);
  expect(setup.text()).toContain('Verify decides how long its codes are');
  expect(existsSync(setup.file)).toBe(false);
});

test('with standard input elsewhere it asks on the controlling terminal', async ({ open }) => {
  const setup = await openSetup(open, { redirect: '</dev/null' });
  await answerAll(setup);
  await setup.answer('Write it', ENTER);
  expect(await enterCode(setup)).toBe(0);
});

test('without a terminal it asks nothing', async () => {
  const { status, stderr, stdout } = await runWithoutTerminal(['init', '--config', '/tmp/never.env'], {});
  expect([status, stdout, stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/^otp-tui: init asks at a terminal, and there is none: over ssh, ssh -t gives one; .*\n$/),
  ]);
});

test('in a folder that is gone it says so', async () => {
  const gone = temporaryFolder(onTestFinished);
  const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
  const args = ['-c', script, 'sh', gone, process.execPath, PROGRAM, 'init', '--config', 'prod.env'];
  const { status, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, 'otp-tui: --config prod.env: the current directory is gone\n']);
});

test.for<[string, (folder: string) => void, RegExp]>([
  [
    'a symbolic link',
    (folder) => symlinkSync('/etc/passwd', join(folder, 'prod.env')),
    /symbolic link: name the file itself with --config\n$/,
  ],
  ['a folder', (folder) => mkdirSync(join(folder, 'prod.env')), /it is not a file: name another with --config\n$/],
])('%s is never written to', async ([, make, words], { open }) => {
  const { folder } = await open({ args: ['--version'] });
  make(folder);
  const { status, stderr } = await runWithoutTerminal(['init', '--config', join(folder, 'prod.env')], {});
  expect([status, stderr]).toEqual([2, expect.stringMatching(words)]);
});

test('credentials in the environment would win over the file, so it says so first', async () => {
  const env = { TWILIO_AUTH_TOKEN: AUTH_TOKEN, RECIPIENT_NUMBER: '+14155552671' };
  expect(await runWithoutTerminal(['init'], env)).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'otp-tui: unset TWILIO_AUTH_TOKEN and RECIPIENT_NUMBER first: what the environment sets wins over a settings file\n',
  });
});

describe.each([{}, { ACCESSIBLE: '1' }])('with %j, stopped at a hidden answer', (env) => {
  test.for([
    ['Ctrl-Z', (setup: Setup) => setup.write('\x1a')],
    ['SIGTSTP', (setup: Setup) => setup.signal('SIGTSTP')],
  ] as const)(
    'by %s, it leaves the terminal to the shell, and then takes the answer unseen',
    async ([_, stop], { open }) => {
      const setup = await openSetup(open, { env });
      await setup.answer('Account SID', `${SETTINGS.TWILIO_SID}${ENTER}`);
      await setup.until('Auth Token');
      stop(setup);
      expect(await setup.suspended()).toEqual({ ...RESTORED, status: 148 });
      setup.resume();
      await isHidden(setup);
      setup.write(`${AUTH_TOKEN}${ENTER}`);
      await setup.until('How are codes sent?');
      expect(setup.raw()).not.toContain(AUTH_TOKEN);
      setup.write(CTRL_C);
      expect(await setup.restored()).toMatchObject({ modes: RESTORED.modes, status: 130 });
    },
  );
});

/** Waits until what is typed is not shown. */
async function isHidden({ pid }: Setup): Promise<void> {
  const [program] = childrenOf(pid);
  const modes = () => execFileSync('stty', ['-F', `/proc/${program}/fd/0`, '-a'], { encoding: 'utf8' });
  await expect.poll(modes).toMatch(/ -echo /);
}
