/** Order traces: a failing order of promise code as a file, for a replay and for a reader. */

import * as v from 'valibot';
import { UsageError } from '../core/errors.ts';
import type { VisibleEvent } from '../core/event.ts';
import { clientForTrace, type Trace } from '../trace/trace.ts';
import type { NativeStep } from './nativeRun.ts';
import type { OrderStep, Position } from './order.ts';

/** The version of the format that this code writes; it reads no other. */
export const orderTraceVersion = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const stepSchema = v.object({
  /** Where in the event loop: at rest, in the same tick, at once, or after so many microtasks. */
  at: v.union([v.picklist(['settled', 'same tick', 'at once']), v.pipe(count, v.minValue(1))]),
  type: v.picklist(['call', 'abort', 'timer', 'probe']),
  /** Who does it; left out for a timer. */
  thread: v.optional(count),
  /** What it does, in words. */
  does: v.string(),
  /** For a timer: which of those that may fire first, and after how many milliseconds. */
  candidate: v.optional(count),
  afterMs: v.optional(v.number()),
  /** Whether the moment before it is a quiet one. */
  quiet: v.optional(v.boolean(), false),
  /** What became visible by it. */
  events: v.optional(v.array(v.string())),
});

const orderTraceSchema = v.object({
  format: v.literal('heddle-order'),
  version: v.literal(orderTraceVersion),
  subject: v.object({
    name: v.string(),
    /** The file that defines it, relative to where it was checked; left out for one that comes with Heddle. */
    module: v.optional(v.string()),
    /** The package that was checked, with its version. */
    package: v.optional(v.string()),
  }),
  model: v.string(),
  property: v.string(),
  part: v.optional(v.string()),
  client: v.object({
    permits: count,
    threads: v.pipe(v.array(v.object({ does: v.string(), rounds: count })), v.minLength(1)),
    aborts: v.optional(count, 0),
    probed: v.optional(v.boolean(), false),
  }),
  positions: v.string(),
  verdict: v.object({
    violated: v.literal(true),
    why: v.string(),
    /** Whether the end of the order is a quiet moment, and the end of the execution. */
    quiet: v.boolean(),
    end: v.boolean(),
  }),
  order: v.array(stepSchema),
});

/** A saved order, with what happened. */
export type OrderTrace = v.InferOutput<typeof orderTraceSchema>;

/** Whether a file's content says that it is an order trace. */
export function isOrderTrace(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && (data as { format?: unknown }).format === 'heddle-order'
  );
}

/** The text of an order trace: one line a step, the same for equal traces. */
export function encodeOrderTrace(trace: OrderTrace): string {
  const { order, ...head } = trace;
  const text = JSON.stringify(head, null, 2);
  const lines = order.map(({ quiet, ...step }) => JSON.stringify({ ...step, ...(quiet ? { quiet } : {}) }));
  return `${text.slice(0, -2)},\n  "order": [\n    ${lines.join(',\n    ')}\n  ]\n}\n`;
}

/**
 * Reads an order trace.
 *
 * @param name names the file in messages.
 * @throws UsageError with code HEDDLE_BAD_FILE for a file that is damaged, foreign or too new.
 */
