import { expect, test } from 'vitest';
import { chunkBits, chunkStates } from './chunks.ts';
import { Layout } from './layout.ts';
import { countOf } from './parallel/ranges.ts';
import { rehashShare, slotsOf } from './parallel/rehashShare.ts';
import { SharedStore, sharedInts } from './parallel/sharedStore.ts';
import { SlotOrder } from './slotOrder.ts';
import { hashOf, spread } from './stateHash.ts';
import { StateStore } from './stateStore.ts';

const layout = new Layout([30]);

/** A state that no other number has, and whose neighbours in number are not its neighbours in a table. */
const wordOf = (index: number): number => Math.imul(index, 0x2c1b3c6d) & 0x3fffffff;

test.each([10, 17, 20])(
  'a batch is put in the order of the parts of a table of 2^%d entries, and nothing is lost',
  (bits) => {
    const states = 5000;
    const words = Int32Array.from({ length: states }, (_, index) => wordOf(index));
    const batch = new SlotOrder(states, 1 << bits);
    batch.add(words, 0, 1, 0, 3000);
    expect(batch.room).toBe(2000);
    batch.add(words, 3000, 1, 3000, 2000);
    batch.sort();
    const entries = Array.from({ length: batch.count }, (_, at) => ({
      hash: batch.hashes[at]!,
      number: batch.numbers[at]!,
    }));
    expect(entries.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: states }, (_, index) => index + 1),
    );
    expect(entries.every(({ hash, number }) => hash === hashOf(words, number - 1, 1))).toBe(true);
    const parts = entries.map(({ hash }) => (spread(hash) & ((1 << bits) - 1)) >>> (bits - 6));
    const isInOrder = parts.every((part, at) => at === 0 || parts[at - 1]! <= part);
    // A small table is filled as it comes.
    expect(isInOrder).toBe(bits > 17);
  },
);

test('a store of more states than a batch takes has each of them, once', () => {
  const store = new StateStore(layout);
  const words = new Int32Array(1);
  const states = 1_600_000;
  const addAll = () => {
    let added = 0;
    for (let index = 0; index < states; index++) {
      words[0] = wordOf(index);
      if (store.add(words, 0, 0)) added++;
      if (store.lastIndex !== index) return -1;
    }
    return added;
  };
  expect([addAll(), addAll(), store.size]).toEqual([states, 0, states]);
});

/** The numbers up to one. */
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test.each([1, 2, 3])('a shared table that %d threads fill has each state, once', (shares) => {
  const chunkCount = 20;
  const states = chunkCount * chunkStates;
  const store = new SharedStore(0, 1);
  for (let number = 0; number <= chunkCount; number++) {
    const words = sharedInts(chunkStates);
    words.forEach((_, at) => (words[at] = wordOf((number << chunkBits) + at)));
    store.addChunk({ number, owner: number < chunkCount ? -1 : 0, words, parents: sharedInts(chunkStates) });
  }
  const table = sharedInts(1 << 19);
  store.setTable(table);
  // With a gap between them that nothing is in, the second from the middle of a chunk.
  const ranges = [0, 1000, 100_000, states];
  const unplaced = upTo(shares + 1).flatMap((share) => rehashShare(store, { ranges, shares }, share));
  store.place(unplaced);
  expect(table.filter((entry) => entry !== 0)).toHaveLength(countOf(ranges));
  const words = new Int32Array(1);
  const isNew = (index: number): boolean => {
    words[0] = wordOf(index);
    return store.add(words, 0, 0);
  };
  const found = upTo(states).filter((index) => (index < 1000 || index >= 100_000) && !isNew(index));
  expect(found).toHaveLength(countOf(ranges));
  expect([isNew(1000), isNew(1000)]).toEqual([true, false]);
});

test.each([1, 2, 3, 7])(
  'in a table that is nearly full, states of %d shares go on beyond their slots',
  (shares) => {
    const tableLength = 64;
    const states = 60;
    const store = new SharedStore(0, 1);
    const chunk = sharedInts(chunkStates);
    for (let index = 0; index < states; index++) chunk[index] = wordOf(index);
    store.addChunk({ number: 0, owner: -1, words: chunk, parents: sharedInts(chunkStates) });
    const table = sharedInts(tableLength);
    store.setTable(table);
    const borders = upTo(shares).map((share) => slotsOf(share, shares, tableLength));
    expect([borders[0]!.from, borders.at(-1)!.to]).toEqual([0, tableLength]);
    const unplaced = upTo(shares).flatMap((share) =>
      rehashShare(store, { ranges: [0, states], shares }, share),
    );
    expect(countOf(unplaced)).toBeGreaterThan(0);
    store.place(unplaced);
    const words = new Int32Array(1);
    for (let index = 0; index < states; index++) {
      words[0] = wordOf(index);
      expect(store.add(words, 0, 0)).toBe(false);
    }
  },
);
