import { defineConfig } from 'vitest/config';
import { virtualModules } from './scripts/build/virtual-modules.mjs';

export default defineConfig({
  plugins: [virtualModules()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/docs/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/browser/harness-build.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Browsers on a shared machine stall at times; what passed only at the second try is named at the end of `npm test`.
          retry: 1,
          // Each file starts a browser of its own; two at a time are more than two cores can bear.
          fileParallelism: false,
        },
      },
    ],
    passWithNoTests: false,
  },
});
