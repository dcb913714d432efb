/** The comparison as one page that needs nothing else: a table that can be filtered, with the evidence behind each cell. */

import { featureGroups } from '../judge/features/featureList.ts';
import {
  cellText,
  commandOf,
  familiesOf,
  Footnotes,
  type Beside,
  type ComparedPrimitive,
  type Comparison,
  type Footnote,
} from './comparison.ts';
import { libraryHtml, libraryStyle } from './libraryHtml.ts';
import { wordsHtml } from './comparisonWords.ts';
import { escaped } from './markup.ts';
import { inOrder } from './comparisonMarkdown.ts';
import { comparisonStyle } from './comparisonStyle.ts';
import { comparisonScript } from './comparisonScript.ts';

/** The groups of columns that are seen at first: whether it is right, and whether it is fair. */
const shownFirst = [2, 3];

/** The whole page. */
export function comparisonHtml(comparison: Comparison, { libraries, notPorted }: Beside): string {
  const notes = new Footnotes(comparison);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Primitives compared</title><style>${comparisonStyle}${columnRules()}${libraryStyle}</style></head><body><main>`,
    '<h1>Primitives compared</h1>',
    '<p>Each cell is explored, or read off the code of the primitive. Open one, and see what it means and what it goes by: the bound that was exhausted, or the trace, with the command that shows it again. <em>Unknown</em> means that a limit stopped the search; – that the feature does not apply. The head of a column sorts by it. Packages of npm, as they are: <a href="npm.md">npm.md</a>.</p>',
    ...wordsHtml(),
    ...meaningLines(),
    ...filterLines(comparison),
    '<div class="scroll"><table id="table"><thead>',
    `<tr><th rowspan="2" scope="col" class="corner"><button type="button" data-sort="">primitive</button></th>${featureGroups.map(({ title, features }, index) => `<th class="g${index}" scope="colgroup" colspan="${features.length}"><span>${escaped(title)}</span></th>`).join('')}</tr>`,
    `<tr>${featureGroups.map(({ features }, index) => features.map(({ name, title, meaning }) => `<th class="g${index} feature" scope="col" data-f="${name}"><button type="button" data-sort="${name}" title="${escaped(meaning)}">${escaped(title)}</button></th>`).join('')).join('')}</tr>`,
    '</thead><tbody>',
    ...comparison.primitives.map((primitive) => rowOf(primitive, notes)),
    '</tbody></table></div>',
    '<dialog id="detail" aria-labelledby="detail-title"><button type="button" id="close" aria-label="close">×</button><h2 id="detail-title" tabindex="-1"></h2><div></div></dialog>',
    '<h2>Named, and not here</h2><div class="scroll"><table class="quoted"><thead><tr><td></td><th scope="col">published algorithm</th><th scope="col">why it has no row above</th></tr></thead><tbody>',
    ...inOrder(notPorted).map(
      ({ catalogue, name, source, why }) =>
        `<tr><th scope="row">${escaped(catalogue)}</th><td class="words">${escaped(name)} (${escaped(source)})</td><td class="words">${escaped(why)}.</td></tr>`,
    ),
    '</tbody></table></div>',
    ...libraryHtml(libraries, comparison),
    '<h2>What they are</h2><ul>',
    ...comparison.primitives.map(aboutLine),
    '</ul><h2>Evidence</h2>',
    '<p>What several cells go by stands here once; in a command, NAME is the primitive of the row.</p><ol id="notes">',
    ...notes.all.map(noteLine),
    '</ol><h2>Clients</h2><p>What the threads do; of a bound, every execution of every client was explored.</p><ol>',
    ...notes.clientSets.map(
      (clients, index) => `<li id="c${index + 1}">${escaped(clients.join('; '))}.</li>`,
    ),
    `</ol></main><script>${comparisonScript}</script></body></html>`,
    '',
  ].join('\n');
}

/** What the columns mean, where neither a pointer nor a script is needed to read it. */
function meaningLines(): string[] {
  return [
    '<details id="meanings"><summary>What the columns mean</summary>',
    ...featureGroups.flatMap(({ title, features }) => [
      `<h3>${escaped(title)}</h3><dl>`,
      ...features.map(
        ({ name, title: words, meaning }) =>
          `<dt>${escaped(words)}</dt><dd id="f.${name}">${escaped(meaning)}.</dd>`,
      ),
      '</dl>',
    ]),
    '</details>',
  ];
}

function filterLines(comparison: Comparison): string[] {
  const options = (texts: Iterable<string>): string =>
    [...texts].map((text) => `<option>${escaped(text)}</option>`).join('');
  return [
    '<form id="filters">',
    '<label>Primitive <input id="name" type="search" placeholder="part of a name or title" autocomplete="off"></label>',
    `<label>Family <select id="family"><option value="">all</option>${options(familiesOf(comparison).keys())}</select></label>`,
    '<label>Feature <select id="feature"><option value="">any that is shown</option>',
    ...featureGroups.map(
      ({ title, features }) =>
        `<optgroup label="${escaped(title)}">${features.map(({ name, title: words }) => `<option value="${name}">${escaped(words)}</option>`).join('')}</optgroup>`,
    ),
    '</select></label>',
    '<label>is <select id="answer"><option value="">anything</option></select></label>',
    '<fieldset><legend>Columns</legend>',
    ...featureGroups.map(
      ({ title }, index) =>
        `<label><input type="checkbox" data-group="${index}"${shownFirst.includes(index) ? ' checked' : ''}> ${escaped(title)}</label>`,
    ),
    '</fieldset><button type="reset">Show all again</button><output id="count"></output></form>',
  ];
}

/** A group that is not shown is hidden by a class of the table; of a cell its position says the group. */
function columnRules(): string {
  let before = 1;
  return featureGroups
    .map(({ features }, index) => {
      const [first, last] = [before + 1, before + features.length];
      before = last;
      return `.no${index} .g${index}, .no${index} tbody > tr > :nth-child(n+${first}):nth-child(-n+${last}) { display: none; }\n`;
    })
    .join('');
}

function rowOf({ name, title, family = 'others', features }: ComparedPrimitive, notes: Footnotes): string {
  const cells = featureGroups.flatMap(({ features: some }) =>
    some.map((feature) => {
      const finding = features[feature.name];
      const text = escaped(cellText(finding));
      const note = notes.of(finding, name);
      const states = finding?.evidence.states;
      const told = states === undefined ? '' : ` data-states="${states.toLocaleString('en-US')}"`;
      const shown = note === undefined ? text : `<a href="#n${note.number}"${told}>${text}</a>`;
      return `<td class="${finding?.answer ?? 'none'}">${shown}</td>`;
    }),
  );
  return `<tr data-name="${escaped(name)}" data-title="${escaped(title)}" data-family="${escaped(family)}"><th scope="row"><a href="#p.${escaped(name)}">${escaped(name)}</a></th>${cells.join('')}</tr>`;
}

function aboutLine({ name, title, catalogue, citation, url, scheduling }: ComparedPrimitive): string {
  const number = catalogue === undefined ? '' : ` (${escaped(catalogue)})`;
  const words = citation === undefined ? '' : escaped(citation);
  const source = url === undefined ? words : `<a href="${escaped(url)}">${words}</a>`;
  const turns = scheduling === 'preemptive' ? '' : ' Runs in turns.';
  return `<li id="p.${escaped(name)}"><b>${escaped(name)}</b>${number}: ${escaped(title)}.${source === '' ? '' : ` ${source}.`}${turns}</li>`;
}

function noteLine({ number, evidence, clients }: Footnote): string {
  const { says, by, trace } = evidence;
  const set = clients === undefined ? '' : ` <a href="#c${clients}">${evidence.clients?.length} clients</a>`;
  const source = by === 'exploration' ? '' : ` (by ${by})`;
  const command = commandOf(evidence, 'NAME');
  const shows = command === undefined ? '' : `<br><code>npx heddle ${escaped(command)}</code>`;
  const page =
    trace === undefined
      ? ''
      : `<br><code>npx heddle open ${escaped(trace)}</code> (on a page)<br><a href="../${escaped(trace)}">${escaped(trace)}</a> (as data)`;
  return `<li id="n${number}">${escaped(says)}${set}${source}${shows}${page}</li>`;
}
