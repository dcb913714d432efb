/** What a property is made of: a pure machine that reads visible events and quiet moments. */

import type { QuietMoment, VisibleEvent } from './event.ts';
import type { ThreadIndex } from './ids.ts';
import type { Value } from './value.ts';

/** What the system under test looks like from outside, known before it runs. */
export interface MonitorSetup {
  readonly threads: number;
  /** Permits at the start. */
  readonly permits: number;
}

/** A monitor's answer: its next state, and what it has to say about this moment. */
export interface Reaction<State extends Value> {
  readonly state: State;
  /** Why the property is violated here, in a sentence. */
  readonly violation?: string;
  /** A number whose maximum over all executions is reported, such as a count of bypasses. */
  readonly measure?: number;
}

/**
 * A property as a pure machine. It must be deterministic and must not keep anything outside its
 * state: Heddle calls it once for each edge and then reads tables.
 */
export interface Monitor<State extends Value = Value> {
  readonly initial: State;
  onEvent?(state: State, event: VisibleEvent): Reaction<State>;
  onQuiet?(state: State, moment: QuietMoment): Reaction<State>;
  /** Every atomic step of a thread, visible or not. Costs states: for measurements on small clients. */
  onStep?(state: State, thread: ThreadIndex): Reaction<State>;
}

/** A named property with its exact meaning. */
export interface Property {
  /** Kebab case, as given to `--property`: `no-lost-wakeup`. */
  readonly name: string;
  readonly title: string;
  /** When it is violated, in one sentence. */
  readonly violatedWhen: string;
  readonly monitor: (setup: MonitorSetup) => Monitor;
}
