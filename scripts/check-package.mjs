// Packs the package and asks publint and attw what whoever installs it will meet. The build comes first.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'otp-tui-pack-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const [{ filename }] = JSON.parse(run('npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
const tarball = join(folder, filename);
process.stdout.write(run('publint', 'run', tarball, '--strict'));
// ES modules only: Node's `require` loads them since 20.19, which attw does not know. Node 10 is not supported.
process.stdout.write(run('attw', tarball, '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'));

function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  process.stderr.write(`${stdout}${stderr}\n${command} failed: see above.\n`);
  process.exit(1);
}
