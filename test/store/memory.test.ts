import { describe } from 'vitest';
import { memoryStore } from '../../src/store/memory.ts';
import { testStore } from './contract.ts';

describe('memory store', () => {
  const store = memoryStore();
  testStore({ open: () => store });
});
