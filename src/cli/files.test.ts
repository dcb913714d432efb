import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { temporaryFolder } from '../testing/heddleCommand.ts';
import { readText, writeText } from './files.ts';

test('a file is written whole, with the folders on the way to it', () => {
  const file = path.join(temporaryFolder(), 'a/b/trace.json');
  writeText(file, 'first');
  writeText(file, 'second');
  expect(readText(file)).toBe('second');
  expect(readdirSync(path.dirname(file))).toEqual(['trace.json']);
});

test('where the last step fails, the old content stands and nothing half written is left', () => {
  const folder = temporaryFolder();
  // A folder with something in it cannot be replaced by a file.
  const occupied = path.join(folder, 'trace.json');
  mkdirSync(occupied);
  writeFileSync(path.join(occupied, 'inside'), 'kept');
  expect(() => writeText(occupied, 'new')).toThrow(UsageError);
  expect(readdirSync(folder)).toEqual(['trace.json']);
  expect(readFileSync(path.join(occupied, 'inside'), 'utf8')).toBe('kept');
});

test('a file that is not there is refused, and not made', () => {
  const file = path.join(temporaryFolder(), 'no.json');
  expect(() => readText(file)).toThrow(/no\.json cannot be read\./);
  expect(existsSync(file)).toBe(false);
});
