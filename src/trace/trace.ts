/**
 * Traces: a failing interleaving as a file. It is data for a replay and text for a reader: one line a
 * step, nothing in it that differs from run to run.
 */

import * as v from 'valibot';
import { UsageError } from '../core/errors.ts';
import type { ThreadIndex } from '../core/ids.ts';
import {
  interruptKindName,
  interruptKinds,
  type Action,
  type Choice,
  type InterruptKindName,
} from '../core/schedule.ts';
import { describePlan, planOf, type Client } from '../program/client.ts';
import { strengths } from '../program/objectKind.ts';
import { schedulings } from '../program/turn.ts';

/** The version of the format that this code writes; it reads no other. */
export const traceVersion = 1;

const actions = [
  'step',
  'call',
  'interrupt before',
  'interrupt after',
  'interrupt posted',
  'deadline',
  'spurious',
] as const satisfies readonly Action[];

const kindNames = interruptKinds.map(interruptKindName) as [InterruptKindName, ...InterruptKindName[]];
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const stepSchema = v.object({
  thread: count,
  action: v.picklist(actions),
  /** Which outcome of a non-deterministic operation; left out when it is the first. */
  outcome: v.optional(count, 0),
  /** The operation at this step, in words. */
  does: v.string(),
  /** What the thread was told. */
  gets: v.optional(v.string()),
  /** The visible events of this step. */
  events: v.optional(v.array(v.string())),
  /** The shared objects that changed. */
  changes: v.optional(v.record(v.string(), v.string())),
});

const clientSchema = v.object({
  permits: count,
  threads: v.pipe(
    v.array(v.object({ does: v.string(), rounds: v.union([v.literal('forever'), count]) })),
    v.minLength(1),
  ),
  interrupts: v.optional(v.object({ kind: v.picklist(kindNames), budget: count })),
  probed: v.optional(v.boolean(), false),
});

const traceSchema = v.object({
  format: v.literal('heddle-trace'),
  version: v.literal(traceVersion),
  primitive: v.object({
    name: v.string(),
    /** The file that defines it, for one that is not in the gallery; relative to where it was checked. */
    module: v.optional(v.string()),
    /** What its own thread does, which stands behind those of the client, if it has one. */
    background: v.optional(v.string()),
    /** A hash of its source when the trace was made. */
    source: v.optional(v.string()),
  }),
  model: v.string(),
  property: v.string(),
  /** Which of the property's parts is violated, for one that has parts. */
  part: v.optional(v.string()),
  strength: v.picklist(strengths),
  /** Left out where a switch may come before any step. */
  scheduling: v.optional(v.picklist(schedulings), 'preemptive'),
  client: clientSchema,
  verdict: v.object({
    violated: v.literal(true),
    why: v.string(),
    /** Steps of this schedule, and of the shortest schedule that violates the property. */
    steps: count,
    /** For an execution without end: how many of the steps, the last ones, are repeated for ever. */
    loop: v.optional(v.pipe(count, v.minValue(1))),
    shortest: count,
    /** Only where it is not proved that none is shorter. */
    isShortest: v.optional(v.literal('not proved')),
    /** Context switches of this schedule, and whether no schedule has fewer. */
    switches: count,
    fewestSwitches: v.picklist(['proved', 'not proved']),
  }),
  schedule: v.array(stepSchema),
});

/** A saved schedule, with what happened. */
export type Trace = v.InferOutput<typeof traceSchema>;
/** One step of a saved schedule. */
export type TraceStep = Trace['schedule'][number];

/** The text of a trace file: readable, one line a step, the same for equal traces. */
export function encodeTrace(trace: Trace): string {
  const { schedule, scheduling, ...rest } = trace;
  const head = scheduling === 'preemptive' ? rest : { ...rest, scheduling };
  const text = JSON.stringify(head, null, 2);
  const lines = schedule.map(({ outcome, ...step }) => {
    const { thread, action, ...what } = step;
    return JSON.stringify({ thread, action, ...(outcome === 0 ? {} : { outcome }), ...what });
  });
  return `${text.slice(0, -2)},\n  "schedule": [\n    ${lines.join(',\n    ')}\n  ]\n}\n`;
}

