/** Turns executions into traces, and steps into words. */

import type { VisibleEvent } from '../core/event.ts';
import type { Action } from '../core/schedule.ts';
import type { Arena } from '../program/arena.ts';
import { describePending } from '../program/describePending.ts';
import type { StepRecord } from '../program/world.ts';
import type { Execution } from './execution.ts';
import type { TraceStep } from './trace.ts';

/** The steps of an execution, as they stand in a trace. */
export function traceSteps({ steps, program }: Execution): TraceStep[] {
  return steps.map((step): TraceStep => {
    const gets = describeAnswer(step, program.arena);
    const events = step.events.map((event) => describeEvent(event, program.arena));
    const changes = step.changes.map(({ object, before, after }) => [
      program.arena.at(object).name,
      `${describeValue(object, before, program.arena)} → ${describeValue(object, after, program.arena)}`,
    ]);
    return {
      thread: step.choice.thread,
      action: step.choice.action,
      outcome: step.choice.outcome,
      does: describePending(step.pending, program.arena),
      ...(gets === undefined ? {} : { gets }),
      ...(events.length === 0 ? {} : { events }),
      ...(changes.length === 0 ? {} : { changes: Object.fromEntries(changes) as Record<string, string> }),
    };
  });
}

function describeValue(
  object: StepRecord['changes'][number]['object'],
  value: StepRecord['changes'][number]['before'],
  arena: Arena,
): string {
  return value === undefined ? 'gone' : arena.render(object, value);
}

/** What the thread was told: `true`, `parked`, nothing for a result that says nothing. */
export function describeAnswer({ answer }: StepRecord, arena: Arena): string | undefined {
  switch (answer?.type) {
    case 'result':
      return answer.value === undefined ? undefined : arena.describe(answer.value);
    case 'failed':
      return `error: ${answer.message}`;
    case 'parked':
      return 'joins the waiters';
    case 'expired':
      return 'time is up';
    case 'interrupted':
      return 'Interrupt';
    case undefined:
      return undefined;
  }
}

/** A visible event in words: `T1 calls acquire`. */
export function describeEvent(event: VisibleEvent, arena: Arena): string {
  const { thread, operation, permits } = event.invocation;
  const name = permits === 1 ? operation : `${operation}(${permits})`;
  switch (event.type) {
    case 'call':
      return `T${thread} calls ${name}`;
    case 'return':
      return event.value === undefined
        ? `T${thread} returns from ${name}`
        : `T${thread} returns ${arena.describe(event.value)} from ${name}`;
    case 'throw':
      return `T${thread}'s ${name} throws ${event.thrown.isInterrupt ? 'Interrupt' : `${event.thrown.name}: ${event.thrown.message}`}`;
    case 'doorway':
      return `T${thread} passes the doorway`;
  }
}

/** What is unusual about a choice, in words; undefined for a step, and for a call that is blocked at once. */
export function describeAction(action: Action): string | undefined {
  switch (action) {
    case 'step':
    case 'call':
      return undefined;
    case 'interrupt before':
      return 'interrupted before this takes effect';
    case 'interrupt after':
      return 'interrupted after this has taken effect';
    case 'interrupt posted':
      return 'an interrupt arrives while it is blocked';
    case 'deadline':
      return 'its deadline passes';
    case 'spurious':
      return 'wakes for no reason';
  }
}
