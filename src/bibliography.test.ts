/** Every key that a comment cites can be looked up. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './testing/heddleCommand.ts';
import { sourceFiles, type SourceFile } from './testing/sourceFiles.ts';

/** Authors and year: a year stands for certain behind a name that begins with a capital. */
const key = /\b(?:[A-Z][a-z]+)+(?:19|20)\d\d[a-z]?\b/g;

const bibliography = readFileSync(path.join(root, 'docs/bibliography.md'), 'utf8');

function unknownKeys({ path: file, text }: SourceFile): string[] {
  return [...text.matchAll(key)]
    .filter(([cited]) => !bibliography.includes(`**${cited}**`))
    .map(([cited]) => `${file}: ${cited}`);
}

test('the check can fail', () => {
  expect(unknownKeys({ path: 'a.ts', text: `// ${'Nobody'}1999, section 3` })).toEqual([
    `a.ts: ${'Nobody'}1999`,
  ]);
});

test('every key is in the bibliography', () => {
  expect(sourceFiles().flatMap(unknownKeys)).toEqual([]);
  expect(sourceFiles().flatMap(({ text }) => text.match(key) ?? []).length).toBeGreaterThan(3);
});
