/** The document of `heddle deepen`: what only larger clients show, and what is said of it. */

import { expect, test } from 'vitest';
import { deepMarkdown, type DeepRow } from './deepTable.ts';

const row: DeepRow = {
  primitive: 'lock',
  source: undefined,
  heights: ['safety', 'fifo', 'refinement'].map((property) => ({
    property,
    height: { verdict: 'violated', label: '5,1,1', client: '5 threads', why: `no ${property}` },
  })),
  surprises: ['safety', 'fifo'],
};

test('each line that only larger clients show has the explanation of its entry', () => {
  const table = { format: 'heddle-deep', version: 1, statesMax: 10, rows: [row] } as const;
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
