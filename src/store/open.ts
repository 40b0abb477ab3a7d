// Opens the store at an address.

import { fileStore } from './file.ts';
import { memoryStore } from './memory.ts';
import { redisStore } from './redis.ts';
import type { RedisAddress } from './redis-address.ts';
import type { Store } from './store.ts';

/** Where ledgers are kept: the parsed value of the setting. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'redis'; readonly redis: RedisAddress };

/**
 * The store at an address. Opens nothing before the first update.
 *
 * @param options.ca certificates of additional authorities to trust for `rediss://`, in PEM format
 */
export function openStore(address: StoreAddress, { ca }: { readonly ca?: string | undefined } = {}): Store {
  switch (address.kind) {
    case 'memory':
      return memoryStore();
    case 'file':
      return fileStore(address.path);
    case 'redis':
      return redisStore(address.redis, { ca });
    default:
      return address satisfies never;
  }
}
