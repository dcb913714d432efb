import type { Findings } from './findings.ts';
import type { StateStore } from './stateStore.ts';

/** A search by one thread, between two states. */
export interface Begun {
  readonly store: StateStore;
  readonly findings: Findings;
  /** The next state to expand; those from `levelEnd` on are one level further. */
  readonly state: number;
  readonly levelEnd: number;
  readonly depth: number;
  readonly elapsedMs: number;
}
