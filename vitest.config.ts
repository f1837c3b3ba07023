import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/src/**/*.test.ts', 'client/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'test/e2e/**',
      'test/oracle/**',
      'test/corpus/**',
    ],
    globalSetup: ['scripts/scanner.mjs'],
    testTimeout: 60_000,
  },
});
