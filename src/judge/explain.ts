/**
 * Explains a violation: which rule, and the two or three steps that matter, in words.
 *
 * What is said here is read off the execution; it never decides anything.
 */

import { isGranted } from '../core/event.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Property } from '../core/monitor.ts';
import type { Arena } from '../program/arena.ts';
import { describePending } from '../program/describePending.ts';
import type { BlockedThread, ExecutedStep, Execution } from '../trace/execution.ts';
import { describeAction } from '../trace/record.ts';
import { classifyStuck, type StuckClass } from './classify.ts';

/** Why an execution is a failure, in words. */
export interface Explanation {
  /** The rule that is broken. */
  readonly rule: string;
  /** What kind of failure it is, in a word or two: `leaked lock`. */
  readonly kind: string;
  /** What it is about, where that is one shared object: the lock that is leaked. */
  readonly object?: string;
  /** How it came to that, a sentence each. */
  readonly sentences: readonly string[];
  /** The steps that matter, counted from 1, in order. */
  readonly steps: readonly number[];
}

/** What a step of the story says, and which step it is (counted from 1); undefined for a remark. */
interface Point {
  readonly step: number | undefined;
  readonly says: string;
}

/** @param rule the property that is violated, or the part of it. */
export function explain(execution: Execution, rule: Property): Explanation {
  const { kind, object, points } = story(execution, rule.name);
  const steps = points.flatMap(({ step }) => (step === undefined ? [] : [step]));
  return {
    rule: `${rule.title}: violated when ${rule.violatedWhen}.`,
    kind,
    ...(object === undefined ? {} : { object }),
    sentences: inOrder(points).map(({ step, says }) => (step === undefined ? says : `Step ${step}: ${says}`)),
    steps: [...new Set(steps)].sort((a, b) => a - b),
  };
}

/** Steps in the order in which they happen, remarks last. */
function inOrder(points: readonly Point[]): Point[] {
  return points.toSorted((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity));
}

interface Story {
  readonly kind: string;
  readonly object?: string;
  readonly points: readonly Point[];
}

function story(execution: Execution, rule: string): Story {
  switch (rule) {
    case 'safety':
      return { kind: 'too many', points: [...tooMany(execution)] };
    case 'fifo':
      return { kind: 'overtaken', points: overtaking(execution) };
    case 'refinement':
      return { kind: 'not in model', points: unexplained(execution) };
    case 'failure-freedom':
      return { kind: 'error', points: thrown(execution) };
    case 'no-lost-wakeup':
    case 'non-blocking':
    case 'deadlock-freedom':
      return stuckStory(execution);
    default:
      return { kind: 'violated', points: interrupts(execution) };
  }
}

function stuckStory(execution: Execution): Story {
  const stuck = classifyStuck(execution);
  if (stuck === undefined) return { kind: 'stuck', points: interrupts(execution) };
  return {
    kind: stuck.type,
    ...(stuck.type === 'leaked lock' ? { object: execution.program.arena.at(stuck.object).name } : {}),
    points: [...interrupts(execution), ...howStuck(stuck, execution)],
  };
}

/** Who is inside, and what the last one of them went by. */
function tooMany(execution: Execution): Point[] {
  const { steps, program } = execution;
  const last = steps.length;
  const offender = steps.at(-1)!.choice.thread;
  const holders = program.threads
    .map(({ index }) => ({ index, step: grantHeld(steps, index) }))
    .filter(({ index, step }) => index !== offender && step !== undefined)
    .map(({ index, step }): Point => ({ step, says: `T${index} has its permit, and keeps it.` }));
  return [
    ...interrupts(execution),
    ...holders,
    ...staleRead(execution, offender),
    { step: last, says: `T${offender} is given a permit too; there is none left.` },
  ];
}

