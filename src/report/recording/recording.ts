/**
 * Recordings: an execution with all that a page shows of it, as plain data. Nothing in it is code, and
 * whoever shows it need not have the primitive.
 */

import type { Chart } from '../../automata/modelAutomaton.ts';
import type { Action } from '../../core/schedule.ts';

/** The version of the format. */
export const recordingVersion = 1;

/** A place in a source of {@link Recording.sources}. */
export interface Place {
  /** Index into the sources. */
  readonly source: number;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The function that it is in; may be empty. */
  readonly in: string;
}

/** Where one thread stands. */
export interface Standing {
  /** The operation that it is in, or would call next; undefined if it has finished. */
  readonly operation: string | undefined;
  /** Whether that operation has been called. */
  readonly isInside: boolean;
  /** What it asks for: `value.read()`. */
  readonly asks: string;
  /** Where it asks for it, innermost first. */
  readonly places: readonly Place[];
}

/** A thread that cannot go on. */
export interface Blocked {
  readonly thread: number;
  /** In words: `waits for lock (T1 has it)`. */
  readonly on: string;
  /** Index of the shared object. */
  readonly object: number | undefined;
  /** Who holds what it waits for. */
  readonly holder: number | undefined;
}

/** What one step did to one shared object. */
export interface ObjectChange {
  readonly object: number;
  /** Undefined for an object that does not exist. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A thread that a step has set going again. */
export interface Wake {
  readonly thread: number;
  /** Whether what it waited for became its own at once, so that nobody could come between. */
  readonly isHandOff: boolean;
}

/** How things stand before the first step, or after one. */
export interface Situation {
  /** Of each thread. */
  readonly threads: readonly Standing[];
  readonly blocked: readonly Blocked[];
  /** The states of the model that explain what has been seen. */
  readonly chart: readonly string[];
  readonly isQuiet: boolean;
  /** Who holds which object: pairs of object and thread. */
  readonly holders: readonly (readonly [number, number])[];
}

/** One step, and how things stand after it. */
export interface RecordedStep extends Situation {
  readonly thread: number;
  readonly action: Action;
  readonly outcome: number;
  /** The operation that begins with this step. */
  readonly calls?: string;
  /** What the thread does, and what it is told: `value.read = 0`. */
  readonly does: string;
  /** What is unusual about the step: an interrupt, a deadline. */
  readonly mark?: string;
  /** How the operation ends with this step. */
  readonly ends?: string;
  /** The object that the step is on. */
  readonly object?: number;
  readonly changes: readonly ObjectChange[];
  readonly wakes: readonly Wake[];
  /** Steps, counted from 0, without which this one would not be what it is: program order, values read, wake-ups. */
  readonly after: readonly number[];
}

/** A way that an execution went, from the start. */
export interface Course {
  readonly start: Situation;
  readonly steps: readonly RecordedStep[];
  /** Where the property was violated, and why. */
  readonly violation?: { readonly after: number; readonly why: string };
  /** What could not be carried out. */
  readonly divergence?: { readonly after: number; readonly why: string };
  /** For an execution without end: how many steps lead to those that are then repeated for ever. */
  readonly loop?: number;
  /** The steps, counted from 0, that the violation depends on; all others might be left out of its telling. */
  readonly past: readonly number[];
}

/** A shared object. */
export interface RecordedObject {
  readonly name: string;
  readonly kind: string;
  /** Undefined for one that is made while running. */
  readonly initial: string | undefined;
}

/** An execution, told. */
export interface Recording {
  readonly format: 'heddle-recording';
  readonly version: typeof recordingVersion;
  readonly primitive: {
    readonly name: string;
    readonly title: string;
    readonly note?: string;
    readonly citation?: string;
    readonly url?: string;
  };
  readonly property: {
    readonly name: string;
    readonly title: string;
    readonly violatedWhen: string;
    readonly whole?: string;
  };
  readonly client: string;
  readonly strength: string;
  /** When threads may be switched, where that is not before any step. */
  readonly scheduling?: string;
  /** Of each thread: what it does, in words. */
  readonly plans: readonly string[];
  readonly objects: readonly RecordedObject[];
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  readonly model?: { readonly title: string; readonly promise: string; readonly chart: Chart };
  readonly course: Course;
  readonly explanation: {
    readonly kind: string;
    readonly sentences: readonly string[];
    readonly steps: readonly number[];
  };
  /** What is known of the length: `no schedule is shorter`. */
  readonly length?: string;
  /**
   * After how many steps it could still go well, at the last; see Insight. For an execution without end: after how
   * many it could soonest be left; see WayOut.
   */
  readonly lastGood?: number;
  readonly hadNoChance?: boolean;
  /** A schedule that begins with the same steps, and violates nothing, or leaves the loop. */
  readonly passing?: Course;
  /** What a reader should be told first: the source has changed, the failure is gone. */
  readonly notices: readonly string[];
  /** The command that shows the same in a terminal. */
  readonly command?: string;
}
