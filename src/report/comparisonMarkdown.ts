/** The comparison as Markdown: tables of features, and numbered footnotes with the evidence. */

import type { NotPorted } from '../program/notPorted.ts';
import { featureGroups, type FeatureGroup } from '../judge/features/featureList.ts';
import {
  cellText,
  familiesOf,
  Footnotes,
  type Beside,
  type ComparedPrimitive,
  type Comparison,
} from './comparison.ts';
import { glossary, howToShow, readAloud } from './comparisonWords.ts';
import { libraryMarkdown } from './libraryMarkdown.ts';

/** What stands below the tables. */
const appendices = [
  'What they are',
  'Named, and not here',
  'Eight libraries in 2010',
  'What exploration found of the eight',
  'Evidence',
  'Clients',
];

/** The whole file. */
export function comparisonMarkdown(comparison: Comparison, { libraries, notPorted }: Beside): string {
  const notes = new Footnotes(comparison);
  return [
    '# Primitives compared',
    '',
    'Each cell is explored, or read off the code of the primitive, and its number leads to what it goes by: the bound',
    'that was exhausted, or the trace, with the command that shows it again. *Unknown* means that a limit stopped the',
    'search; – that the feature does not apply. How many states each search had is told in [comparison.json](comparison.json)',
    'and [comparison.html](comparison.html).',
    '',
    `Tables: ${featureGroups.map(({ title }) => linkTo(title)).join(', ')}. Below them: ${appendices.map(linkTo).join(', ')}.`,
    '',
    ...howToShow,
    '',
    'Packages of npm, as they are, are compared in [npm.md](npm.md). `npm run comparison` writes this file, `comparison.json`, and',
    '`comparison.html`, which can be filtered. `npx heddle compare A B` tells which histories two primitives differ in.',
    '',
    '## Rows read aloud',
    '',
    ...readAloud,
    '',
    '## Words',
    '',
    ...glossary.map(([word, meaning]) => `- *${word}*: ${meaning}.`),
    '',
    ...featureGroups.flatMap((group) => groupLines(group, comparison, notes)),
    '## What they are',
    '',
    ...[...familiesOf(comparison)].flatMap(([family, primitives]) => [
      `### ${family}`,
      '',
      ...primitives.map(primitiveLine),
      '',
    ]),
    '## Named, and not here',
    '',
    '| | published algorithm | why it has no row above |',
    '| --- | --- | --- |',
    ...inOrder(notPorted).map(
      ({ catalogue, name, source, why }) =>
        `| ${catalogue} | ${escaped(name)} (${escaped(source)}) | ${escaped(why)}. |`,
    ),
    '',
    ...libraryMarkdown(libraries, comparison),
    '',
    '## Evidence',
    '',
    ...notes.all.map(({ number, evidence, clients }) => {
      const { says, command, trace, by } = evidence;
      const source = by === 'exploration' ? '' : ` (by ${by})`;
      const shown = trace === undefined ? '' : ` [Trace](../${trace}).`;
      return `${number}. <a id="n${number}"></a>${escaped(says)}${clients === undefined ? '' : ` [Clients ${clients}](#c${clients}).`}${source}${shown}${command === undefined ? '' : ` \`npx heddle ${command}\``}`;
    }),
    '',
    '## Clients',
    '',
    'What the threads do; of a bound, every execution of every client was explored.',
    '',
    ...notes.clientSets.map(
      (clients, index) => `${index + 1}. <a id="c${index + 1}"></a>${escaped(clients.join('; '))}.`,
    ),
    '',
  ].join('\n');
}

/** By their numbers. */
export function inOrder(notPorted: readonly NotPorted[]): NotPorted[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return notPorted.toSorted((a, b) => collator.compare(a.catalogue, b.catalogue));
}

/** What the columns mean, and a table for each family: so the meaning stands above the first row. */
function groupLines({ title, features }: FeatureGroup, comparison: Comparison, notes: Footnotes): string[] {
  const rowOf = ({ name: primitive, features: found }: ComparedPrimitive): string => {
    const cells = features.map(({ name }) => {
      const note = notes.of(found[name], primitive);
      const text = escaped(cellText(found[name]));
      return note === undefined ? text : `${text} [${note.number}](#n${note.number})`;
    });
    return `| ${primitive} | ${cells.join(' | ')} |`;
  };
  return [
    `## ${title}`,
    '',
    ...features.map((feature) => `- *${feature.title}*: ${feature.meaning}.`),
    '',
    ...[...familiesOf(comparison)].flatMap(([family, primitives]) => [
      `### ${family}: ${decapitalised(title)}`,
      '',
      `| primitive | ${features.map((feature) => feature.title).join(' | ')} |`,
      `| --- | ${features.map(() => '---').join(' | ')} |`,
      ...primitives.map(rowOf),
      '',
    ]),
  ];
}

/** To a section of this file. */
function linkTo(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-')})`;
}

function decapitalised(title: string): string {
  return `${title[0]!.toLowerCase()}${title.slice(1)}`;
}

function primitiveLine({
  name,
  title,
  catalogue,
  citation,
  url,
  scheduling,
  code,
}: ComparedPrimitive): string {
  const number = catalogue === undefined ? '' : ` (${catalogue})`;
  const source = citation === undefined ? '' : ` ${url === undefined ? citation : `[${citation}](${url})`}.`;
  const turns = scheduling === 'preemptive' ? '' : ' Runs in turns.';
  const here = code === undefined ? '' : ` [Code](../${code}).`;
  return `- **${name}**${number}: ${title}.${source}${turns}${here}`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
