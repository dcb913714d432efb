/** Verdicts as a table: primitives down, properties across. Every report draws this one table. */

import type { Bound, SampleNote, Stop, SwitchBound } from '../core/verdict.ts';
import type { Assessment } from '../judge/assess.ts';
import { bypassBound } from '../judge/bypassBound.ts';
import { isIdle, type PropertyReport } from '../judge/findings.ts';

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
    return { assessment, cells, bypass: bypassBound(assessment) };
  });
  const [first] = assessments;
  const properties = first?.properties.map(({ property, title }) => ({ name: property, title })) ?? [];
  return { properties, rows, notes };
}

/** The property beside which the bypass bound stands: the one that proves it, where that is asked for. */
export function bypassColumn(properties: VerdictTable['properties']): string {
  return properties.some(({ name }) => name === 'bounded-bypass') ? 'bounded-bypass' : 'fifo';
}

/** A verdict in one sign. */
export function signOf({ report }: VerdictCell): '✓' | '≤' | '≈' | '✗' | '?' | '–' {
  if (isIdle(report)) return '–';
  switch (report.verdict.verdict) {
    case 'holds':
      return '✓';
    case 'bounded':
      return '≤';
    case 'probable':
      return '≈';
    case 'violated':
      return '✗';
    case 'unknown':
      return '?';
  }
}

/** A verdict in a line: the bound, the violation, or the limit that was hit. */
export function describeVerdict(report: PropertyReport): string {
  if (report.isBesideModel === true) return 'does not apply: there is nothing of what the property speaks of';
  if (isIdle(report)) return 'does not apply: no client puts it to the test';
  const { verdict } = report;
  switch (verdict.verdict) {
    case 'holds': {
      const kind = report.isEndless === true ? 'endless executions' : 'executions';
      return `holds: all ${kind} of ${describeBounds(verdict.bounds)}`;
    }
    case 'bounded':
      return `holds within ${describeSwitches(verdict.within)}: all such executions of ${describeBounds(verdict.bounds)}`;
    case 'probable':
      return `holds, with probability of a missed state below ${describeChance(verdict.missChance)}: ${describeBounds(verdict.bounds)}`;
    case 'violated':
      return `violated: ${verdict.counterexample.trace.verdict.why}`;
    case 'unknown': {
      const { stop, sample, states, frontier } = verdict;
      if (sample !== undefined) return `unknown: ${describeSample(sample)}${describeEarlyEnd(stop)}`;
      // A search by executions has no frontier that could be counted.
      const reached = states === 0 ? '' : ` at ${grouped(states)} states, ${grouped(frontier)} to go`;
      return `unknown: stopped by ${describeStop(stop)}${reached}`;
    }
  }
}

/** `2 clients, 120 states and 64 classes of executions`. */
function describeBounds(bounds: readonly Bound[]): string {
  const states = sum(bounds.map((bound) => bound.states));
  const executions = sum(bounds.map((bound) => bound.executions ?? 0));
  const counts = [
    ...(executions === 0
      ? []
      : [`${grouped(executions)} ${executions === 1 ? 'class' : 'classes'} of executions`]),
    ...(states === 0 ? [] : [`${grouped(states)} states`]),
  ];
  return `${bounds.length} ${bounds.length === 1 ? 'client' : 'clients'}, ${counts.join(' and ')}`;
}

/** `3.6e-7`, rounded up. */
export function describeChance(chance: number): string {
  const exponent = Math.floor(Math.log10(chance));
  const digits = Math.ceil((chance / 10 ** exponent) * 10) / 10;
  return digits < 10 ? `${digits.toFixed(1)}e${exponent}` : `1.0e${exponent + 1}`;
}

/** `2 preemptions`, `1 delay`. */
export function describeSwitches({ of, max }: SwitchBound): string {
  return `${max} ${max === 1 ? of.slice(0, -1) : of}`;
}

/** What a sample has shown, and how much it is likely to have missed. */
function describeSample({
  strategy,
  seed,
  executions,
  cut,
  behaviours,
  unseenChance,
  guarantee,
}: SampleNote): string {
  const estimated = Math.max(behaviours.estimated, behaviours.seen);
  return [
    `sampled ${grouped(executions)} executions (${strategy}, seed ${seed})`,
    `${grouped(behaviours.seen)} behaviours seen, of at least ${grouped(estimated)} by estimate`,
    `the next execution shows a new one with a chance of ${unseenChance === 0 ? `less than ${percent(1 / executions)}` : `about ${percent(unseenChance)}`}`,
    ...(cut === 0 ? [] : [`${grouped(cut)} executions were cut`]),
    ...(guarantee === undefined
      ? []
      : [
          `a bug of depth ${guarantee.depth} would have been met with a chance of at least ${percent(guarantee.chance)}`,
        ]),
  ].join('; ');
}

function describeEarlyEnd(stop: Stop): string {
  return stop === 'sampled' ? '' : `; stopped early by ${describeStop(stop)}`;
}

function percent(chance: number): string {
  return `${(100 * chance).toPrecision(2)} %`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function describeStop(stop: Stop): string {
  switch (stop) {
    case 'states':
      return 'the limit on states';
    case 'memory':
      return 'the limit on memory';
    case 'time':
      return 'the limit on time';
    case 'interrupted':
      return 'an interruption';
    case 'sampled':
      return 'the end of the sample';
  }
}
