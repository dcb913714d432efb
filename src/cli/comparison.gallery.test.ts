/** The comparison of the whole gallery, made anew: what is committed is current, to the letter. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { beforeAll, describe, expect, test } from 'vitest';
import { comparisonFrom } from '../report/comparisonJson.ts';
import { heddleFromSources, root, temporaryFolder, type Ended } from '../testing/heddleCommand.ts';

const committed = (file: string): string => readFileSync(path.join(root, 'reports', file), 'utf8');

describe('heddle compare on the whole gallery', () => {
  const folder = temporaryFolder();
  let ended: Ended;

  beforeAll(async () => {
    ended = await heddleFromSources(['compare'], { cwd: folder });
  });

  test('exits 0', () => {
    expect(ended.code).toBe(0);
  });

  test.each(['comparison.json', 'comparison.md', 'comparison.html'])(
    'writes the %s that is committed',
    (file) => {
      expect(readFileSync(path.join(folder, 'reports', file), 'utf8')).toBe(committed(file));
    },
  );

  test('has a row for every primitive, in the order of the gallery', () => {
    const { primitives } = comparisonFrom(committed('comparison.json'));
    expect(primitives.map(({ name }) => name)).toEqual(gallery.map(({ name }) => name));
  });
});
