import type { Layout } from './layout.ts';

/** The states that a search has stored, by number; 0 is the initial one. */
export interface VisitedStates {
  /** The numbers of all states. */
  numbers(): Iterable<number>;
  /** The words of a state are `chunkOf(state)[offsetOf(state) ...]`. */
  chunkOf(state: number): Int32Array;
  offsetOf(state: number): number;
  /** The state from which it was first reached; its own number for the initial state. */
  parentOf(state: number): number;
  /** Lays out every state anew. */
  repack(from: Layout, to: Layout): void;
}
