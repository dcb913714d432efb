/**
 * What is kept of searches, so that a check that was ended at any moment can go on where it was. All of
 * it is plain data; where it is kept is not the search's affair.
 *
 * A check makes its searches in an order that its primitive, clients and properties determine, so they
 * are told apart by number alone. States are numbers of nodes, values and so on, which are given out as
 * things are learned; so is kept, too, at which states something was learned. To expand these again,
 * in order, gives out the same numbers again.
 */

import type { CountsAndViolations } from '../findings.ts';

/** Keeps the searches of one check. */
export interface Keeper {
  /** The next search of the check. */
  next(): KeptSearch;
}

/** Keeps one search. */
export interface KeptSearch {
  /** What was kept of it by an earlier run. */
  readonly found: FoundSearch | undefined;
  /** How many states are expanded between two looks, at most. */
  readonly interval: number;
  /** Whether it is time to {@link save}. */
  isDue(): boolean;
  /** It goes on beyond what was kept: what was kept of later searches is of no use any more. */
  goesOn(): void;
  /** Keeps how far it is; `part` are the states that were stored since the last time. */
  save(at: UnfinishedSearch, part: StatePart): void;
  /** Keeps what has come of it, in place of what was saved. */
  finish(result: FinishedSearch): void;
  /** It ended with an error, which it will do again. */
  fail(): void;
  /** Refuses what was kept: it is not what this check would have kept. */
  refuse(why: string): never;
}

/** What an earlier run has left. */
export type FoundSearch =
  | { readonly type: 'unfinished'; readonly at: UnfinishedSearch; readonly parts: readonly StatePart[] }
  | { readonly type: 'finished'; readonly result: FinishedSearch }
  | { readonly type: 'failed' };

/** Stored states in the order of their numbers, as they were packed. */
export interface StatePart {
  /** See Layout. */
  readonly widths: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly words: Int32Array;
  readonly parents: Int32Array;
}

/** How far a search is, but for its states. */
export interface UnfinishedSearch {
  readonly state: number;
  readonly levelEnd: number;
  readonly depth: number;
  readonly elapsedMs: number;
  readonly findings: CountsAndViolations;
  /** The states at which something was learned. */
  readonly lessons: readonly number[];
  /** Of all that was learned. */
  readonly digest: string;
}

/** A search that was complete. */
export interface FinishedSearch {
  /** As in SearchResult. */
  readonly counts: {
    readonly states: number;
    readonly transitions: number;
    readonly depth: number;
    readonly quietMoments: number;
    readonly endStates: number;
    readonly frontier: number;
    readonly bytesPerState: number;
    readonly threads: number;
  };
  /** With the numbers that states have in {@link ways}. */
  readonly violations: CountsAndViolations['violations'];
  /** The states on the ways to the violations, each after the one from which it was reached. */
  readonly ways: readonly { readonly vector: readonly number[]; readonly parent: number }[];
  /** The states at which something was learned. */
  readonly lessons: readonly (readonly number[])[];
  readonly digest: string;
}
