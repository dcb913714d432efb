/** What a cell of the table leads to. */

import { expect, test } from 'vitest';
import { deepMarkdown, type DeepTable } from './deepTable.ts';

const client = '3 threads × (acquire release), 1 permit';
const table: DeepTable = {
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
  const text = deepMarkdown(table, properties, () => ({ file: 'a.json', client: kept }));
  expect(text).toContain(row);
});
