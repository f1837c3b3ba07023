import { defineConfig } from 'vitest/config';

/** `npm run lab:agree`. */
export default defineConfig({
  test: {
    include: ['test/kernel-truth/agreement/*.check.ts'],
    testTimeout: 300_000,
    silent: false,
  },
});
