/** Schedules: the list of choices that makes an execution of a deterministic program unique. */

import type { ThreadIndex } from './ids.ts';

/**
 * What the scheduler may choose for a thread.
 *
 * - `step`: the pending operation takes effect and the thread goes on with its result;
 * - `call`: at a quiet moment, the thread calls its next operation and is blocked at its first step;
 * - `interrupt before`: the pending operation does not take effect, and the interrupt is thrown there;
 * - `interrupt after`: the pending operation takes effect, and the interrupt is thrown in place of its result;
 * - `interrupt posted`: the interrupt has come while the thread is blocked, and is thrown as soon as
 *   the pending operation has taken effect;
 * - `deadline`: the deadline of the operation passes;
 * - `spurious`: the pending wait ends although nobody ended it.
 */
export type Action =
  | 'step'
  | 'call'
  | 'interrupt before'
  | 'interrupt after'
  | 'interrupt posted'
  | 'deadline'
  | 'spurious';

/** One choice of the scheduler. */
export interface Choice {
  readonly thread: ThreadIndex;
  readonly action: Action;
  /** Which of the outcomes of a non-deterministic operation, counted from 0. */
  readonly outcome: number;
}

/** Where an interrupt may come, and whether the step that it meets takes effect. */
export interface InterruptKind {
  readonly effect: 'before' | 'after';
  readonly position: 'blocked' | 'anywhere';
}

/** The four kinds, in the order of the reports. */
export const interruptKinds: readonly InterruptKind[] = [
  { effect: 'before', position: 'blocked' },
  { effect: 'after', position: 'blocked' },
  { effect: 'before', position: 'anywhere' },
  { effect: 'after', position: 'anywhere' },
];

/** How a kind is written on the command line and in traces: `before-effect-when-blocked`. */
export type InterruptKindName = `${InterruptKind['effect']}-${InterruptKind['position']}`;

/** The name of a kind, such as `before-blocked`. */
export function interruptKindName({ effect, position }: InterruptKind): InterruptKindName {
  return `${effect}-${position}`;
}
