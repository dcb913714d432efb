/** Orders: what the world outside does to a primitive made of promises, one thing after the other, and when. */

/** Something that the world outside does. */
export type Occurrence =
  /** A caller calls its next operation. */
  | { readonly type: 'call'; readonly thread: number }
  /** A caller gives its pending acquire up. */
  | { readonly type: 'abort'; readonly thread: number }
  /** A timer fires, the n-th of those that may be first; all that is due before it has fired. */
  | { readonly type: 'timer'; readonly candidate: number; readonly afterMs: number }
  /** All plans are done, and a caller acquires once more. */
  | { readonly type: 'probe'; readonly thread: number };

/**
 * Where in the event loop it falls:
 *
 * - `settled`: the microtask queue has been drained since the last occurrence;
 * - `same tick`: directly after the last occurrence, before any microtask has run;
 * - a number k: when k microtasks, each queued by the one before, have run since the last occurrence;
 * - `at once`: in the very callback in which the caller learns that its last operation has ended.
 */
export type Position = 'settled' | 'same tick' | 'at once' | number;

/** One occurrence of an order. */
export interface OrderStep {
  readonly at: Position;
  readonly does: Occurrence;
  /** Whether the moment before it is a quiet one. */
  readonly isQuietBefore: boolean;
}

/** Which positions an exploration tries. */
export interface Positions {
  readonly sameTick: boolean;
  /** After how many microtasks occurrences may fall, at most; 0 for none, and then none falls `at once` either. */
  readonly microtasks: number;
  /** How many occurrences of one execution may fall after a number of microtasks or at once. */
  readonly insertions: number;
}

/** Occurrences at rest alone. */
export const settled: Positions = { sameTick: false, microtasks: 0, insertions: 0 };

/** Occurrences at rest, and directly after another. */
export const sameTick: Positions = { sameTick: true, microtasks: 0, insertions: 0 };

/** The same, and up to `insertions` of them after up to `microtasks` microtasks, or in the caller's own callback. */
export function midDrain(microtasks: number, insertions: number): Positions {
  return { sameTick: true, microtasks, insertions };
}

/** The positions in words, as they stand in verdicts and traces. */
export function describePositions({ sameTick: isSameTick, microtasks, insertions }: Positions): string {
  if (microtasks > 0) return `same tick, and ${insertions} after up to ${microtasks} microtasks`;
  return isSameTick ? 'settled and same tick' : 'settled';
}
