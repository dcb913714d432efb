/** The verdict table as Markdown, with every red cell linked to its trace. */

import type { Model } from '../core/model.ts';
import type { Primitive } from '../program/primitive.ts';
import type { ConductedStudy } from '../judge/conduct.ts';
import { codeOf } from './codeOf.ts';
import { costRows } from './costRows.ts';
import { mermaidOf } from './mermaid.ts';
import { studyMarkdown } from './studyMarkdown.ts';
import { bypassColumn, signOf, type VerdictCell, type VerdictTable } from './verdictTable.ts';

/**
 * @param primitives by name: for their titles, sources and models.
 * @param meanings when each property is violated, by name.
 */
export function galleryMarkdown(
  table: VerdictTable,
  primitives: ReadonlyMap<string, Primitive>,
  meanings: ReadonlyMap<string, string>,
  studies: readonly ConductedStudy[],
): string {
  const models = new Map([...primitives.values()].map(({ model }) => [model.name, model]));
  return [
    '# The gallery, checked',
    '',
    'Every cell is checked. ✓ means that every execution of the clients listed below was explored and none',
    'breaks the property. ✗ is linked to a schedule that breaks it; `npx heddle replay` and the path of the',
    'link execute it step by step. Numbers are the bypass bound: how often one waiter is overtaken at most (∞ where',
    'there is no bound, ≥ where none was found). The last columns are about executions without end: there, clients',
    'repeat for ever, and are searched without reductions. ? means that a limit stopped the search, – that no client puts',
    'the property to the test. An interrupt has a ✓ too where none of its kind can come, or where whatever fails with it',
    'fails without it as well: [comparison.md](comparison.md) has – there. *no.* is the number in the list of literature that the',
    'gallery goes by. This file is written by `npm start`.',
    '',
    'Below the table: [what each property means](#what-each-property-means), [the primitives](#the-primitives),',
    '[what they cost](#what-they-cost), [the clients](#bounds), [the models](#models).',
    '',
    ...verdictLines(table, primitives),
    '',
    ...studies.flatMap((study) => [...studyMarkdown(study), '']),
    '## What each property means',
    '',
    ...table.properties.map(
      ({ title, name }) => `- **${title}** (\`${name}\`): violated when ${meanings.get(name) ?? ''}`,
    ),
    '',
    '## The primitives',
    '',
    ...[...primitives.values()].map(primitiveLine),
    '',
    '## What they cost',
    '',
    'Steps are those of one thread alone. *Locks alive*: the most locks and binary semaphores at once. *Switches of a hand-over*:',
    'context switches from the call of a release to the return of the acquire that waited for it, at best. *Needless wake-ups*:',
    'how often one call is woken and must wait on, at most. The *doorway* is the part of an acquire that nobody waits in,',
    'where its author marks one: *entries* of others between it and the own entry, *overtakes* by those who passed it later.',
    '*Tests from the model* are calls one after the other, made from the paths of its chart.',
    '',
    ...costLines(table),
    '',
    '## Bounds',
    '',
    ...boundLines(table),
    '',
    '## Models',
    '',
    ...[...models.values()].flatMap((model) => modelLines(model, table)),
  ].join('\n');
}

function verdictLines(
  { properties, rows, notes }: VerdictTable,
  primitives: ReadonlyMap<string, Primitive>,
): string[] {
  const beside = bypassColumn(properties);
  const heads = properties.flatMap(({ name, title }) => (name === beside ? [title, 'Bypass'] : [title]));
  return [
    `| primitive | no. | ${heads.join(' | ')} |`,
    `| --- | --- | ${heads.map(() => '---').join(' | ')} |`,
    ...rows.map(({ assessment, cells, bypass }) => {
      const texts = cells.flatMap((cell) => {
        const text = cellText(cell, notes.find(({ number }) => number === cell.note)?.file);
        return cell.property === beside ? [text, bypass] : [text];
      });
      const number = primitives.get(assessment.primitive)?.catalogue ?? '';
      return `| \`${assessment.primitive}\` | ${number} | ${texts.join(' | ')} |`;
    }),
  ];
}

function primitiveLine(primitive: Primitive): string {
  const { name, title, source, note, expected } = primitive;
  const code = codeOf(primitive);
  const here = code === undefined ? '' : ` [Code](../${code}).`;
  const from = source === undefined ? '' : ` Source: ${source.citation}.`;
  const declared = expected === undefined ? '' : ` Declared verdicts: ${expected.from}.`;
  return `- \`${name}\`: ${title}.${from}${declared}${note === undefined ? '' : ` ${note}`}${here}`;
}

function cellText(cell: VerdictCell, file: string | undefined): string {
  const { verdict } = cell.report;
  if (verdict.verdict !== 'violated') return signOf(cell);
  return `[✗ ${verdict.counterexample.explanation.kind}](../${file ?? ''})`;
}

function costLines({ rows }: VerdictTable): string[] {
  const costs = rows.map(({ assessment }) => costRows(assessment));
  const [first] = costs;
  if (first === undefined) return [];
  const heads = first.map(({ title }) => title);
  return [
    `| primitive | ${heads.join(' | ')} |`,
    `| --- | ${heads.map(() => '---').join(' | ')} |`,
    ...rows.map(
      ({ assessment }, index) =>
        `| \`${assessment.primitive}\` | ${costs[index]!.map(({ value }) => value).join(' | ')} |`,
    ),
  ];
}

function boundLines({ rows }: VerdictTable): string[] {
  return rows.map(({ assessment }) => {
    const clients = new Map(
      assessment.properties.flatMap(({ verdict }) =>
        verdict.bounds.map(({ client, states }) => [client, states] as const),
      ),
    );
    const list = [...clients].map(([client]) => client).join('; ');
    return `- \`${assessment.primitive}\`: ${list}`;
  });
}

function modelLines(model: Model, { rows }: VerdictTable): string[] {
  const users = rows.filter(({ assessment }) => assessment.model === model.name);
  const coverage = users.map(({ assessment }) => {
    const unvisited = assessment.coverage?.unvisited ?? [];
    return `- \`${assessment.primitive}\`: ${unvisited.length === 0 ? 'all visited' : `not visited: ${unvisited.map((name) => `\`${name}\``).join(', ')}`}`;
  });
  return [
    `### ${model.title}`,
    '',
    model.promise,
    '',
    '```mermaid',
    mermaidOf(model).trimEnd(),
    '```',
    '',
    'Transitions of the chart that the explored executions visit, without interrupts (a refusal takes an attempt',
    'that does not wait, a withdrawal a deadline: who offers none visits none):',
    '',
    ...coverage,
    '',
  ];
}
