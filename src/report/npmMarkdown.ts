/** The comparison of packages as Markdown. */

import type { OrderTrace } from '../promises/orderTrace.ts';
import type { SubjectPropertyReport, SubjectReport } from '../promises/subjectReport.ts';
import { subjectSign } from './subjectList.ts';

/** One subject of one version of a package. */
export interface NpmSection {
  readonly package: string;
  readonly version: string;
  /** What is known of this version. */
  readonly note: string | undefined;
  readonly report: SubjectReport;
  /** By property: the trace of a violation, and its script. */
  readonly scripts: Readonly<
    Record<string, { readonly trace: OrderTrace; readonly file: string; readonly script: string }>
  >;
}

/** The whole report. */
export function npmMarkdown(sections: readonly NpmSection[]): string {
  const names = [
    ...new Set(sections.flatMap(({ report }) => report.properties.map(({ property }) => property))),
  ];
  const head = ['package', 'used as', ...names, 'executions'];
  const rows = sections.map(({ package: name, version, report }) => [
    `${name} ${version}`,
    report.subject,
    ...names.map((property) => {
      const found = report.properties.find((one) => one.property === property);
      return found === undefined ? '' : subjectSign(found);
    }),
    report.executions.toLocaleString('en-US'),
  ]);
  const lines = [
    '# Packages of npm',
    '',
    'Every version below was checked as it is, with `heddle compare --npm`: nothing of it is rewritten. What is open in one',
    'event loop was explored, the order of calls, aborts and timers, and where each falls in a drain of the microtask queue:',
    'at rest, in the same tick as the one before, and, for up to three callers, one of them after up to four microtasks.',
    '',
    '✓ holds for all executions of the clients. ✗ violated: there is an order that shows it on the event loop as it is, below.',
    '? unknown: a limit was hit, or something is not under control. – not promised, or not put to the test.',
    '',
    '`first come, first served` is asked of every package that gives no word to the contrary; `effect-semaphore-order` asks it of a',
    'package that does not promise it, to show the difference between two versions. A violation here is an observation about',
    'a version, with these clients; it may be what the package means to do.',
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...sections.flatMap(sectionLines),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function sectionLines({ package: name, version, note, report, scripts }: NpmSection): string[] {
  const told = report.properties.filter(({ verdict }) => verdict.verdict !== 'holds');
  if (told.length === 0) return [];
  return [
    `## ${name} ${version}: ${report.subject}`,
    '',
    `${report.title}.${note === undefined ? '' : ` Known: ${note}.`}`,
    '',
    ...told.flatMap((one) => violationLines(one, scripts[one.property])),
    ...scriptLines(told.map(({ property }) => scripts[property]).find((script) => script !== undefined)),
  ];
}

function violationLines(
  { property, verdict }: SubjectPropertyReport,
  script: NpmSection['scripts'][string] | undefined,
): string[] {
  if (verdict.verdict === 'unknown') return [`- **${property}**: unknown; ${verdict.why}.`, ''];
  if (verdict.verdict !== 'violated' || script === undefined) return [];
  const { trace, explanation } = verdict.counterexample;
  return [
    `- **${property}**: ${trace.verdict.why}. (${verdict.client}.)`,
    ...explanation.sentences.map((sentence) => `  - ${sentence}`),
    `  - [The order](${script.file})`,
    '',
  ];
}

/** The first of the orders, as a script. */
function scriptLines(first: NpmSection['scripts'][string] | undefined): string[] {
  return first === undefined
    ? []
    : ['As a script:', '', '```js', ...first.script.trimEnd().split('\n'), '```', ''];
}
