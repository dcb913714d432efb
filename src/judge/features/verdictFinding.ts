/** Verdicts of the check as findings of the comparison. */

import type { Property } from '../../core/monitor.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import type { Assessment } from '../assess.ts';
import { isIdle, type PropertyReport } from '../findings.ts';
import type { Evidence, Finding } from './finding.ts';
import type { Parts } from './partsOf.ts';

/** A primitive with its check, as the features look at it. */
export interface ComparedSubject {
  readonly primitive: Primitive;
  readonly assessment: Assessment;
  /** Whether it is right at all: what is judged elsewhere as well. */
  readonly core: readonly Property[];
  /** Where the trace of a violation is kept. */
  readonly traceOf: (property: string) => string;
  readonly here: Required<Circumstances>;
  /** What it is made of, here. */
  readonly parts: Parts;
}

/** The report on a property that was asked for. */
export function reportOn({ assessment }: ComparedSubject, name: string): PropertyReport {
  return assessment.properties.find(({ property }) => property === name)!;
}

/** One verdict, with the trace or the bound. */
export function verdictFinding(subject: ComparedSubject, report: PropertyReport): Finding {
  const { property, verdict } = report;
  const { name } = subject.primitive;
  if (verdict.verdict === 'violated') {
    const trace = subject.traceOf(property);
    const { why, steps } = verdict.counterexample.trace.verdict;
    const says = `${why[0]!.toUpperCase()}${why.slice(1)}, after ${steps} steps, with ${verdict.client}.`;
    return { answer: 'no', evidence: { by: 'exploration', says, trace, command: `replay ${trace}` } };
  }
  if (isIdle(report)) return none(whyIdle(subject, report));
  const command = verdict.verdict === 'holds' ? `check ${name}` : `check ${name} --property ${property}`;
  return {
    answer: answerOf([report]),
    evidence: { by: 'exploration', ...exhausted(report), command },
  };
}

/** What is said of an entry whose acquire is modelled without interrupts. */
export const unheard = 'Its acquire is modelled as one that hears no interrupt.';

function whyIdle({ primitive }: ComparedSubject, { property, isBesideModel }: PropertyReport): string {
  if (isBesideModel !== true) return 'No client puts it to the test.';
  return property.startsWith('interrupt-') && primitive.hearsInterrupts === false
    ? unheard
    : 'Its model has nothing of what this speaks of.';
}

/** Several verdicts as one answer. */
export function joinedFinding(reports: readonly PropertyReport[], command: string): Finding {
  const broken = reports.flatMap(({ property, verdict }) =>
    verdict.verdict === 'violated' ? [{ property, client: verdict.client }] : [],
  );
  const [first] = broken;
  const tested = reports.filter((report) => !isIdle(report));
  if (tested.length === 0) return none('No client puts it to the test.');
  if (first !== undefined) {
    const says = `Violated: ${broken.map(({ property }) => property).join(', ')}, with ${first.client}.`;
    return { answer: 'no', evidence: { by: 'exploration', says, command } };
  }
  const what = exhausted(tested.find(({ verdict }) => verdict.verdict === 'unknown') ?? tested[0]!);
  return { answer: answerOf(reports), evidence: { by: 'exploration', ...what, command } };
}

/** `yes` when all hold, `no` when one is violated. */
export function answerOf(reports: readonly PropertyReport[]): 'yes' | 'no' | 'unknown' {
  const verdicts = reports.map(({ verdict }) => verdict.verdict);
  if (verdicts.includes('violated')) return 'no';
  return verdicts.every((verdict) => verdict === 'holds') ? 'yes' : 'unknown';
}

/** What an answer that is no violation goes by. */
function exhausted({ verdict, isEndless }: PropertyReport): Pick<Evidence, 'says' | 'states' | 'clients'> {
  if (verdict.verdict === 'unknown') {
    const told = verdict.states.toLocaleString('en-US');
    const endless = isEndless === true ? ' Where a number grows for ever, no limit is enough.' : '';
    return {
      says: `Stopped by the limit on ${verdict.stop}, at ${told} states, with ${verdict.client}.${endless}`,
    };
  }
  return {
    says: isEndless === true ? 'All executions without end explored.' : 'All executions explored.',
    states: verdict.bounds.reduce((sum, bound) => sum + bound.states, 0),
    clients: verdict.bounds.map(({ client }) => client),
  };
}

/** A finding that stands for itself, or `none` where there is nothing to say. */
export function figure(text: string | undefined, evidence: Evidence): Finding {
  return text === undefined || text === ''
    ? { answer: 'none', evidence }
    : { answer: 'figure', text, evidence };
}

/** What does not apply, and why. */
export function none(says: string): Finding {
  return { answer: 'none', evidence: { by: 'the code', says } };
}
