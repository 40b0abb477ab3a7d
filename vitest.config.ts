import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Behind real doors of this computer, and installed from the registry, which takes long.
    exclude: process.env.TEST_SLOW ? [] : ['test/pam/**', 'test/installed/**'],
    globalSetup: 'test/support/what-cannot-run.ts',
    // Import CommonJS packages as Node does.
    deps: { interopDefault: false },
    // One more than there are cores: tests of the program wait for it most of their time.
    maxWorkers: availableParallelism() + 1,
    // Test files share nothing but modules, so a worker loads those only once.
    isolate: false,
    // Only a failing test takes this long. On a busy machine the others are slow, but pass.
    testTimeout: process.env.TEST_SLOW ? 300_000 : 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
