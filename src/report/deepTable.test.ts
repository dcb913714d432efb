/** The Markdown of a deep table: a few columns at once, under short names, nothing said twice, and what is said of the surprises. */

import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import type { Height } from '../judge/deep/climb.ts';
import { deepMarkdown, type DeepRow, type DeepTable } from './deepTable.ts';

const holds: Height = { verdict: 'holds', reaches: [{ grows: 'threads', label: '4,2,1', states: 9 }] };
const violated: Height = {
  verdict: 'violated',
  label: '2,1,1',
  client: 'two threads',
  why: 'both are inside',
};
const heightOf = (property: string): Height => {
  if (property === 'refinement') return violated;
  return property === 'livelock' ? { verdict: 'unknown' } : holds;
};
const row: DeepRow = {
  primitive: 'lock',
  source: undefined,
  surprises: [],
  heights: judgedProperties.map(({ name }) => ({ property: name, height: heightOf(name) })),
};

const text = deepMarkdown(
  { format: 'heddle-deep', version: 1, statesMax: 10, rows: [row] },
  judgedProperties,
  () => undefined,
  () => undefined,
);
const heads = text.split('\n').filter((line) => line.startsWith('| primitive'));

test('no table has more than seven columns beside the name, and together they have all', () => {
  const counts = heads.map((line) => line.split(' | ').length - 1);
  expect(counts.filter((count) => count > 7)).toEqual([]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(judgedProperties.length);
});

test('columns have the names of the comparison', () => {
  expect(heads[1]).toBe(
    '| primitive | interrupted waiting | interrupted after the grant | interrupted before any step | interrupted after any step |',
  );
});

test('what the cell to the left says is not said again, a violation always', () => {
  expect(text.split('\n').filter((line) => line.startsWith('| `lock`'))).toEqual([
    '| `lock` | ✓ 4,2,1 | same | same | same | same | ✗ 2,1,1 |',
    '| `lock` | ✓ 4,2,1 | same | same | same |',
    '| `lock` | ✓ 4,2,1 | same | same | ? | ✓ 4,2,1 |',
  ]);
});

const surprising: DeepRow = {
  primitive: 'lock',
  source: undefined,
  heights: ['safety', 'fifo', 'refinement'].map((property) => ({
    property,
    height: { verdict: 'violated', label: '5,1,1', client: '5 threads', why: `no ${property}` },
  })),
  surprises: ['safety', 'fifo'],
};

test('each line that only larger clients show has the explanation of its entry', () => {
  const table = { format: 'heddle-deep', version: 1, statesMax: 10, rows: [surprising] } as const;
  const reasonFor = (primitive: string, property: string): string | undefined =>
    primitive === 'lock' && property === 'safety' ? 'it counts to four.' : undefined;
  const text = deepMarkdown(table, [], () => undefined, reasonFor);
  expect(text.slice(text.indexOf('## What only')).split('\n')).toEqual([
    '## What only larger clients show',
    '',
    '- `lock`, safety: no safety (5 threads): it counts to four.',
    '- `lock`, fifo: no fifo (5 threads): not explained',
    '',
  ]);
});

const client = '3 threads × (acquire release), 1 permit';
const linked: DeepTable = {
  format: 'heddle-deep',
  version: 1,
  statesMax: 1000,
  rows: [
    {
      primitive: 'one',
      source: undefined,
      surprises: [],
      heights: [
        { property: 'fifo', height: { verdict: 'violated', label: '3,1,1', client, why: 'overtaken' } },
      ],
    },
  ],
};

test.each([
  ['of the same client', client, '| `one` | [✗ 3,1,1](a.json) |'],
  ['of another client', '2 threads', '| `one` | ✗ 3,1,1 ([kept: 2 threads](a.json)) |'],
])('a violation leads to a trace %s', (_, kept, row) => {
  const properties = [{ name: 'fifo', title: 'FIFO' }];
  const text = deepMarkdown(
    linked,
    properties,
    () => ({ file: 'a.json', client: kept }),
    () => undefined,
  );
  expect(text).toContain(row);
});
