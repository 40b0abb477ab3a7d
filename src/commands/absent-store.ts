// For verbs that look at what is stored: a state file that does not exist has nothing for them, and is not made.

import { statSync } from 'node:fs';
import { EXIT } from '../conversation/exit.ts';
import { plainText } from '../core/plain-text.ts';
import type { StoreAddress } from '../store/open.ts';

/** What to say and the exit status if there is no store. @param purpose what there would be nothing to do with */
export function absentStore(
  store: StoreAddress,
  purpose: string,
): { readonly status: number; readonly text: string } | undefined {
  if (store.kind !== 'file' || !isAbsent(store.path)) return undefined;
  const text = `${plainText(store.path)}: no such file, so there is nothing to ${purpose}; see OTP_STORE (--store)`;
  return { status: EXIT.store, text };
}

/** Whether the file does not exist. If that cannot be determined, opening the store will say why. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}
