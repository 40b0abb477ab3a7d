import { describe } from 'vitest';
import { memoryStore } from '../../src/store/memory.ts';
import { storeContract } from './contract.ts';

describe('memory store', () => {
  const store = memoryStore();
  storeContract({ open: () => store });
});
