/** Verdicts as a table: primitives down, properties across. Every report draws this one table. */

import type { Assessment } from '../judge/assess.ts';
import type { PropertyReport } from '../judge/check.ts';

/** One verdict of the table. */
export interface VerdictCell {
  readonly property: string;
  readonly report: PropertyReport;
  /** The number of the note that stands for the counterexample; undefined where there is none. */
  readonly note: number | undefined;
  /** Whether the verdict is not the declared one. */
  readonly isSurprise: boolean;
}

/** One primitive of the table. */
export interface VerdictRow {
  readonly assessment: Assessment;
  readonly cells: readonly VerdictCell[];
  /** The bypass bound: `0`, `3`, `∞` where a cycle shows that there is none, or `≥5` where it is not known whether there is. */
  readonly bypass: string;
}

/** A counterexample, numbered as the table refers to it. */
export interface Note {
  readonly number: number;
  readonly primitive: string;
  readonly cell: VerdictCell;
  /** Where the trace was saved. */
  readonly file: string;
}

/** The verdicts on many primitives, side by side. */
export interface VerdictTable {
  readonly properties: readonly { readonly name: string; readonly title: string }[];
  readonly rows: readonly VerdictRow[];
  readonly notes: readonly Note[];
}

/** @param fileOf where the counterexample of a property is saved. */
export function verdictTable(
  assessments: readonly Assessment[],
  fileOf: (primitive: string, property: string) => string,
): VerdictTable {
  const notes: Note[] = [];
  const rows = assessments.map((assessment): VerdictRow => {
    const cells = assessment.properties.map((report): VerdictCell => {
      const isViolated = report.verdict.verdict === 'violated';
      const cell = {
        property: report.property,
        report,
        note: isViolated ? notes.length + 1 : undefined,
        isSurprise: assessment.surprises.some(({ property }) => property === report.property),
      };
      if (isViolated) {
        const { primitive } = assessment;
        const file = fileOf(primitive, report.property);
        notes.push({ number: notes.length + 1, primitive, cell, file });
      }
      return cell;
    });
    return { assessment, cells, bypass: bypassOf(assessment) };
  });
  const [first] = assessments;
  const properties = first?.properties.map(({ property, title }) => ({ name: property, title })) ?? [];
  return { properties, rows, notes };
}

function bypassOf({ properties, details }: Assessment): string {
  const reportOn = (name: string): PropertyReport | undefined =>
    properties.find(({ property }) => property === name);
  const fifo = reportOn('fifo');
  const endless = reportOn('bounded-bypass');
  if (endless?.verdict.verdict === 'violated') return '∞';
  const measure = fifo?.measure;
  const most = Math.max(measure?.max ?? -1, endless?.measure?.max ?? -1);
  if (endless !== undefined && endless.verdict.verdict === 'holds' && !isIdle(endless)) return String(most);
  if (measure === undefined) return '';
  if (fifo?.verdict.verdict === 'unknown') return `≥${measure.max}`;
  const growth = details?.growths.find(({ property }) => property === 'fifo');
  if (growth?.isGrowing !== true) return endless === undefined ? String(most) : `≥${most}`;
  return `≥${Math.max(most, ...growth.byRounds)}`;
}

/** The property beside which the bypass bound stands: the one that proves it, where that is asked for. */
export function bypassColumn(properties: VerdictTable['properties']): string {
  return properties.some(({ name }) => name === 'bounded-bypass') ? 'bounded-bypass' : 'fifo';
}

/** Whether no client of the primitive puts the property to the test. */
export function isIdle({ verdict }: PropertyReport): boolean {
  return verdict.verdict === 'holds' && verdict.bounds.length === 0;
}

/** A verdict in one sign. */
export function signOf({ report }: VerdictCell): '✓' | '✗' | '?' | '–' {
  if (isIdle(report)) return '–';
  switch (report.verdict.verdict) {
    case 'holds':
      return '✓';
    case 'violated':
      return '✗';
    case 'unknown':
      return '?';
  }
}

/** A verdict in a line: the bound, the violation, or the limit that was hit. */
export function describeVerdict(report: PropertyReport): string {
  if (isIdle(report)) return 'does not apply: no client puts it to the test';
  const { verdict } = report;
  switch (verdict.verdict) {
    case 'holds': {
      const states = verdict.bounds.reduce((sum, bound) => sum + bound.states, 0);
      const clients = verdict.bounds.length;
      const kind = report.isEndless === true ? 'endless executions' : 'executions';
      return `holds: all ${kind} of ${clients} ${clients === 1 ? 'client' : 'clients'}, ${states.toLocaleString('en-US')} states`;
    }
    case 'violated':
      return `violated: ${verdict.counterexample.trace.verdict.why}`;
    case 'unknown':
      return `unknown: stopped by ${describeStop(verdict.stop)} at ${verdict.states.toLocaleString('en-US')} states, ${verdict.frontier.toLocaleString('en-US')} to go`;
  }
}

function describeStop(stop: Extract<PropertyReport['verdict'], { verdict: 'unknown' }>['stop']): string {
  switch (stop) {
    case 'states':
      return 'the limit on states';
    case 'memory':
      return 'the limit on memory';
    case 'time':
      return 'the limit on time';
    case 'interrupted':
      return 'an interruption';
  }
}
