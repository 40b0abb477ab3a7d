// Uses the store as a gate would, without leaving anything there.

import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadEngine } from '../store/file-engine.ts';
import { fileProblem } from '../store/file-problem.ts';
import { openStore, type StoreAddress } from '../store/open.ts';
import { orStoreFailed } from '../store/store.ts';
import type { StoreTrial } from './store-findings.ts';

/** No phone's: those are 64 hexadecimal digits. */
const KEY = 'doctor';

/** @param ca certificates of additional authorities to trust, in PEM format @param clock ms since 1970 */
export async function tryStore(
  address: StoreAddress,
  ca: string | undefined,
  clock: () => number,
): Promise<StoreTrial> {
  // Whoever asks the doctor may be another user than the gate's, who could then not write to a file made here.
  if (address.kind === 'file' && isAbsent(address.path)) {
    return tryToMake(resolve(address.path));
  }
  const store = openStore(address, { ca });
  try {
    // An empty ledger has to be written, and is forgotten at once.
    const outcome = await orStoreFailed(() =>
      store.update(KEY, (ledger, now = clock()) => ({
        ledger: { ...ledger, seenAt: now },
        outcome: { kind: 'used' as const },
      })),
    );
    if (outcome.kind === 'store-failed') return { kind: 'failed', problem: outcome.problem };
    if (address.kind !== 'redis') return outcome;
    const { redisDurability } = await import('../store/redis-durability.ts');
    return { kind: 'used', durability: await redisDurability(address.redis, ca) };
  } finally {
    await store.close();
  }
}

/** Whether a file could be made, without making it. */
async function tryToMake(path: string): Promise<StoreTrial> {
  try {
    await loadEngine();
    return { kind: 'absent', isRoomThere: canMake(path) };
  } catch (error) {
    return { kind: 'failed', problem: fileProblem(error, path) };
  }
}

/** Whether the file does not exist. If that cannot be determined, opening the store will say why. */
function isAbsent(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    // Asked not to throw, later versions of Node say the same of a path below a file.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** Whether the nearest folder that exists can be written. */
function canMake(path: string): boolean {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && folder !== path && canMake(folder);
  }
}
