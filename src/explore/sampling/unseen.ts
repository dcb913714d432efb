/** Estimates of what a sample has not shown. Both speak of the strategy's own distribution. */

/** How often behaviours were seen in a sample. */
export interface SeenCounts {
  /** Executions in the sample. */
  readonly executions: number;
  /** Behaviours that were seen at all, once, and twice. */
  readonly distinct: number;
  readonly once: number;
  readonly twice: number;
}

/**
 * The chance that the next execution shows a behaviour that none has shown so far, from 0 to 1: the
 * share of executions whose behaviour was seen only that once. Source: Good1953, after Turing.
 */
export function goodTuring({ executions, once }: SeenCounts): number {
  return executions === 0 ? 1 : once / executions;
}

/**
 * How many behaviours there are at least, seen or not: a lower estimate, never below the number seen.
 * Source: Chao1984, in the form without bias (f1 (f1 - 1) / 2 (f2 + 1) are unseen).
 */
export function chao1({ distinct, once, twice }: SeenCounts): number {
  return distinct + (once * (once - 1)) / (2 * (twice + 1));
}
