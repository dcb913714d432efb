import type { FillRandom } from './compact/stateCode.ts';
import type { Keeper } from './keeping/keeper.ts';
import type { Crew } from './parallel/crew.ts';

/** What may stop a search before it is complete; a limit that is left out does not apply. */
export interface Limits {
  /** Stored states. */
  readonly states?: number;
  /** Bytes of the state store. */
  readonly memoryBytes?: number;
  /** Milliseconds since the search began, by {@link Surroundings.now}. */
  readonly timeMs?: number;
}

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** States that are stored and not yet expanded. */
  readonly frontier: number;
  /** Steps from the initial state to the state being expanded. */
  readonly depth: number;
  /** About how many states will still be expanded, where that can be told. */
  readonly left?: number;
  readonly elapsedMs: number;
}

/** What a search needs from outside: it has no clock, no terminal and no threads of its own. */
export interface Surroundings {
  readonly now: () => number;
  /** Asked now and then; true ends the search. */
  readonly isInterrupted?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Other threads, which a search without reductions may have search with it. */
  readonly crew?: Crew;
  /** For codes of states; see StateCode. */
  readonly fillRandom?: FillRandom;
  /** Where searches are kept, so that they can be gone on with. */
  readonly keeper?: Keeper;
}

/** A clock that stands still, for searches without a time limit. */
export const timeless: Surroundings = { now: () => 0 };
