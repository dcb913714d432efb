/** A table of somebody else's on the page, and what was found of it in a table of its own. */

import type { LibraryTable } from '../program/libraryTable.ts';
import type { Comparison } from './comparison.ts';
import { foundColumns, foundLegend, foundOf, type FoundVersion } from './libraryFound.ts';
import { rowTitle } from './libraryMarkdown.ts';
import { escaped, markup } from './markup.ts';

/**
 * Neither table scrolls by itself: names of columns stay at the top of the window, and where it is narrow the
 * answers of a row stand below its title.
 */
export const libraryStyle = `
#libraries, #judged { width: 100%; }
#libraries thead th, #judged thead th { top: 0; z-index: 2; }
#libraries tbody th, #judged tbody th { position: static; white-space: normal; max-width: none; font-weight: 500; }
#libraries td { white-space: nowrap; }
#libraries sup, #judged sup { line-height: 0; }
#libraries sup a { padding: .3rem .2rem; text-decoration: underline; }
#quotations { font-size: .85rem; columns: 3 18rem; column-gap: 3rem; padding-left: 2rem; }
#quotations li { break-inside: avoid; overflow-wrap: anywhere; scroll-margin-top: 3rem; }
#quotations li:target { outline: 2px solid; }
#judged .library th { padding-top: .9rem; font-weight: 400; max-width: 60rem; }
#judged .library strong { font-size: 1rem; }
.about { max-width: 60rem; overflow-wrap: anywhere; }
@media (max-width: 800px) {
  #libraries, #judged { display: block; }
  #libraries thead, #libraries tbody, #judged tbody { display: block; }
  #libraries tr { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); }
  #libraries thead { position: sticky; top: 0; z-index: 2; background: Canvas; }
  #libraries thead th { position: static; writing-mode: vertical-rl; padding: .25rem 0; justify-self: center; border: 0; }
  #libraries thead th:first-child { display: none; }
  #libraries tbody th { grid-column: 1 / -1; border-bottom: 0; padding: .4rem 0 0; }
  #libraries td { padding: .1rem 0 .4rem; font-size: .7rem; letter-spacing: -.02em; text-align: center; }
  #libraries sup a { padding: .5rem 0; }
  #judged thead { display: none; }
  #judged tr { display: block; padding: .3rem 0; border-bottom: 1px solid var(--line); }
  #judged th, #judged td { display: block; border: 0; padding: .05rem 0; overflow-wrap: anywhere; }
  #judged td[data-of]::before { content: attr(data-of) ": "; color: CanvasText; }
}
`;

/** Both tables, and the notes of the first. */
export function libraryHtml(table: LibraryTable, comparison: Comparison): string[] {
  const { title, about, libraries, rows, notes, judged } = table;
  return [
    `<h2>${escaped(title)}</h2>`,
    ...paragraphs(about),
    `<table id="libraries"><thead><tr><th scope="col">in 2010</th>${libraries.map((library) => `<th scope="col">${escaped(library)}</th>`).join('')}</tr></thead><tbody>`,
    ...rows.map(
      (row) => `<tr><th scope="row">${escaped(rowTitle(row))}</th>${row.cells.map(withNote).join('')}</tr>`,
    ),
    '</tbody></table>',
    '<h3>Its notes</h3><ol id="quotations">',
    ...Object.entries(notes).map(
      ([number, text]) => `<li value="${number}" id="q${number}">${escaped(text)}</li>`,
    ),
    '</ol>',
    `<h2>${escaped(judged.title)}</h2>`,
    ...paragraphs(judged.about),
    `<table id="judged"><thead><tr><th scope="col">primitive</th><th scope="col">years and version</th>${foundColumns.map((column) => `<th scope="col">${escaped(column.title)}</th>`).join('')}</tr></thead>`,
    ...foundOf(judged, comparison).flatMap(({ library, says, versions }) => [
      `<tbody><tr class="library"><th colspan="${foundColumns.length + 2}" scope="rowgroup"><strong>${escaped(library)}</strong>. ${markup(says)}</th></tr>`,
      ...versions.map(versionRow),
      '</tbody>',
    ]),
    `</table><p class="about">${markup(foundLegend)}</p>`,
  ];
}

function versionRow({ name, title, url, when, found }: FoundVersion): string {
  const head = url === undefined ? escaped(name) : `<a href="${escaped(url)}">${escaped(name)}</a>`;
  const cells = found.map(
    (text, index) =>
      `<td class="${colourOf(text)}" data-of="${escaped(foundColumns[index]!.title)}">${escaped(text)}</td>`,
  );
  return `<tr><th scope="row">${head}: ${escaped(title)}</th><td>${escaped(when)}</td>${cells.join('')}</tr>`;
}

/** The class of a text that begins with a sign or is an answer. */
function colourOf(text: string): string {
  if (/^(✓|yes$)/.test(text)) return 'yes';
  if (/^(✗|no$)/.test(text)) return 'no';
  return /^(\?|unknown$)/.test(text) ? 'unknown' : 'figure';
}

function withNote(cell: string): string {
  const [value = '', note] = cell.split(' ');
  const answer = value.startsWith('yes') ? 'yes' : 'no';
  return `<td class="${answer}">${value}${note === undefined ? '' : `<sup><a href="#q${note}">${note}</a></sup>`}</td>`;
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.map((text) => `<p class="about">${markup(text)}</p>`);
}
