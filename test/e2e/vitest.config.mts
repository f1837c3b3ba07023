import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    exclude: ['host/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One host, one browser at a time: two cores are enough for no more.
    fileParallelism: false,
    bail: 0,
  },
});
