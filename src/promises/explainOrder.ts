/** Says of an order what matters in it; read off the native execution, never deciding anything. */

import { isGrant, type VisibleEvent } from '../core/event.ts';
import type { NativeExecution } from './nativeRun.ts';

/** The sentences and the steps that they are about, counted from 1. */
export interface OrderExplanation {
  readonly sentences: readonly string[];
  readonly steps: readonly number[];
}

interface Seen {
  readonly step: number;
  readonly event: VisibleEvent;
}

/** @param rule the name of the property that is violated, or of the part of it. */
export function explainOrder(execution: NativeExecution, rule: string): OrderExplanation {
  const seen = execution.steps.flatMap(({ events }, index): Seen[] =>
    events.map((event) => ({ step: index + 1, event })),
  );
  const points = [...abortPoints(execution), ...pointsOf(execution, rule, seen)].toSorted(
    (a, b) => a.step - b.step,
  );
  return {
    sentences: points.map(({ step, says }) => `Step ${step}: ${says}`),
    steps: [...new Set(points.map(({ step }) => step))],
  };
}

interface Point {
  readonly step: number;
  readonly says: string;
}

function abortPoints({ steps }: NativeExecution): Point[] {
  return steps.flatMap(({ step: { does } }, index) =>
    does.type === 'abort' ? [{ step: index + 1, says: `T${does.thread} gives its acquire up.` }] : [],
  );
}

function pointsOf(execution: NativeExecution, rule: string, seen: readonly Seen[]): Point[] {
  switch (rule) {
    case 'safety':
      return heldPoints(seen);
    case 'fifo':
      return overtakingPoints(execution, seen);
    case 'failure-freedom':
      return seen.flatMap(({ step, event }) =>
        event.type === 'throw' && !event.thrown.isInterrupt
          ? [{ step, says: `${nameOf(event)} fails: ${event.thrown.name}: ${event.thrown.message}.` }]
          : [],
      );
    default:
      return stuckPoints(execution, seen);
  }
}

/** Who holds a permit at the end, and since when. */
function heldPoints(seen: readonly Seen[]): Point[] {
  const holders = new Map<number, Seen>();
  for (const one of seen) {
    const { event } = one;
    const { thread, effect } = event.invocation;
    if (event.type === 'call' && effect === 'gives') holders.delete(thread);
    if (isGrant(event)) holders.set(thread, one);
  }
  return [...holders.values()].map(({ step, event }, index, all) => ({
    step,
    says:
      index === all.length - 1
        ? `${nameOf(event)} is granted as well.`
        : `${nameOf(event)} is granted, and it keeps the permit.`,
  }));
}

/** Since when somebody waits, and what should have ended the waiting. */
function stuckPoints({ steps }: NativeExecution, seen: readonly Seen[]): Point[] {
  const [stuck] = steps.findLast(({ moment }) => moment !== undefined)?.moment?.waiting ?? [];
  if (stuck === undefined) return [];
  const call = seen.findLast(
    ({ event }) => event.type === 'call' && event.invocation.thread === stuck.thread,
  );
  const given = seen.findLast(({ event }) => event.type === 'return' && event.invocation.effect === 'gives');
  return [
    ...(call === undefined
      ? []
      : [{ step: call.step, says: `T${stuck.thread} calls ${stuck.operation}, and waits from then on.` }]),
    ...(given === undefined
      ? []
      : [
          {
            step: given.step,
            says:
              given.step < (call?.step ?? 0)
                ? `${nameOf(given.event)} returns: from then on it should be free.`
                : `${nameOf(given.event)} returns, and nobody wakes T${stuck.thread}.`,
          },
        ]),
  ];
}

function overtakingPoints({ steps }: NativeExecution, seen: readonly Seen[]): Point[] {
  const waiting = steps.findLast(({ moment }) => moment !== undefined)?.moment?.waiting ?? [];
  const calls = waiting.map(({ thread }) =>
    seen.findLast(({ event }) => event.type === 'call' && event.invocation.thread === thread)!,
  );
  const first = calls.toSorted((a, b) => a.step - b.step)[0];
  if (first === undefined) return [];
  const later = seen.findLast(
    ({ step, event }) => step > first.step && event.type === 'return' && event.invocation.effect === 'takes',
  );
  if (later === undefined) return [];
  const began = seen.findLast(
    ({ step, event }) =>
      step <= later.step &&
      event.type === 'call' &&
      event.invocation.thread === later.event.invocation.thread,
  )!;
  return [
    { step: first.step, says: `${nameOf(first.event)} is called, and waits.` },
    ...(began.step === later.step
      ? []
      : [{ step: began.step, says: `${nameOf(began.event)} is called after that.` }]),
    {
      step: later.step,
      says: `${nameOf(later.event)} is granted, before T${first.event.invocation.thread}.`,
    },
  ];
}

function nameOf({ invocation: { thread, operation } }: VisibleEvent): string {
  return `T${thread}'s ${operation}`;
}
