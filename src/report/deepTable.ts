/** How far up the primitives could be checked, as a document that is kept and gone on with, and as Markdown. */

import type { Climb, Height, Reach } from '../judge/deep/climb.ts';

/** One primitive of the document. */
export interface DeepRow extends Climb {
  /** A hash of its source when it was climbed: another one makes the row out of date. */
  readonly source: string | undefined;
}

/** What `reports/gallery-deep.json` holds. */
export interface DeepTable {
  readonly format: 'heddle-deep';
  readonly version: 1;
  /** The most states that a search could store. */
  readonly statesMax: number;
  readonly rows: readonly DeepRow[];
}

/** The table as JSON, one primitive a line. */
export function deepJson({ rows, ...head }: DeepTable): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, `,\n  "rows": [\n${lines}\n  ]\n}`)}\n`;
}

/**
 * @param properties in the order of the columns.
 * @param traceOf the committed trace of a violation, seen from the reports; undefined where there is none.
 * @param reasonFor what an entry says of a violation that only larger clients show; undefined where it says nothing.
 */
export function deepMarkdown(
  { rows, statesMax }: DeepTable,
  properties: readonly { readonly name: string; readonly title: string }[],
  traceOf: (primitive: string, property: string) => string | undefined,
  reasonFor: (primitive: string, property: string) => string | undefined,
): string {
  return [
    '# The gallery, as far up as it can be checked',
    '',
    'Clients of a few shapes grow until a search would store more than',
    `${statesMax.toLocaleString('en-US')} states. Each cell says how far that went: all executions of the clients up to these`,
    'were explored, and none breaks the property. ✗ names the first client that breaks it.',
    '',
    '`4,2,1` stands for 4 threads that each acquire and release 2 times, with 1 permit at the start; `4,∞,1` for threads',
    'that do so for ever; `!1` for one interrupt, anywhere in the execution; `3+2,1` for 3 threads that acquire and two that',
    'give 2 permits and 1; `2 tryAcquire+2,1,1` for 2 threads that try and two that wait; `client 2 x3` for the second client of the primitive, with 3 times its rounds. A `…` means that the',
    'next larger client was too large; without it, the ladder ends there. `?` means that not even the smallest client could be',
    'explored whole, – that the property does not apply.',
    '',
    'This file is written by `npm run gallery:deep`, which goes on where the sources have changed.',
    '',
    `| primitive | ${properties.map(({ title }) => title).join(' | ')} |`,
    `| --- | ${properties.map(() => '---').join(' | ')} |`,
    ...rows.map(({ primitive, heights }) => {
      const cells = properties.map(({ name }) => {
        const height = heights.find(({ property }) => property === name)?.height;
        return height === undefined ? '' : cellOf(height, traceOf(primitive, name));
      });
      return `| \`${primitive}\` | ${cells.join(' | ')} |`;
    }),
    '',
    ...surpriseLines(rows, reasonFor),
  ].join('\n');
}

function cellOf(height: Height, trace: string | undefined): string {
  switch (height.verdict) {
    case 'holds':
      return `✓ ${height.reaches.map(reachText).join('; ')}`;
    case 'violated': {
      const text = `✗ ${height.label}`;
      return trace === undefined ? text : `[${text}](${trace})`;
    }
    case 'unknown':
      return '?';
    case 'does not apply':
      return '–';
  }
}

function reachText({ label, givenUp }: Reach): string {
  return `${label.replaceAll(' ', ' ')}${givenUp === undefined ? '' : '…'}`;
}

/** What larger clients show and the declared ones do not, each with the explanation of its entry. */
function surpriseLines(
  rows: readonly DeepRow[],
  reasonFor: (primitive: string, property: string) => string | undefined,
): string[] {
  const lines = rows.flatMap(({ primitive, heights, surprises }) =>
    heights.flatMap(({ property, height }) => {
      if (!surprises.includes(property) || height.verdict !== 'violated') return [];
      const reason = reasonFor(primitive, property) ?? 'not explained';
      return [`- \`${primitive}\`, ${property}: ${height.why} (${height.client}): ${reason}`];
    }),
  );
  return lines.length === 0 ? [] : ['## What only larger clients show', '', ...lines, ''];
}
