// Which store a setting names.

import { fileStore } from './file.ts';
import { memoryStore } from './memory.ts';
import { redisStore } from './redis.ts';
import { isOfRedis } from './redis-address.ts';
import type { Store } from './store.ts';

/**
 * The store that a setting names; nothing is opened before the first update.
 *
 * @param name `memory:`, a `redis://`, `rediss://` or `redis+unix://` URL, or the path of a file
 * @param options.ca certificates of further authorities to trust a `rediss://` by, in PEM format
 */
export function openStore(name: string, { ca }: { readonly ca?: string | undefined } = {}): Store {
  if (name === 'memory:') return memoryStore();
  return isOfRedis(name) ? redisStore(name, { ca }) : fileStore(name);
}
