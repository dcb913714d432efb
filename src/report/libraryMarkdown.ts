/** A table of somebody else's in Markdown, and what was found of it in a table of its own. */

import type { LibraryRow, LibraryTable } from '../program/libraryTable.ts';
import type { Comparison } from './comparison.ts';
import { foundColumns, foundLegend, foundOf } from './libraryFound.ts';

/** Both tables, and the notes of the first. */
export function libraryMarkdown(table: LibraryTable, comparison: Comparison): string[] {
  const { title, about, libraries, rows, notes, judged } = table;
  const found = foundOf(judged, comparison);
  return [
    `## ${title}`,
    '',
    ...paragraphs(about),
    `| | ${libraries.join(' | ')} |`,
    `| --- | ${libraries.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${rowTitle(row)} | ${row.cells.map(withNote).join(' | ')} |`),
    '',
    `${rows.length} rows. The notes:`,
    '',
    ...Object.entries(notes).map(([number, text]) => `${number}. <a id="q${number}"></a>${text}`),
    '',
    `## ${judged.title}`,
    '',
    ...paragraphs(judged.about),
    ...found.map(({ library, says }) => `- **${library}**: ${says}`),
    '',
    `| library | primitive | years and version | ${foundColumns.map((column) => column.title).join(' | ')} |`,
    `| --- | --- | --- | ${foundColumns.map(() => '---').join(' | ')} |`,
    ...found.flatMap(({ library, versions }) =>
      versions.map(
        ({ name, title: words, when, found: cells }) =>
          `| ${library} | ${name}: ${words} | ${when} | ${cells.join(' | ')} |`,
      ),
    ),
    '',
    foundLegend,
  ];
}

/** What a row is called, with whose question it is. */
export function rowTitle({ title, askedBy }: LibraryRow): string {
  return askedBy === undefined ? title : `${askedBy}: ${title}`;
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [text, '']);
}

function withNote(cell: string): string {
  const [value, note] = cell.split(' ');
  return note === undefined ? value! : `${value} [${note}](#q${note})`;
}
