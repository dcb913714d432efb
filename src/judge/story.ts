/** What the stories of failures are made of: points, each with the step that it is about. */

import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Arena } from '../program/arena.ts';
import { describePending, isBoundToSucceed } from '../program/describePending.ts';
import type { ExecutedStep, Execution } from '../trace/execution.ts';

/** What a step of the story says, and which step it is (counted from 1); undefined for a remark. */
export interface Point {
  readonly step: number | undefined;
  readonly says: string;
}

/** How a failure came about. */
export interface Story {
  /** What kind of failure it is, in a word or two. */
  readonly kind: string;
  /** The shared object that it is about, where it is about one. */
  readonly object?: string;
  readonly points: readonly Point[];
}

/** The interrupts that came. */
export function interruptPoints({ steps, program }: Execution): Point[] {
  return steps.flatMap(({ choice, pending, invocation }, index): Point[] => {
    const who = `T${choice.thread}`;
    const { operation } = invocation;
    const what = describePending(pending, program.arena);
    switch (choice.action) {
      case 'interrupt before':
        return [
          { step: index + 1, says: `${who} is interrupted in ${operation}, before ${what} takes effect.` },
        ];
      case 'interrupt after':
        return [
          { step: index + 1, says: `${who} is interrupted in ${operation}, after ${what} has taken effect.` },
        ];
      case 'interrupt posted':
        return [
          {
            step: index + 1,
            says: `an interrupt comes to ${who}, which is blocked in ${operation} at ${what}; it is thrown once that has taken effect.`,
          },
        ];
      default:
        return [];
    }
  });
}

/** Where a thread's last call begins; counted from 0. */
export function startOfCall(steps: readonly ExecutedStep[], thread: ThreadIndex): number {
  return steps.findLastIndex(({ events }) =>
    events.some(({ type, invocation }) => type === 'call' && invocation.thread === thread),
  );
}

/** A step in words, with its result: `count.read() = 0`. */
export function wordsOf({ pending, answer }: ExecutedStep, arena: Arena): string {
  const isSaid = answer?.type === 'result' && answer.value !== undefined && !isBoundToSucceed(pending);
  const result = isSaid ? ` = ${arena.describe(answer.value)}` : '';
  return `${describePending(pending, arena)}${result}`;
}

/** The object that a step operates on; undefined for a look at the clock. */
export function objectOf({ pending }: ExecutedStep): ObjectIndex | undefined {
  return pending.type === 'operate' ? pending.object : undefined;
}

/** Whether a step has changed an object. */
export function changes(step: ExecutedStep, object: ObjectIndex): boolean {
  return step.changes.some((change) => change.object === object);
}

/** A change that a step has made, in words: `value: 0 → -1`; undefined if it has not changed that object. */
export function changeOf(step: ExecutedStep, object: ObjectIndex, arena: Arena): string | undefined {
  const change = step.changes.find((one) => one.object === object);
  if (change === undefined) return undefined;
  const show = (value: typeof change.before): string =>
    value === undefined ? 'none' : arena.render(object, value);
  return `${arena.at(object).name}: ${show(change.before)} → ${show(change.after)}`;
}

/**
 * Whether an object is a signal: a lock or binary semaphore that starts taken, or that is made while running
 * for one wait. To take it is to receive the signal; nobody is expected to give it back.
 */
export function isSignal(object: ObjectIndex, arena: Arena): boolean {
  const { kind, initial, pool } = arena.at(object);
  return kind.possession !== undefined && (pool !== undefined || kind.possession(initial).isTaken);
}

/** Whether a step gives a signal, or takes one. */
export function usesSignal(step: ExecutedStep, arena: Arena): 'gives' | 'takes' | undefined {
  const { pending, answer } = step;
  if (pending.type !== 'operate' || answer?.type !== 'result' || !isSignal(pending.object, arena))
    return undefined;
  const { operation } = pending;
  if (operation === 'v' || operation === 'release') return 'gives';
  const isTaking = ['p', 'acquire', 'tryP', 'tryAcquire'].includes(operation) && answer.value !== false;
  return isTaking && (pending.isParked || changes(step, pending.object)) ? 'takes' : undefined;
}
