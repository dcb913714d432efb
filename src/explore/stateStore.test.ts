import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsFor, Layout } from './layout.ts';
import { StateStore } from './stateStore.ts';

/** A layout, and vectors that fit it. */
const fitting = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }).chain((widths) =>
  fc.record({
    widths: fc.constant(widths),
    vectors: fc.array(fc.tuple(...widths.map((width) => fc.integer({ min: 0, max: 2 ** width - 1 }))), {
      minLength: 1,
      maxLength: 40,
    }),
  }),
);

describe('a layout', () => {
  test('packs what it unpacks, each component within one word', () => {
    fc.assert(
      fc.property(fitting, ({ widths, vectors }) => {
        const layout = new Layout(widths);
        const words = new Int32Array(layout.wordCount + 2).fill(-1);
        const back = new Int32Array(widths.length);
        for (const vector of vectors) {
          layout.pack(vector, words, 1);
          layout.unpack(words, 1, back);
          expect([...back]).toEqual(vector);
        }
        // It writes nothing outside its place.
        expect([words[0], words.at(-1)]).toEqual([-1, -1]);
        widths.forEach((width, component) =>
          expect(layout.shiftOf[component]! + width).toBeLessThanOrEqual(32),
        );
        expect(layout.wordCount).toBeLessThanOrEqual(Math.max(1, widths.length));
      }),
      { seed: 5 },
    );
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [1024, 10],
    [1025, 11],
  ])('numbers below %d take %d bits', (count, bits) => {
    expect(bitsFor(count)).toBe(bits);
  });
});

describe('a store', () => {
  test('keeps each state once, in the order of its coming, with its parent', () => {
    fc.assert(
      fc.property(fitting, ({ widths, vectors }) => {
        const layout = new Layout(widths);
        const store = new StateStore(layout);
        const seen = new Map<string, number>();
        const words = new Int32Array(layout.wordCount);
        vectors.forEach((vector, index) => {
          layout.pack(vector, words, 0);
          const known = seen.get(vector.join());
          expect(store.add(words, 0, index)).toBe(known === undefined);
          expect(store.lastIndex).toBe(known ?? seen.size);
          if (known === undefined) seen.set(vector.join(), seen.size);
        });
        expect(store.size).toBe(seen.size);
      }),
      { seed: 6 },
    );
  });

  test('is exact past the size of its first tables and chunks', () => {
    const layout = new Layout([20, 3]);
    const store = new StateStore(layout);
    const words = new Int32Array(layout.wordCount);
    const add = (number: number): boolean => {
      layout.pack([number, number % 7], words, 0);
      return store.add(words, 0, number >> 1);
    };
    const count = 50_000;
    for (let number = 0; number < count; number++) expect(add(number)).toBe(true);
    for (let number = 0; number < count; number += 997) {
      expect(add(number)).toBe(false);
      expect(store.lastIndex).toBe(number);
      expect(store.parentOf(number)).toBe(number >> 1);
    }
    expect(store.size).toBe(count);
  });

  test('lays its states out anew, and knows them again', () => {
    const narrow = new Layout([3, 4]);
    // One component is wider, and one has come in addition.
    const wide = new Layout([20, 4, 30]);
    const store = new StateStore(narrow);
    const words = new Int32Array(4);
    const vectors = Array.from({ length: 100 }, (_, index) => [index % 8, index % 13]);
    for (const vector of vectors) {
      narrow.pack(vector, words, 0);
      store.add(words, 0, 0);
    }
    const size = store.size;
    store.repack(narrow, wide);
    for (const vector of vectors) {
      wide.pack([...vector, 0], words, 0);
      expect(store.add(words, 0, 0)).toBe(false);
    }
    wide.pack([9, 0, 5], words, 0);
    expect(store.add(words, 0, 0)).toBe(true);
    expect(store.size).toBe(size + 1);
  });
});
