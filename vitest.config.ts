import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/what-cannot-run.ts',
    // A CommonJS package is imported as Node imports it.
    deps: { interopDefault: false },
    // A worker a core. Left alone, Vitest keeps one core free, which on two cores is one worker.
    maxWorkers: '100%',
    // Files share nothing but modules, so a worker loads those once and not for each file.
    isolate: false,
    // Only a failing test takes so long: on a busy machine the others are slow, and still pass.
    testTimeout: process.env.TEST_SLOW ? 300_000 : 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
