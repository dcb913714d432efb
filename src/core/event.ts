/**
 * Visible events: what an observer outside the primitive sees. Every property and every model is a
 * function of these and of quiet moments alone, so none of them needs a mark inside the primitive
 * (but for the doorway, which a primitive may announce).
 */

import type { ThreadIndex } from './ids.ts';
import type { Value } from './value.ts';

/** Whether an operation may wait: for as long as it takes, until its deadline, or not at all. */
export type Patience = 'waits' | 'waits until its deadline' | 'never waits';

/**
 * What an operation does to the permits: takes them when it succeeds, gives them back, gives them back for as
 * long as it lasts (as the wait of a monitor does), or neither.
 */
export type Effect = 'takes' | 'gives' | 'lends' | 'neither';

/** One call of an operation by one thread. */
export interface Invocation {
  readonly thread: ThreadIndex;
  /** The name in the model's contract: `acquire`, `tryAcquire`, `timedAcquire`, `release`. */
  readonly operation: string;
  /** How many permits it asks for or gives back; at least 1. */
  readonly permits: number;
  /** What it hands over, for an operation that does; a number that means nothing. */
  readonly item?: number;
  readonly effect: Effect;
  readonly patience: Patience;
}

/** What is thrown out of an operation, as plain data. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** Whether this is the interrupt that the schedule delivered, passed on by the primitive. */
  readonly isInterrupt: boolean;
}

/** What can be seen of a primitive from outside. */
export type VisibleEvent =
  | { readonly type: 'call'; readonly invocation: Invocation }
  | { readonly type: 'return'; readonly invocation: Invocation; readonly value: Value }
  | { readonly type: 'throw'; readonly invocation: Invocation; readonly thrown: Thrown }
  /** The thread has passed the mark behind which nobody may overtake it. */
  | { readonly type: 'doorway'; readonly invocation: Invocation };

/** A thread that is blocked inside an operation at a quiet moment. */
export interface Waiting extends Invocation {
  /** Whether the operation had a deadline and that deadline is past. */
  readonly isTimeUp: boolean;
  /** Whether the caller has given the operation up, by an abort that must end it. Default false. */
  readonly isAborted?: boolean;
}

/** A moment at which nothing moves unless a new operation starts: who waits, and whether that is the end. */
export interface QuietMoment {
  readonly waiting: readonly Waiting[];
  /** Whether no operation can start either: the execution ends here. */
  readonly isEnd: boolean;
}

/**
 * Whether a primitive has thrown an error of its own: no interrupt that it passes on, and no shared object that
 * complains of how the primitive uses it.
 */
export function isRejection({ name, isInterrupt }: Thrown): boolean {
  return !isInterrupt && name !== 'OperationError';
}

/** An acquire succeeds unless it returns exactly `false`. */
export function isGranted(value: Value): boolean {
  return value !== false;
}

/** Whether somebody gets what it has asked for: an operation that takes returns, in success. */
export function isGrant(event: VisibleEvent): boolean {
  return event.type === 'return' && event.invocation.effect === 'takes' && isGranted(event.value);
}
