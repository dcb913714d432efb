/** The comparison as one page that needs nothing else: a table that can be filtered, with the evidence behind each cell. */

import { featureGroups } from '../judge/features/featureList.ts';
import { cellText, Footnotes, type ComparedPrimitive, type Comparison } from './comparison.ts';
import { inOrder, type Beside } from './comparisonMarkdown.ts';
import { comparisonScript, comparisonStyle } from './comparisonPage.ts';
import { libraryHtml, libraryStyle } from './libraryHtml.ts';
import { escaped } from './markup.ts';

/** The whole page. */
export function comparisonHtml(comparison: Comparison, { libraries, notPorted }: Beside): string {
  const notes = new Footnotes(comparison);
  const families = [...new Set(comparison.primitives.map(familyOf))];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Primitives compared</title><style>${comparisonStyle}${libraryStyle}</style></head><body><main>`,
    '<h1>Primitives compared</h1>',
    '<p>Each cell is explored, or read off the code of the primitive. Click on one, and see what it goes by: the bound that was exhausted, or the trace, with the command that shows it again. <em>Unknown</em> means that a limit stopped the search; – that the feature does not apply. Packages of npm, as they are: <a href="npm.md">npm.md</a>.</p>',
    '<form id="filters">',
    '<label>Primitive <input id="name" type="search" placeholder="part of a name or title" autocomplete="off"></label>',
    `<label>Family <select id="family"><option value="">all</option>${families.map((family) => `<option>${escaped(family)}</option>`).join('')}</select></label>`,
    '<label>Feature <select id="feature"><option value="">any</option>',
    ...featureGroups.map(
      ({ title, features }) =>
        `<optgroup label="${escaped(title)}">${features.map(({ name, title: words }) => `<option value="${name}">${escaped(words)}</option>`).join('')}</optgroup>`,
    ),
    '</select></label>',
    '<label>is <select id="answer"><option value="">anything</option><option>yes</option><option>no</option><option>unknown</option></select></label>',
    '<fieldset><legend>Columns</legend>',
    ...featureGroups.map(
      ({ title }, index) =>
        `<label><input type="checkbox" data-group="${index}"${index === 2 || index === 3 ? ' checked' : ''}> ${escaped(title)}</label>`,
    ),
    '</fieldset><output id="count"></output></form>',
    '<div class="scroll"><table id="table"><thead>',
    `<tr><th rowspan="2">primitive</th>${featureGroups.map(({ title, features }, index) => `<th class="g${index}" colspan="${features.length}">${escaped(title)}</th>`).join('')}</tr>`,
    `<tr>${featureGroups.map(({ features }, index) => features.map(({ title, meaning }) => `<th class="g${index} feature" title="${escaped(meaning)}">${escaped(title)}</th>`).join('')).join('')}</tr>`,
    '</thead><tbody>',
    ...comparison.primitives.map((primitive) => rowOf(primitive, notes)),
    '</tbody></table></div>',
    '<aside id="detail" hidden><button type="button" id="close" aria-label="close">×</button><div></div></aside>',
    '<h2>Named, and not here</h2><div class="scroll"><table class="quoted"><thead><tr><th></th><th>published algorithm</th><th>why it has no row above</th></tr></thead><tbody>',
    ...inOrder(notPorted).map(
      ({ catalogue, name, source, why }) =>
        `<tr><th>${escaped(catalogue)}</th><td class="words">${escaped(name)} (${escaped(source)})</td><td class="words">${escaped(why)}.</td></tr>`,
    ),
    '</tbody></table></div>',
    ...libraryHtml(libraries, comparison),
    `<h2>Evidence</h2><ol id="notes">${notes.all.map(({ number, evidence, clients }) => `<li id="n${number}">${escaped(evidence.says)}${evidence.states === undefined ? '' : ` ${evidence.states.toLocaleString('en-US')} states.`}${clients === undefined ? '' : ` <details><summary>${evidence.clients?.length} clients</summary>${escaped(notes.clientSets[clients - 1]!.join('; '))}</details>`}${evidence.by === 'exploration' ? '' : ` (by ${evidence.by})`}${evidence.command === undefined ? '' : `<br><code>npx heddle ${escaped(evidence.command)}</code>`}${evidence.trace === undefined ? '' : `<br><a href="../${escaped(evidence.trace)}">${escaped(evidence.trace)}</a>`}</li>`).join('\n')}</ol>`,
    `</main><script>${comparisonScript}</script></body></html>`,
    '',
  ].join('\n');
}

function rowOf(primitive: ComparedPrimitive, notes: Footnotes): string {
  const { name, title, citation, url, features } = primitive;
  const source = citation === undefined ? '' : `${title}. ${citation}`;
  const head = url === undefined ? escaped(name) : `<a href="${escaped(url)}">${escaped(name)}</a>`;
  const cells = featureGroups.flatMap(({ features: some }, index) =>
    some.map((feature) => {
      const finding = features[feature.name];
      const text = escaped(cellText(finding));
      const note = notes.of(finding, name);
      const answer = finding?.answer ?? 'none';
      const shown = note === undefined ? text : `<a href="#n${note.number}">${text}</a>`;
      return `<td class="g${index} ${answer}" data-f="${feature.name}">${shown}</td>`;
    }),
  );
  return `<tr data-name="${escaped(`${name} ${title}`.toLowerCase())}" data-family="${escaped(familyOf(primitive))}"><th title="${escaped(source)}">${head}</th>${cells.join('')}</tr>`;
}

/** Where a primitive stands in the list of the literature: its letter says it. */
function familyOf({ catalogue }: ComparedPrimitive): string {
  switch (catalogue?.[0]) {
    case 'A':
      return 'the reference and its repairs';
    case 'B':
      return 'from binary semaphores';
    case 'C':
      return 'green threads and event loops of Python';
    case 'D':
      return 'Python, its threads and its async libraries';
    case 'E':
      return 'JavaScript';
    case 'F':
      return 'classics and systems';
    default:
      return 'others';
  }
}
