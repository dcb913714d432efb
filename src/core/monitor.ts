/** What a property is made of: a pure machine that reads visible events and quiet moments. */

import type { QuietMoment, VisibleEvent } from './event.ts';
import type { Fairness } from './fairness.ts';
import type { ThreadIndex } from './ids.ts';
import type { Model } from './model.ts';
import type { InterruptKind } from './schedule.ts';
import type { Value } from './value.ts';

/** What the system under test looks like from outside, known before it runs. */
export interface MonitorSetup {
  readonly threads: number;
  /** Permits at the start. */
  readonly permits: number;
  /** The most permits that one acquire asks for. */
  readonly requestMax: number;
  /** Whether interrupts may come. */
  readonly hasInterrupts: boolean;
  /** What the primitive claims to refine; undefined for a program that is no primitive. */
  readonly model: Model | undefined;
}

/** A monitor's answer: its next state, and what it has to say about this moment. */
export interface Reaction<State extends Value> {
  readonly state: State;
  /** Why the property is violated here, in a sentence. */
  readonly violation?: string;
  /** A number whose maximum over all executions is reported, such as a count of bypasses. */
  readonly measure?: number;
  /** What a reader should know about this moment although it is no violation; the first of them is kept. */
  readonly remark?: string;
}

/**
 * A property as a pure machine. It must be deterministic and must not keep anything outside its
 * state: Heddle calls it once for each edge and then reads tables.
 */
export interface Monitor<State extends Value = Value> {
  readonly initial: State;
  onEvent?(state: State, event: VisibleEvent): Reaction<State>;
  onQuiet?(state: State, moment: QuietMoment): Reaction<State>;
  /**
   * For a monitor that remembers quiet moments: whether seeing more of them never hides a violation
   * nor makes a measure smaller. Reductions need it, since they may stop at quiet moments that the
   * execution for which they stand has not. Default false.
   */
  readonly isWorsenedByMoments?: boolean;
  /**
   * The state with other names for the threads; the state itself for a monitor that names none.
   * Without it, and with onEvent or onQuiet, no thread can stand for another.
   */
  rename?(state: State, nameOf: (thread: number) => number): State;
  /** Every atomic step of a thread, visible or not. Costs states: for measurements on small clients. */
  onStep?(state: State, thread: ThreadIndex): Reaction<State>;
  /** For a monitor that follows a model: which of its transitions have been seen. */
  coverage?(): ModelCoverage;
}

/** The transitions of a chart, by name: those that some execution has taken, and those that none has. */
export interface ModelCoverage {
  readonly visited: readonly string[];
  readonly unvisited: readonly string[];
}

/** What must not be repeated for ever, in executions without end. */
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

/** A named property with its exact meaning. */
export interface Property {
  /** Kebab case, as given to `--property`: `no-lost-wakeup`. */
  readonly name: string;
  readonly title: string;
  /** When it is violated, in one sentence. */
  readonly violatedWhen: string;
  /** What the monitor's measure counts, if it has one. */
  readonly measures?: string;
  /** The type of event without which the monitor has nothing to measure. */
  readonly speaksOf?: VisibleEvent['type'];
  /**
   * Whether the monitor remembers what the state of the program does not tell, so that it multiplies
   * the states and is better searched by itself. Default false.
   */
  readonly keepsHistory?: boolean;
  /** For a property that is about interrupts: the kind that its clients suffer. */
  readonly interrupts?: InterruptKind;
  /**
   * Whether a model has what the property speaks of; where it has not, the property does not apply and is not
   * judged. Default every model has.
   */
  readonly appliesTo?: (model: Model) => boolean;
  /**
   * For a property that says that others still hold: those. One of them that fails without an
   * interrupt too is not held against the interrupt.
   */
  readonly parts?: (setup: MonitorSetup) => readonly Property[];
  /**
   * For a property of executions without end: what it forbids. It is judged with clients that repeat for ever,
   * on cycles, and its monitor has nothing to say.
   */
  readonly endless?: EndlessRule;
  readonly monitor: (setup: MonitorSetup) => Monitor;
}