/**
 * Reads a trace file.
 *
 * @param name names the file in messages.
 * @throws UsageError with code HEDDLE_BAD_FILE for a file that is damaged, foreign or too new.
 */
export function decodeTrace(text: string, name: string): Trace {
  const bad = (what: string, found: string, expected: string, next?: string): UsageError =>
    new UsageError(
      { what: `${name}: ${what}`, found, expected, ...(next === undefined ? {} : { next }) },
      'HEDDLE_BAD_FILE',
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw bad(
      'this file is not JSON; it may be damaged or cut short.',
      (error as Error).message,
      'a trace written by heddle',
      'Restore the file, or make it anew with heddle check.',
    );
  }
  const { format, version } = (typeof data === 'object' && data !== null ? data : {}) as {
    format?: unknown;
    version?: unknown;
  };
  if (format !== 'heddle-trace') {
    throw bad('this file is not a trace.', `format ${JSON.stringify(format)}`, 'format "heddle-trace"');
  }
  if (version !== traceVersion) {
    throw bad(
      'this trace is of another version.',
      `version ${JSON.stringify(version)}`,
      `version ${traceVersion}`,
      typeof version === 'number' && version > traceVersion
        ? 'Use the version of heddle that wrote it, or a newer one.'
        : 'Make it anew with heddle check.',
    );
  }
  const result = v.safeParse(traceSchema, data);
  if (!result.success) {
    const [issue] = result.issues;
    const path = v.getDotPath(issue) ?? 'the file';
    throw bad(
      `this trace is damaged at ${path}.`,
      issue.received,
      issue.expected ?? issue.message,
      'Restore the file, or make it anew with heddle check.',
    );
  }
  const trace = result.output;
  if (trace.verdict.steps !== trace.schedule.length) {
    throw bad(
      'this trace is damaged at schedule.',
      `${trace.schedule.length} steps`,
      `${trace.verdict.steps} steps, as its verdict says`,
      'Restore the file, or make it anew with heddle check.',
    );
  }
  const { loop = 0, steps } = trace.verdict;
  if (loop > steps) {
    throw bad(
      'this trace is damaged at verdict.loop.',
      `a loop of ${loop} steps`,
      `${steps} steps at most, for there are no more`,
      'Restore the file, or make it anew with heddle check.',
    );
  }
  const threadCount = trace.client.threads.length + (trace.primitive.background === undefined ? 0 : 1);
  const stranger = trace.schedule.findIndex(({ thread }) => thread >= threadCount);
  if (stranger >= 0) {
    throw bad(
      `this trace is damaged at schedule.${stranger}.thread.`,
      `T${trace.schedule[stranger]!.thread}`,
      `one of the client's ${trace.client.threads.length} threads, from T0 on`,
      'Restore the file, or make it anew with heddle check.',
    );
  }
  return trace;
}

/** The client of a trace. @throws UsageError if it is none. */
export function clientOf({ client }: Pick<Trace, 'client'>): Client {
  const { permits, threads, interrupts, probed } = client;
  return {
    permits,
    plans: threads.map(({ does, rounds }) => planOf(does, rounds)),
    ...(interrupts === undefined
      ? {}
      : {
          interrupts: {
            kind: interruptKinds.find((kind) => interruptKindName(kind) === interrupts.kind)!,
            budget: interrupts.budget,
          },
        }),
    isProbed: probed,
  };
}

/** A client as it stands in a trace. */
export function clientForTrace({ permits, plans, interrupts, isProbed = false }: Client): Trace['client'] {
  return {
    permits,
    threads: plans.map((plan) => ({ does: describePlan(plan), rounds: plan.rounds ?? 1 })),
    ...(interrupts === undefined
      ? {}
      : { interrupts: { kind: interruptKindName(interrupts.kind), budget: interrupts.budget } }),
    probed: isProbed,
  };
}

/** The schedule of a trace, as the engine takes it. */
export function choicesOf({ schedule }: Trace): Choice[] {
  return schedule.map(({ thread, action, outcome }) => ({
    thread: thread as ThreadIndex,
    action,
    outcome,
  }));
}
