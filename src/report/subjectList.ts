import type { SubjectPropertyReport, SubjectReport } from '../promises/subjectReport.ts';
import { plain, type Paint } from './paint.ts';
import { wrap } from './textTable.ts';

/** The verdicts on one subject, each with its reason or its bound, line by line. */
export function subjectList(
  { subject, title, properties, remarks }: SubjectReport,
  width: number,
  paint: Paint = plain,
): string[] {
  const nameWidth = Math.max(...properties.map(({ property }) => property.length)) + 1;
  const indent = 2 + nameWidth;
  return [
    ...wrap(`${subject}: ${title}`, width).map(paint.strong),
    ...properties.flatMap((report) => {
      const sign = subjectSign(report);
      const colour = ({ '✓': 'good', '✗': 'bad', '?': 'unsure', '–': 'faint' } as const)[sign];
      const [first = '', ...rest] = wrap(describeSubjectVerdict(report), width - indent);
      return [
        `${paint[colour](sign)} ${report.property.padEnd(nameWidth)}${first}`,
        ...rest.map((line) => `${' '.repeat(indent)}${line}`),
      ];
    }),
    ...boundLines(properties)
      .flatMap((line) => wrap(line, width))
      .map(paint.faint),
    ...remarks.flatMap((remark) => wrap(remark, width)).map(paint.faint),
  ];
}

/** A verdict in one sign; `–` where the subject promises nothing of the kind. */
export function subjectSign({ verdict }: SubjectPropertyReport): '✓' | '✗' | '?' | '–' {
  if (verdict.verdict === 'violated') return '✗';
  if (verdict.verdict === 'unknown') return '?';
  return verdict.bounds.length === 0 ? '–' : '✓';
}

/** A verdict in a line. */
export function describeSubjectVerdict(report: SubjectPropertyReport): string {
  const { verdict } = report;
  switch (verdict.verdict) {
    case 'holds': {
      if (verdict.bounds.length === 0)
        return 'does not apply: it is not promised, or no client puts it to the test';
      const clients = new Set(verdict.bounds.map(({ client }) => client)).size;
      const executions = verdict.bounds.reduce((sum, bound) => sum + bound.executions, 0);
      return `holds: all ${executions.toLocaleString('en-US')} executions of ${clients} ${clients === 1 ? 'client' : 'clients'}`;
    }
    case 'violated':
      return `violated: ${verdict.counterexample.trace.verdict.why}`;
    case 'unknown':
      return `unknown: ${verdict.why}`;
  }
}

/** The clients that were explored, and the positions at which occurrences fell. */
function boundLines(properties: readonly SubjectPropertyReport[]): string[] {
  const bounds = properties.flatMap(({ verdict }) => verdict.bounds);
  const clients = [...new Set(bounds.map(({ client }) => client))];
  const positions = [...new Set(bounds.map(({ positions: where }) => where))];
  if (clients.length === 0) return [];
  return [`Clients: ${clients.join('; ')}.`, `Events: ${positions.join('; ')}.`];
}