/** The step at which a thread was granted the permit that it holds at the end. */
function grantHeld(steps: readonly ExecutedStep[], thread: ThreadIndex): number | undefined {
  let granted: number | undefined;
  steps.forEach((step, index) => {
    for (const event of step.events) {
      if (event.invocation.thread !== thread) continue;
      const { effect } = event.invocation;
      if (event.type === 'return' && effect === 'takes' && isGranted(event.value)) granted = index + 1;
      if (event.type === 'call' && effect === 'gives') granted = undefined;
    }
  });
  return granted;
}

/** What a thread read in its last call, and somebody changed before the thread was done with it. */
function staleRead({ steps, program }: Execution, thread: ThreadIndex): Point[] {
  const start = startOfCall(steps, thread);
  const reads = steps.flatMap((step, index) =>
    index >= start && step.choice.thread === thread && step.pending.type === 'operate' && step.changes.length === 0
      ? [{ object: step.pending.object, index, step }]
      : [],
  );
  for (const { object, index, step } of reads.toReversed()) {
    const change = steps.findIndex(
      (other, otherIndex) =>
        otherIndex > index &&
        other.choice.thread !== thread &&
        other.changes.some((changed) => changed.object === object),
    );
    if (change < 0) continue;
    const name = program.arena.at(object).name;
    return [
      { step: index + 1, says: `T${thread} looks at ${name} (${wordsOf(step, program.arena)}), and will go by that.` },
      {
        step: change + 1,
        says: `T${steps[change]!.choice.thread} changes ${name} (${wordsOf(steps[change]!, program.arena)}) before T${thread} acts.`,
      },
    ];
  }
  const [lastRead] = reads.slice(-1);
  if (lastRead === undefined) return [];
  return [
    {
      step: lastRead.index + 1,
      says: `T${thread} goes on after ${wordsOf(lastRead.step, program.arena)}.`,
    },
  ];
}

function startOfCall(steps: readonly ExecutedStep[], thread: ThreadIndex): number {
  return steps.findLastIndex(({ events }) =>
    events.some(({ type, invocation }) => type === 'call' && invocation.thread === thread),
  );
}

function howStuck(stuck: StuckClass, execution: Execution): Point[] {
  const { arena } = execution.program;
  switch (stuck.type) {
    case 'leaked lock': {
      const { object, holder, victim } = stuck;
      const { name } = arena.at(object);
      const { thread, invocation, step } = holder;
      return victim.isLooking
        ? [
            {
              step: step + 1,
              says: `T${thread} changes ${name} in ${invocation.operation}, and that call ends without undoing it.`,
            },
            { step: undefined, says: `T${victim.thread} waits for ${name} to change, for ever.` },
          ]
        : [
            {
              step: step + 1,
              says: `T${thread} takes ${name} in ${invocation.operation}, leaves that call later, and never gives it back.`,
            },
            { step: undefined, says: `T${victim.thread} waits for ${name} for ever.` },
          ];
    }
    case 'circular wait':
      return stuck.circle.map(({ thread, object, holder }) => ({
        step: holder === undefined ? undefined : holder.step + 1,
        says: `T${thread} waits for ${arena.at(object!).name}, which T${holder!.thread} has taken here.`,
      }));
    case 'lost wakeup':
      return [...wastedWakeups(execution), ...sleeping(stuck.victim, execution)];
    case 'client deadlock':
      return stuck.victims.map(({ thread }) => ({
        step: undefined,
        says: `T${thread} waits rightly: the client never gives back what it waits for.`,
      }));
  }
}

/** Wake-ups that reached nobody: a V that was lost, or the release of a lock that nobody waits for. */
function wastedWakeups({ steps, program }: Execution): Point[] {
  return steps.flatMap((step, index): Point[] => {
    const { pending, choice, answer } = step;
    if (pending.type !== 'operate' || answer?.type !== 'result') return [];
    const { kind, name, pool } = program.arena.at(pending.object);
    const isGiving = kind.possession !== undefined && (pending.operation === 'v' || pending.operation === 'release');
    if (isGiving && step.changes.length === 0) {
      return [{ step: index + 1, says: `T${choice.thread} signals ${name}, which is signalled already: the signal is lost.` }];
    }
    if (isGiving && pool !== undefined && pool.thread !== choice.thread && !isReceived(steps, index, pending.object)) {
      return [
        {
          step: index + 1,
          says: `T${choice.thread} wakes T${pool.thread} by ${name}, but T${pool.thread} makes no use of it.`,
        },
      ];
    }
    return [];
  });
}

