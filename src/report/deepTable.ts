/** How far up the primitives could be checked, as a document that is kept and gone on with, and as Markdown. */

import type { Climb, Height, Reach } from '../judge/deep/climb.ts';
import { features } from '../judge/features/featureList.ts';

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
 * @param reasonFor what an entry says of a violation that only larger clients show; undefined where it says nothing.
 */
export function deepMarkdown(
  { rows, statesMax }: DeepTable,
  properties: readonly { readonly name: string; readonly title: string }[],
  traceOf: (primitive: string, property: string) => KeptTrace | undefined,
  reasonFor: (primitive: string, property: string) => string | undefined,
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
    'explored whole, – that the property does not apply; *same* that a cell says what the one to its left says.',
    'The columns are called as in [comparison.md](comparison.md), which tells what each means.',
    '',
    'This file is written by `npm run gallery:deep`, which goes on where the sources have changed.',
    '',
    ...columnGroups(properties).flatMap((group) => groupLines(group, rows, traceOf)),
    ...surpriseLines(rows, reasonFor),
  ].join('\n');
}

interface Column {
  readonly name: string;
  readonly title: string;
}

interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly Column[];
}

/** As many columns as can be seen at once, by the short names that the comparison has for them. */
function columnGroups(properties: readonly Column[]): ColumnGroup[] {
  const interrupted = 'When it is interrupted';
  const [right, fair] = ['Whether it is right', 'Whether it is fair'];
  const groupOf = (name: string): string => {
    if (name.startsWith('interrupt-')) return interrupted;
    return /^(fifo|starvation|livelock|bounded-bypass)/.test(name) ? fair : right;
  };
  const shortTitle = ({ name, title }: Column): string =>
    features.find((feature) => feature.name === name)?.title ?? title;
  return [right, interrupted, fair].flatMap((title) => {
    const columns = properties
      .filter(({ name }) => groupOf(name) === title)
      .map((one) => ({ name: one.name, title: shortTitle(one) }))
      // Its searches are larger than those of the others, which are often alike, and so stand together.
      .toSorted((a, b) => Number(a.name === 'refinement') - Number(b.name === 'refinement'));
    return columns.length === 0 ? [] : [{ title, columns }];
  });
}

function groupLines(
  { title, columns }: ColumnGroup,
  rows: readonly DeepRow[],
  traceOf: (primitive: string, property: string) => KeptTrace | undefined,
): string[] {
  return [
    `## ${title}`,
    '',
    `| primitive | ${columns.map((column) => column.title).join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map(({ primitive, heights }) => {
      const cells = columns.map(({ name }) => {
        const height = heights.find(({ property }) => property === name)?.height;
        return height === undefined ? '' : cellOf(height, traceOf(primitive, name));
      });
      const merged = cells.map((cell, index) =>
        cell.startsWith('✓') && cell === cells[index - 1] ? 'same' : cell,
      );
      return `| \`${primitive}\` | ${merged.join(' | ')} |`;
    }),
    '',
  ];
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
