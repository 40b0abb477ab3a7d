// Writes to an audit log in a process of its own. Bundled by `audit-workers.ts`, since Node 20 runs no TypeScript.
//
// node audit-worker.mjs lines FILE WORKER COUNT
// node audit-worker.mjs full FILE: until the disk is full, and once more when it is not

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileLog } from '../../src/audit/file-log.ts';
import { AuditError } from '../../src/audit/log.ts';

const [job, path = '', worker, count] = process.argv.slice(2);
const log = fileLog(path);
if (job === 'lines') {
  for (let number = 0; number < Number(count); number++) {
    await log.write(JSON.stringify({ worker, number, padding: 'x'.repeat((number * 397) % 1_900) }));
  }
} else {
  const written: string[] = [];
  let problem: unknown;
  const filler = join(dirname(path), 'filler');
  writeFileSync(filler, Buffer.alloc(8_192));
  while (problem === undefined) {
    const line = JSON.stringify({ number: written.length, padding: 'x'.repeat(1_500) });
    try {
      await log.write(line);
      written.push(line);
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      problem = error.problem;
    }
  }
  rmSync(filler);
  written.push('{"number":"last"}');
  await log.write('{"number":"last"}');
  process.stdout.write(JSON.stringify({ problem, written, text: readFileSync(path, 'utf8') }));
}
