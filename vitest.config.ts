import { defineConfig } from 'vitest/config';

const source = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^heddle$/, replacement: source('./src/index.ts') },
      { find: /^heddle\/promises$/, replacement: source('./src/promises/door.ts') },
      { find: /^heddle\/subjects$/, replacement: source('./src/subjects/npmSubjects.ts') },
      { find: /^heddle\/models$/, replacement: source('./models/index.ts') },
      { find: /^heddle\/properties$/, replacement: source('./properties/index.ts') },
      { find: /^heddle\/gallery$/, replacement: source('./src/primitives/gallery.ts') },
    ],
  },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**', '.readme-*/**'],
    testTimeout: 120_000,
    // Two cores, and some tests start commands with workers of their own.
    maxWorkers: 2,
    // What .ci/run counts.
    ...(process.env['CI'] === undefined
      ? {}
      : { reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]] }),
  },
});
