/** `heddle learn` without a terminal: the page, and the exercises as files. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessons, mendedFile } from '../../lessons/lessons.ts';
import { compiledPackage } from '../../testing/compiledCommand.ts';
import { heddle, root } from '../../testing/heddleCommand.ts';
import { upToDatePages } from '../../web/testing/builtPages.ts';
import { lessonFile } from './lessonFiles.ts';

// Where a file can import heddle.
const folder = path.join(await compiledPackage(), '.readme-lessons');
const lesson = lessons[1]!;

beforeAll(upToDatePages);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('names the page', async () => {
  const { code, out } = await heddle(['learn', '--no-browser']);
  expect(code).toBe(0);
  expect(readFileSync(out.trim(), 'utf8')).toContain('<title>Heddle: be the scheduler</title>');
});

describe('the exercises as files', () => {
  test('are laid out, and the first is told about', async () => {
    const { code, out } = await heddle(['learn', '--terminal', '--folder', folder]);
    expect(code).toBe(1);
    expect(out).toContain(`${lessons.length} exercises are laid out`);
    expect(out).toContain('lost-update: same-number-twice is violated');
    expect(out).toContain(`0 / ${lessons.length} mended`);
    expect(readFileSync(lessonFile(folder, lesson), 'utf8')).toMatch(/^\/\/ 2 \/ 15: Check, then act\n/);
  });

  test('are not laid out over what the reader has written, and are mended one by one', async () => {
    const mended = readFileSync(path.join(root, 'src/lessons/code', mendedFile(lesson)), 'utf8');
    writeFileSync(lessonFile(folder, lesson), mended);
    const { code, out } = await heddle(['learn', '--check', lesson.id, '--folder', folder]);
    expect(code).toBe(0);
    expect(out).toContain(`1 / ${lessons.length} mended`);
    await heddle(['learn', '--terminal', '--folder', folder]);
    expect(readFileSync(lessonFile(folder, lesson), 'utf8')).toBe(mended);
  });

  test('an unknown lesson is refused, with the nearest names', async () => {
    const { code, err } = await heddle(['learn', '--check', 'check-than-act', '--folder', folder]);
    expect(code).toBe(64);
    expect(err).toContain('check-then-act');
  });
});
