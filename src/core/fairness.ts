/** Properties of executions without end: what a cycle must not be, and what is assumed of the scheduler. */

import type { Monitor, MonitorSetup } from './monitor.ts';

/**
 * What a scheduler promises to a thread that wants to move. A thread wants to move while it is inside an
 * operation, and while it stands between two and holds permits, so that it has to go on to its release. One
 * that holds nothing may stay between operations for ever. It is enabled where it can step, or is held back
 * by a wait loop whose next turn would read the same again: it may make that turn.
 *
 * - `weak` (justice): whoever is enabled from some moment on without a break, moves again;
 * - `strong` (compassion): whoever is enabled again and again, moves again.
 *
 * Interrupts, deadlines and spurious wake-ups are never owed to anybody. Source: LehmannPnueliStavi1981.
 */
export type Fairness = 'weak' | 'strong';

/** What must not be repeated for ever. */
export type EndlessRule =
  /** A fair cycle in which one call never ends and others are granted. */
  | { readonly forbids: 'starvation'; readonly fairness: Fairness }
  /** A fair cycle in which one call goes on and on, and nobody is granted. */
  | { readonly forbids: 'livelock'; readonly fairness: Fairness }
  /** A cycle, fair or not, in which a waiter is overtaken. */
  | {
      readonly forbids: 'unbounded bypass';
      /** Follows one waiter; each event by which that one is overtaken is a violation of it. */
      readonly overtaking: (setup: MonitorSetup, victim: number) => Monitor;
    };
