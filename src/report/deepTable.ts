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

/** The trace that is kept of a violation. */
export interface KeptTrace {
  /** Its file, seen from the reports. */
  readonly file: string;
  /** The client that it is of, in words. */
  readonly client: string;
}

/** The table as JSON, one primitive a line. */
export function deepJson({ rows, ...head }: DeepTable): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, `,\n  "rows": [\n${lines}\n  ]\n}`)}\n`;
}

/**
 * @param properties in the order of the columns.
 * @param traceOf the committed trace of a violation; undefined where there is none.
 */
export function deepMarkdown(
  { rows, statesMax }: DeepTable,
  properties: readonly { readonly name: string; readonly title: string }[],
  traceOf: (primitive: string, property: string) => KeptTrace | undefined,
): string {
  return [
    '# The gallery, as far up as it can be checked',
    '',
    'Clients of a few shapes grow until a search would store more than',
    `${statesMax.toLocaleString('en-US')} states. Each cell says how far that went: all executions of the clients up to these`,
    'were explored, and none breaks the property. ✗ names the first client that breaks it, and links to the trace that is',
    'kept, where that is one of the same client; *kept* leads to one of another client, which it names.',
    '',
    '`4,2,1` stands for 4 threads that each acquire and release 2 times, with 1 permit at the start; `4,∞,1` for threads',
    'that do so for ever; `!1` for one interrupt, anywhere in the execution; `3+2,1` for 3 threads that acquire and two that',
    'give 2 permits and 1, `7+7` for 7 that acquire and one that gives 7, with none at the start; `2 tryAcquire+2,1,1` for 2 threads that try and two that wait; `client 2 x3` for the second client of the primitive, with 3 times its rounds. A `…` means that the',
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
    ...surpriseLines(rows),
  ].join('\n');
}

function cellOf(height: Height, trace: KeptTrace | undefined): string {
  switch (height.verdict) {
    case 'holds':
      return `✓ ${height.reaches.map(reachText).join('; ')}`;
    case 'violated': {
      const text = `✗ ${height.label}`;
      if (trace === undefined) return text;
      return trace.client === height.client
        ? `[${text}](${trace.file})`
        : `${text} ([kept: ${trace.client}](${trace.file}))`;
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

/** What larger clients show and the declared ones do not. */
function surpriseLines(rows: readonly DeepRow[]): string[] {
  const lines = rows.flatMap(({ primitive, heights, surprises }) =>
    heights.flatMap(({ property, height }) =>
      surprises.includes(property) && height.verdict === 'violated'
        ? [`- \`${primitive}\`, ${property}: ${height.why} (${height.client})`]
        : [],
    ),
  );
  return lines.length === 0 ? [] : ['## What only larger clients show', '', ...lines, ''];
}
