/** Clients: what the threads do with a primitive, as data. */

import type { InterruptKind } from './schedule.ts';

/** One operation of a plan. */
export interface ClientOperation {
  /**
   * A name in the model's contract, or `post`: a release by a thread that need not hold anything.
   * What gives back, as a `release`, or lends, as a `wait` of a monitor, is left out when the thread holds fewer
   * permits than it would give back, because the acquire before it was refused, ran out of time or was interrupted.
   */
  readonly operation: string;
  /** How many permits at once; default 1. */
  readonly permits?: number;
  /** What it hands over, for an operation that does, such as the put of a channel. */
  readonly item?: number;
}

/** What one thread does. */
export interface Plan {
  readonly operations: readonly ClientOperation[];
  /** How often it does all of them, at least once; `forever` has finitely many states too. Default 1. */
  readonly rounds?: number | 'forever';
}

/** Which interrupts may come to the threads of a client. */
export interface Interrupts {
  readonly kind: InterruptKind;
  /** How many interrupts may come in one execution, at most. */
  readonly budget: number;
  /** The threads that they may come to; default all. */
  readonly threads?: readonly number[];
}

/** What the threads do with a primitive. */
export interface Client {
  /** Permits at the start; 1 for a mutex. What is counted where there are no permits: the places of a channel. */
  readonly permits: number;
  readonly plans: readonly Plan[];
  /** Interrupts come to operations that take permits, nowhere else. Default none. */
  readonly interrupts?: Interrupts;
  /**
   * Whether the primitive is probed when all plans are done: the threads acquire, one after the other
   * and without giving back, once more than there are permits. Default false.
   */
  readonly isProbed?: boolean;
}
