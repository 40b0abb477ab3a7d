import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/what-cannot-run.ts',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A CommonJS package is imported as Node imports it.
    deps: { interopDefault: false },
  },
});
