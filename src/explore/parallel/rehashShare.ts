import { countOf, slice, type Ranges } from './ranges.ts';
import type { SharedStore } from './sharedStore.ts';
import { cursorSignal } from './signals.ts';

/** Enters states into a new table, batch after batch, until all threads together have entered all. */
export function rehashShare(signals: Int32Array, store: SharedStore, ranges: Ranges, batch: number): void {
  const total = countOf(ranges);
  for (;;) {
    const from = Atomics.add(signals, cursorSignal, batch);
    if (from >= total) return;
    store.rehash(slice(ranges, from, Math.min(from + batch, total)));
  }
}
