/** The verdict table as one HTML page that needs nothing else: each cell leads to its evidence on the page. */

import type { Explanation } from '../judge/explain.ts';
import type { Primitive } from '../program/primitive.ts';
import type { Execution } from '../trace/execution.ts';
import { costRows } from './costRows.ts';
import { escaped } from './markup.ts';
import { stepRows, type StepRow } from './stepRows.ts';
import {
  bypassColumn,
  describeVerdict,
  signOf,
  type Note,
  type VerdictCell,
  type VerdictTable,
} from './verdictTable.ts';

/** What a counterexample looked like when it was executed. */
export interface Evidence {
  readonly execution: Execution;
  readonly explanation: Explanation;
  /** A page that shows it step by step, seen from the report. */
  readonly page?: string | undefined;
}

/**
 * @param meanings when each property is violated, by name.
 * @param evidence of each note of the table, in order.
 */
export function galleryHtml(
  table: VerdictTable,
  primitives: ReadonlyMap<string, Primitive>,
  meanings: ReadonlyMap<string, string>,
  evidence: readonly (Evidence | undefined)[],
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Heddle: the gallery, checked</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>The gallery, checked</h1>
<p>Every cell is checked. <span class="holds">✓</span> means that every execution of the clients named
in its evidence was explored, and none breaks the property. <span class="violated">✗</span> leads to a
schedule that breaks it, step by step. <span class="unknown">?</span> means that a limit stopped the search.
Bypass is how often one waiter is overtaken at most; ∞ where there is no bound, ≥ where none was found. The last
columns are about executions without end; their clients repeat for ever, and are searched without reductions.</p>
${verdictTableHtml(table, primitives, evidence)}
<h2>What each property means</h2>
${meaningsHtml(table, meanings)}
<h2>What they cost</h2>
<p>Counted, not judged.</p>
${costTableHtml(table)}
<h2>Evidence</h2>
${table.rows.map((row) => evidenceOfPrimitive(row, table, primitives, evidence)).join('\n')}
</main>
</body>
</html>
`;
}

function verdictTableHtml(
  table: VerdictTable,
  primitives: ReadonlyMap<string, Primitive>,
  evidence: readonly (Evidence | undefined)[],
): string {
  const beside = bypassColumn(table.properties);
  const heads = table.properties.flatMap(({ name, title }) => {
    const head = `<th scope="col"><a href="#property.${escaped(name)}" title="${escaped(title)}">${escaped(name)}</a></th>`;
    return name === beside ? [head, '<th scope="col">bypass</th>'] : [head];
  });
  const rows = table.rows.map(({ assessment, cells, bypass }) => {
    const { primitive, title } = assessment;
    const number = primitives.get(primitive)?.catalogue ?? '';
    const data = cells.flatMap((cell) =>
      cell.property === beside
        ? [cellHtml(primitive, cell, evidence), `<td>${escaped(bypass)}</td>`]
        : [cellHtml(primitive, cell, evidence)],
    );
    return `<tr><th scope="row"><a href="#${primitive}">${escaped(primitive)}</a> <span class="number">${escaped(number)}</span><br><span class="title">${escaped(title)}</span></th>${data.join('')}</tr>`;
  });
  return `<div class="wide"><table class="verdicts">
<thead><tr><th scope="col">primitive</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function meaningsHtml({ properties }: VerdictTable, meanings: ReadonlyMap<string, string>): string {
  const items = properties.map(
    ({ name, title }) =>
      `<dt id="property.${escaped(name)}"><b>${escaped(title)}</b> <code>${escaped(name)}</code></dt><dd>violated when ${escaped(meanings.get(name) ?? '')}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}

function cellHtml(primitive: string, cell: VerdictCell, evidence: readonly (Evidence | undefined)[]): string {
  const { verdict } = cell.report;
  const page = cell.note === undefined ? undefined : evidence[cell.note - 1]?.page;
  const target = page === undefined ? `#${anchor(primitive, cell.property)}` : escaped(page);
  const kind =
    verdict.verdict === 'violated'
      ? `<span class="kind">${escaped(verdict.counterexample.explanation.kind)}</span>`
      : '';
  const surprise = cell.isSurprise ? ' <strong>not as declared</strong>' : '';
  return `<td class="${verdict.verdict}"><a href="${target}" title="${escaped(describeVerdict(cell.report))}"><span class="sign">${signOf(cell)}</span><span class="spoken">${verdict.verdict}</span> ${kind}</a>${surprise}</td>`;
}

function costTableHtml({ rows }: VerdictTable): string {
  const costs = rows.map(({ assessment }) => costRows(assessment));
  const heads = (costs[0] ?? []).map(({ title }) => `<th scope="col">${escaped(title)}</th>`);
  const body = rows.map(
    ({ assessment }, index) =>
      `<tr><th scope="row">${escaped(assessment.primitive)}</th>${costs[index]!.map(({ value }) => `<td>${escaped(value)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table>
<thead><tr><th scope="col">primitive</th>${heads.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function evidenceOfPrimitive(
  { assessment, cells }: VerdictTable['rows'][number],
  { notes }: VerdictTable,
  primitives: ReadonlyMap<string, Primitive>,
  evidence: readonly (Evidence | undefined)[],
): string {
  const { primitive, title } = assessment;
  const source = primitives.get(primitive)?.source;
  const citation =
    source === undefined
      ? ''
      : `<p>Source: ${source.url === undefined ? escaped(source.citation) : `<a href="${escaped(source.url)}">${escaped(source.citation)}</a>`}.</p>`;
  const parts = cells.map((cell) => {
    const note = notes.find(({ number }) => number === cell.note);
    const shown = note === undefined ? undefined : evidence[note.number - 1];
    return note === undefined || shown === undefined
      ? boundHtml(primitive, cell)
      : counterexampleHtml(primitive, cell, note, shown);
  });
  return `<section id="${primitive}"><h3>${escaped(primitive)}: ${escaped(title)}</h3>
${citation}
${parts.join('\n')}</section>`;
}

function boundHtml(primitive: string, cell: VerdictCell): string {
  const { title, verdict } = cell.report;
  const bounds = verdict.bounds.map(
    ({ client, states, transitions }) =>
      `<li>${escaped(client)}: ${states.toLocaleString('en-US')} states, ${transitions.toLocaleString('en-US')} transitions</li>`,
  );
  return `<details class="${verdict.verdict}"><summary><span class="sign">${signOf(cell)}</span> ${escaped(title)}: ${escaped(describeVerdict(cell.report))}</summary><ul id="${anchor(primitive, cell.property)}">${bounds.join('')}</ul></details>`;
}

function counterexampleHtml(
  primitive: string,
  cell: VerdictCell,
  { file }: Note,
  { execution, explanation, page }: Evidence,
): string {
  const { verdict, title } = cell.report;
  if (verdict.verdict !== 'violated') return '';
  const { trace } = verdict.counterexample;
  const { steps, switches, loop, why } = trace.verdict;
  return `<details class="violated"><summary><span class="sign">✗</span> ${escaped(title)}: ${escaped(why)}</summary>
<p id="${anchor(primitive, cell.property)}">${escaped(verdict.client)}. ${lengthWords(steps, switches, loop)}.</p>
<ol class="story">${explanation.sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ol>
<p>${escaped(explanation.rule)}</p>
<p><code>npx heddle replay ${escaped(file)}</code>${page === undefined ? '' : `; <a href="${escaped(page)}">step by step on a page</a>`}</p>
${lanes(execution, explanation.steps)}</details>`;
}

function lengthWords(steps: number, switches: number, loop: number | undefined): string {
  return loop === undefined
    ? `${steps} steps, ${switches} context ${switches === 1 ? 'switch' : 'switches'}`
    : `${steps - loop} steps lead to a loop of ${loop}, which is repeated for ever`;
}

/** The steps in columns, one a thread. */
function lanes(execution: Execution, keySteps: readonly number[]): string {
  const { loop } = execution;
  const { threads } = execution.program;
  const across = (words: string): string =>
    `<tr class="loop"><td colspan="${threads.length + 3}">${words}</td></tr>`;
  const rows = stepRows(execution).map((step) => {
    const isKey = keySteps.includes(step.number);
    const cells = threads.map(({ index }) => laneCell(step, index));
    const begins =
      step.number === (loop?.after ?? -1) + 1 ? `${across('↻ from here on again and again')}\n` : '';
    return `${begins}<tr class="${isKey ? 'key' : ''}${step.isQuiet ? ' quiet' : ''}"><th scope="row">${step.number}</th>${cells.join('')}<td>${step.changes.map(escape).join('<br>')}</td><td>${escaped(step.model)}</td></tr>`;
  });
  if (loop !== undefined) rows.push(across(`↺ as it was before step ${loop.after + 1}`));
  return `<div class="wide"><table class="lanes"><thead><tr><th scope="col">step</th>${threads.map(({ index }) => `<th scope="col">T${index}</th>`).join('')}<th scope="col">what changes</th><th scope="col">model</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function laneCell(step: StepRow, thread: number): string {
  const waits = step.blocked.find((one) => one.thread === thread)?.on;
  if (thread !== step.thread) {
    return waits === undefined
      ? '<td></td>'
      : `<td class="blocked" title="${escaped(waits)}"><span class="spoken">${escaped(waits)}</span></td>`;
  }
  const { calls, does, mark, ends } = step;
  const parts = [
    calls === undefined ? '' : `<b>${escaped(calls)}</b> `,
    `<code>${escaped(does)}</code>`,
    mark === undefined ? '' : ` <em>⚡ ${escaped(mark)}</em>`,
    ends === undefined ? '' : ` <b>${escaped(ends)}</b>`,
    waits === undefined || ends !== undefined ? '' : ` <i>${escaped(waits)}</i>`,
  ];
  return `<td class="acts">${parts.join('')}</td>`;
}

/** Inside of the details, for only then does a link to it open them. */
function anchor(primitive: string, property: string): string {
  return `${primitive}.${property}`;
}

const style = `
:root { color-scheme: light dark; --good: #1a6b34; --bad: #a3211b; --unsure: #7a5b00; --line: #8886; --faint: #8882; --key: #f5d76e55; }
@media (prefers-color-scheme: dark) { :root { --good: #7fd49a; --bad: #ff9b92; --unsure: #e6c65c; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 100rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: Canvas; vertical-align: bottom; }
.verdicts th[scope=row] { min-width: 16rem; }
.verdicts thead th:not(:first-child) { max-width: 6.5rem; }
.verdicts td, .kind { white-space: nowrap; }
tbody tr:hover { background: var(--faint); }
th a { color: inherit; text-decoration-color: var(--line); }
dt { margin-top: .5rem; }
dd { margin-left: 1.5rem; }
@media (max-width: 102rem) {
  .wide { overflow-x: auto; position: relative; }
  .verdicts th:first-child { position: sticky; left: 0; background: Canvas; min-width: 8rem; max-width: 9rem; overflow-wrap: anywhere; }
}
.title { font-weight: normal; font-size: .85em; }
.number { font-weight: normal; opacity: .75; font-size: .85em; }
.sign { font-weight: bold; }
.kind { font-size: .85em; display: block; }
.holds .sign, span.holds { color: var(--good); }
.violated .sign, .violated .kind, span.violated { color: var(--bad); }
.unknown .sign, span.unknown { color: var(--unsure); }
td a { text-decoration: none; color: inherit; }
td a:hover, td a:focus { text-decoration: underline; }
details { margin: .3rem 0; padding: .2rem .5rem; border-left: 3px solid var(--line); }
details.violated { border-left-color: var(--bad); }
details.holds { border-left-color: var(--good); }
:target { outline: 2px solid var(--unsure); outline-offset: 2px; }
summary { cursor: pointer; }
.lanes td { min-width: 7rem; }
.lanes td.acts { background: var(--faint); }
.lanes td.blocked { background: repeating-linear-gradient(45deg, transparent 0 4px, var(--line) 4px 5px); }
.lanes tr.key { background: var(--key); }
.lanes tr.key th::before { content: "» "; color: var(--bad); }
.lanes tr.loop td { font-weight: bold; border-block: 2px dashed var(--unsure); }
.lanes tr.quiet > * { border-bottom: 2px solid var(--line); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
code { font-family: ui-monospace, monospace; font-size: .95em; }
@media print { details { break-inside: avoid; } }
`;