/** Whether a signal was taken by somebody later who then got a permit in the same call. */
function isReceived(steps: readonly ExecutedStep[], given: number, object: ObjectIndex): boolean {
  const taken = steps.findIndex(
    (step, index) =>
      index > given &&
      step.pending.type === 'operate' &&
      step.pending.object === object &&
      step.choice.action === 'step' &&
      step.answer?.type === 'result',
  );
  if (taken < 0) return false;
  const { thread } = steps[taken]!.choice;
  const end = steps
    .slice(taken)
    .flatMap(({ events }) => events)
    .find((event) => event.invocation.thread === thread && event.type !== 'call' && event.type !== 'doorway');
  return end?.type === 'return';
}

function sleeping({ thread, object }: BlockedThread, { steps, program }: Execution): Point[] {
  const lastStep = steps.findLastIndex(({ choice }) => choice.thread === thread);
  const { operation } = steps[lastStep]!.invocation;
  const what = object === undefined ? 'for what it looks at to change' : `for ${program.arena.at(object).name}`;
  return [
    {
      step: lastStep + 1,
      says: `the last that T${thread} does in ${operation}; from here on it waits ${what}, and nobody will come.`,
    },
  ];
}

function interrupts({ steps, program }: Execution): Point[] {
  return steps.flatMap(({ choice, pending, invocation }, index) =>
    choice.action.startsWith('interrupt')
      ? [
          {
            step: index + 1,
            says: `T${choice.thread}, in ${invocation.operation} at ${describePending(pending, program.arena)}: ${describeAction(choice.action)}.`,
          },
        ]
      : [],
  );
}

/** The waiter, and those that went past it. */
function overtaking({ steps }: Execution): Point[] {
  const victims = steps.at(-1)?.moment?.waiting.filter(({ effect }) => effect === 'takes') ?? [];
  for (const { thread: victim } of victims) {
    const called = startOfCall(steps, victim);
    const waits = steps.findIndex(
      ({ moment }, index) => index >= called && moment?.waiting.some(({ thread }) => thread === victim) === true,
    );
    if (waits < 0) continue;
    const passes = steps.flatMap((step, index): Point[] => {
      const thread = step.choice.thread;
      if (index <= waits || thread === victim) return [];
      return step.events.flatMap((event): Point[] => {
        if (event.invocation.effect !== 'takes') return [];
        if (event.type === 'call') return [{ step: index + 1, says: `T${thread} calls ${event.invocation.operation}, later than T${victim}.` }];
        if (event.type === 'return' && isGranted(event.value)) {
          return [{ step: index + 1, says: `T${thread} is granted, before T${victim}.` }];
        }
        return [];
      });
    });
    if (passes.length === 0) continue;
    return [
      { step: waits + 1, says: `T${victim} waits, and nothing moves.` },
      ...passes,
      { step: steps.length, says: `nothing moves again, and T${victim} waits still, in the same call.` },
    ];
  }
  return [];
}

function unexplained({ steps }: Execution): Point[] {
  const before = steps.at(-2)?.chartStates ?? [];
  const where = before.length === 0 ? 'at its start' : `in ${before.join(' or ')}`;
  return [{ step: steps.length, says: `the model is ${where}, and does not show what happens here.` }];
}

function thrown({ steps, program }: Execution): Point[] {
  const last = steps.at(-1)!;
  return [{ step: steps.length, says: `T${last.choice.thread} ends by an error at ${wordsOf(last, program.arena)}.` }];
}

function wordsOf({ pending, answer }: ExecutedStep, arena: Arena): string {
  const result = answer?.type === 'result' && answer.value !== undefined ? ` = ${arena.describe(answer.value)}` : '';
  return `${describePending(pending, arena)}${result}`;
}
