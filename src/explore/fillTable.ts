/** How stored states are entered into a new hash table. See the heads of the stores for what an entry is. */

import { chunkMask, chunkStates } from './chunks.ts';
import { addRange, countOf, type Ranges } from './parallel/ranges.ts';
import { SlotOrder, type Slots } from './slotOrder.ts';
import { hashOf, indexMaskOf, spread } from './stateHash.ts';
import type { VisitedStates } from './visitedStates.ts';

/** States in chunks, each of so many words. */
interface StoredStates extends Pick<VisitedStates, 'chunkOf' | 'offsetOf'> {
  readonly wordCount: number;
}

/**
 * Enters states into a table, if their hashes name one of some slots; meanwhile nobody else may write to these. Answers
 * which of the states found no free one up to the last of them: see {@link place}.
 */
export function fillTable(table: Int32Array, states: StoredStates, ranges: Ranges, slots: Slots): Ranges {
  const total = countOf(ranges);
  const share = Math.ceil((total * (slots.to - slots.from)) / table.length);
  const batch = new SlotOrder(Math.min(total, share + chunkStates), table.length, slots);
  const unplaced: number[] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const end = ranges[at + 1]!;
    for (let index = ranges[at]!; index < end;) {
      const count = Math.min(batch.room, chunkStates - (index & chunkMask), end - index);
      batch.add(states.chunkOf(index), states.offsetOf(index), states.wordCount, index, count);
      index += count;
      if (batch.room === 0) enter(table, batch, slots.to, unplaced);
    }
  }
  enter(table, batch, slots.to, unplaced);
  return unplaced;
}

function enter(table: Int32Array, batch: SlotOrder, to: number, unplaced: number[]): void {
  batch.sort();
  const { hashes, numbers, count } = batch;
  const mask = table.length - 1;
  const indexMask = indexMaskOf(table.length);
  for (let at = 0; at < count; at++) {
    const hash = hashes[at]!;
    const number = numbers[at]!;
    let slot = spread(hash) & mask;
    while (slot < to && table[slot] !== 0) slot++;
    if (slot < to) table[slot] = (hash & ~indexMask) | number;
    else addRange(unplaced, number - 1, number);
  }
  batch.count = 0;
}

/** Enters states for which {@link fillTable} has found no slot, wherever one is free; nobody else may write to the table. */
export function place(table: Int32Array, states: StoredStates, ranges: Ranges): void {
  const mask = table.length - 1;
  const indexMask = indexMaskOf(table.length);
  for (let at = 0; at < ranges.length; at += 2) {
    for (let index = ranges[at]!; index < ranges[at + 1]!; index++) {
      const hash = hashOf(states.chunkOf(index), states.offsetOf(index), states.wordCount);
      let slot = spread(hash) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~indexMask) | (index + 1);
    }
  }
}
