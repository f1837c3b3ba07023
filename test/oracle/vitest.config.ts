import { defineConfig } from 'vitest/config';

/** Comparisons with other tools on a whole kernel tree; minutes long. */
export default defineConfig({
  test: { include: ['test/oracle/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 },
});
