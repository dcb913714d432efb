import { defineConfig } from 'vitest/config';

const source = (path: string): string => new URL(path, import.meta.url).pathname;

const generated = ['dist/**', 'node_modules/**', '.readme-*/**', '.compiled/**'];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^heddle$/, replacement: source('./src/index.ts') },
      { find: /^heddle\/promises$/, replacement: source('./src/promises/door.ts') },
      { find: /^heddle\/subjects$/, replacement: source('./src/subjects/npmSubjects.ts') },
      { find: /^heddle\/vitest$/, replacement: source('./src/vitest/door.ts') },
      { find: /^heddle\/fast-check$/, replacement: source('./src/fastCheck/door.ts') },
      { find: /^heddle\/models$/, replacement: source('./models/index.ts') },
      { find: /^heddle\/properties$/, replacement: source('./properties/index.ts') },
      { find: /^heddle\/gallery$/, replacement: source('./src/primitives/gallery.ts') },
    ],
  },
  test: {
    // What goes through the whole gallery grows with it, and has a command of its own.
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['**/*.test.ts'], exclude: [...generated, '**/*.gallery.test.ts'] },
      },
      {
        extends: true,
        // One test of it is all of the gallery.
        test: {
          name: 'gallery',
          include: ['**/*.gallery.test.ts'],
          exclude: generated,
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
    testTimeout: 120_000,
    // Two cores, and some tests start commands with workers of their own.
    maxWorkers: 2,
    // What .ci/run counts.
    ...(process.env['CI'] === undefined
      ? {}
      : { reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]] }),
  },
});