export function decodeOrderTrace(text: string, name: string): OrderTrace {
  const bad = (what: string, found: string, expected: string): UsageError =>
    new UsageError(
      {
        what: `${name}: ${what}`,
        found,
        expected,
        next: 'Restore the file, or make it anew with heddle check.',
      },
      'HEDDLE_BAD_FILE',
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw bad(
      'this file is not JSON; it may be damaged or cut short.',
      (error as Error).message,
      'an order trace written by heddle',
    );
  }
  if (!isOrderTrace(data))
    throw bad(
      'this file is not an order trace.',
      `format ${JSON.stringify((data as { format?: unknown } | null)?.format)}`,
      'format "heddle-order"',
    );
  const { version } = data as { version?: unknown };
  if (version !== orderTraceVersion)
    throw bad(
      'this trace is of another version.',
      `version ${JSON.stringify(version)}`,
      `version ${orderTraceVersion}`,
    );
  const result = v.safeParse(orderTraceSchema, data);
  if (!result.success) {
    const [issue] = result.issues;
    throw bad(
      `this trace is damaged at ${v.getDotPath(issue) ?? 'the file'}.`,
      issue.received,
      issue.expected ?? issue.message,
    );
  }
  const { order, client } = result.output;
  const stranger = order.findIndex(({ type, thread }) =>
    type === 'timer' ? thread !== undefined : thread === undefined || thread >= client.threads.length,
  );
  if (stranger >= 0) {
    throw bad(
      `this trace is damaged at order.${stranger}.thread.`,
      String(order[stranger]!.thread),
      `one of the client's ${client.threads.length} threads, from 0 on; none for a timer`,
    );
  }
  return result.output;
}

/** The client of an order trace, in the form that both kinds of trace share. */
export function clientPartOf({ client }: OrderTrace): Trace['client'] {
  const { permits, threads, probed, aborts } = client;
  return {
    permits,
    threads,
    probed,
    ...(aborts === 0 ? {} : { interrupts: { kind: 'before-blocked', budget: aborts } }),
  };
}

/** A client as it stands in an order trace. */
export function clientForOrder(client: Parameters<typeof clientForTrace>[0]): OrderTrace['client'] {
  const { permits, threads, interrupts, probed } = clientForTrace(client);
  return {
    permits,
    threads: threads.map(({ does, rounds }) => ({ does, rounds: rounds === 'forever' ? 1 : rounds })),
    aborts: interrupts?.budget ?? 0,
    probed,
  };
}

/** The order of a trace, as it is executed. */
export function orderOf({ order }: OrderTrace): OrderStep[] {
  return order.map(({ at, type, thread = 0, candidate = 0, afterMs = 0, quiet }) => ({
    at: at as Position,
    isQuietBefore: quiet,
    does: type === 'timer' ? { type, candidate, afterMs } : { type, thread },
  }));
}

/** The steps of a native execution, as they stand in a trace. */
export function orderSteps(steps: readonly NativeStep[]): OrderTrace['order'] {
  return steps.map(({ step: { at, does, isQuietBefore }, operation, events }) => ({
    at,
    type: does.type,
    ...(does.type === 'timer'
      ? { candidate: does.candidate, afterMs: does.afterMs }
      : { thread: does.thread }),
    does: describeOccurrence(does, operation),
    quiet: isQuietBefore,
    ...(events.length === 0 ? {} : { events: events.map(describeOrderEvent) }),
  }));
}

/** An occurrence in words: `T1 calls acquire`. */
export function describeOccurrence(does: OrderStep['does'], operation: string): string {
  switch (does.type) {
    case 'call':
      return `T${does.thread} calls ${operation}`;
    case 'probe':
      return `T${does.thread} calls acquire, as a probe`;
    case 'abort':
      return `T${does.thread} gives its acquire up`;
    case 'timer':
      return `a timer fires after ${does.afterMs} ms`;
  }
}

/** What became visible, in words. */
export function describeOrderEvent(event: VisibleEvent): string {
  const { thread, operation } = event.invocation;
  switch (event.type) {
    case 'call':
      return `T${thread} calls ${operation}`;
    case 'return':
      if (event.invocation.effect !== 'takes') return `T${thread}'s ${operation} returns`;
      return `T${thread}'s ${operation} is ${event.value === false ? 'refused' : 'granted'}`;
    case 'throw':
      return event.thrown.isInterrupt
        ? `T${thread}'s ${operation} is rejected, as aborted`
        : `T${thread}'s ${operation} fails: ${event.thrown.name}: ${event.thrown.message}`;
    case 'doorway':
      return `T${thread} passes the doorway`;
  }
}
