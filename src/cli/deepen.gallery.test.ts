/** The committed results of `npm run gallery:deep`: whole, current, and what a climb finds. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { climb } from '../judge/deep/climb.ts';
import { deepMarkdown, type DeepRow, type DeepTable, type KeptTrace } from '../report/deepTable.ts';
import { root } from '../testing/heddleCommand.ts';
import { keptTrace } from './keptTrace.ts';
import { sourceHash } from './registry.ts';

const read = (file: string): string => readFileSync(path.join(root, 'reports', file), 'utf8');
const table = JSON.parse(read('gallery-deep.json')) as DeepTable;

/** How many rows are made again: those of the smallest searches. */
const againMax = 6;

/** The states of all searches that a row tells of; a search that was given up counts as a full one. */
function effortOf({ heights }: DeepRow): number {
  const reaches = heights.flatMap(({ height }) => (height.verdict === 'holds' ? height.reaches : []));
  return reaches.reduce(
    (sum, { states, givenUp }) => sum + states + (givenUp === undefined ? 0 : table.statesMax),
    0,
  );
}

test('there is a row for every primitive, in the order of the gallery', () => {
  expect(table.rows.map(({ primitive }) => primitive)).toEqual(gallery.map(({ name }) => name));
});

test('every row is of the source as it is now', () => {
  const stale = table.rows.filter(({ primitive, source }) => {
    const entry = gallery.find(({ name }) => name === primitive)!;
    return source === undefined || source !== sourceHash(entry, { name: primitive });
  });
  expect(stale.map(({ primitive }) => primitive)).toEqual([]);
});

test('the Markdown tells what the JSON holds', () => {
  const traceOf = (primitive: string, property: string): KeptTrace | undefined =>
    keptTrace(primitive, property, { folder: 'traces', root });
  const reasonFor = (primitive: string, property: string): string | undefined =>
    gallery.find(({ name }) => name === primitive)?.expected?.onlyLarger?.[property];
  expect(read('gallery-deep.md')).toBe(deepMarkdown(table, judgedProperties, traceOf, reasonFor));
});

test('what only larger clients show is explained by its entry, and nothing else is', () => {
  const shown = table.rows.flatMap(({ primitive, surprises }) =>
    surprises.map((property) => `${primitive} ${property}`),
  );
  const explained = gallery.flatMap(({ name, expected }) =>
    Object.keys(expected?.onlyLarger ?? {}).map((property) => `${name} ${property}`),
  );
  expect(explained.toSorted()).toEqual(shown.toSorted());
});

test('rows climbed again come out the same', () => {
  const { statesMax } = table;
  const rows = table.rows.toSorted((a, b) => effortOf(a) - effortOf(b)).slice(0, againMax);
  for (const { source: _, ...row } of rows) {
    const primitive = gallery.find(({ name }) => name === row.primitive)!;
    const found = climb(primitive, { properties: judgedProperties, statesMax });
    // Through JSON, as the committed one has gone.
    expect(JSON.parse(JSON.stringify(found))).toEqual(row);
  }
});
