import type { Slots } from '../slotOrder.ts';
import type { Ranges } from './ranges.ts';
import type { SharedStore } from './sharedStore.ts';

/** Which part of a new table one of several threads fills. */
export interface RehashWork {
  /** All states, whose hashes every thread looks at. */
  readonly ranges: Ranges;
  /** How many threads fill the table: the first of those that search. */
  readonly shares: number;
}

/** More shares are not worth while, since each thread that has one looks at all states. */
export const sharesMax = 8;

/**
 * Enters the states that belong into one share of the table; answers those that found no room at its end. A thread whose
 * number is beyond the shares has none.
 */
export function rehashShare(store: SharedStore, { ranges, shares }: RehashWork, share: number): Ranges {
  if (share >= shares) return [];
  return store.rehash(ranges, slotsOf(share, shares, store.tableLength));
}

/** The slots of one share: all shares together are the whole table. */
export function slotsOf(share: number, shares: number, tableLength: number): Slots {
  const border = (before: number): number => Math.floor((tableLength * before) / shares);
  return { from: border(share), to: border(share + 1) };
}
