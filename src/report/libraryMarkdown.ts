/** A table of somebody else's, quoted, beside what was verified of it. */

import type { LibraryRow, LibraryTable } from '../program/libraryTable.ts';
import type { ComparedPrimitive, Comparison } from './comparison.ts';

/** The table as lines of Markdown, with what was found of the libraries' primitives below the rows that can be judged. */
export function libraryMarkdown(table: LibraryTable, { primitives }: Comparison): string[] {
  const { title, source, libraries, rows, notes } = table;
  const rowsWith = rows.filter(({ feature }) => feature !== undefined);
  return [
    `## ${title}`,
    '',
    `${source} A cell says what was said then; its number leads to the note. Where Heddle has something to say of a row,`,
    'a line below it says what it found. All other rows are quoted, not checked.',
    '',
    `| | ${libraries.join(' | ')} |`,
    `| --- | ${libraries.map(() => '---').join(' | ')} |`,
    ...rows.flatMap((row) => [
      `| ${row.title} | ${row.cells.map(quoted).join(' | ')} |`,
      ...(row.feature === undefined
        ? []
        : [
            `| *found by exploration* | ${libraries.map((library) => foundOf(row, table.judged[library] ?? [], primitives)).join(' | ')} |`,
          ]),
    ]),
    '',
    `${rows.length} rows, ${rowsWith.length} of them judged.`,
    '',
    ...Object.entries(notes).map(([number, text]) => `${number}. <a id="q${number}"></a>${text}`),
  ];
}

function quoted(cell: string): string {
  const [value, note] = cell.split(' ');
  return note === undefined ? value! : `${value} [${note}](#q${note})`;
}

/** What was found of the primitives of one library. */
export function foundOf(
  { feature }: LibraryRow,
  names: readonly string[],
  primitives: readonly ComparedPrimitive[],
): string {
  const known = primitives.filter(({ name }) => names.includes(name));
  if (known.length === 0) return 'nothing to judge';
  return known
    .map(({ name, features }) => {
      if (feature === 'generic-timeout') return `${name}: ${features['generic-timeout']?.answer ?? '–'}`;
      if (feature === 'order') return `${name}: ${features['order']?.text ?? '–'}`;
      const broken = [
        'safety',
        'no-lost-wakeup',
        'fifo',
        'interrupt-before-blocked',
        'interrupt-after-blocked',
      ].filter((property) => features[property]?.answer === 'no');
      return broken.length === 0 ? `${name}: right` : `${name}: ✗ ${broken.join(', ')}`;
    })
    .join('; ');
}
