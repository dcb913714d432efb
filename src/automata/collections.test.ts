/** The small collections under the tables, each against the plain one that it stands for. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntVector } from './intVector.ts';
import { Interner } from './interner.ts';
import { PairMap } from './pairMap.ts';
import { SequenceInterner } from './sequenceInterner.ts';

const small = fc.nat(2000);

test('a pair map is a map from pairs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(small, small, fc.nat()), { maxLength: 500 }),
      fc.array(fc.tuple(small, small)),
      (pairs, others) => {
        const map = new PairMap();
        const plain = new Map<string, number>();
        for (const [a, b, value] of pairs) {
          if (plain.has(`${a} ${b}`)) continue;
          map.add(a, b, value);
          plain.set(`${a} ${b}`, value);
        }
        expect(map.size).toBe(plain.size);
        for (const [a, b] of [...pairs, ...others]) expect(map.get(a, b)).toBe(plain.get(`${a} ${b}`) ?? -1);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test('a vector grows, and its new elements are 0', () => {
  const vector = new IntVector(2);
  expect([7, 8, 9].map((value) => vector.push(value))).toEqual([0, 1, 2]);
  expect(vector.extend(3)).toBe(3);
  expect(vector.length).toBe(6);
  expect(Array.from(vector.data.slice(0, vector.length))).toEqual([7, 8, 9, 0, 0, 0]);
});

describe('an interner', () => {
  test('counts up what it has not seen', () => {
    const words = new Interner<{ word: string }>(({ word }) => word);
    expect(['a', 'b', 'a', 'c'].map((word) => words.intern({ word }))).toEqual([0, 1, 0, 2]);
    expect(words.at(1)).toEqual({ word: 'b' });
    expect(() => words.at(3)).toThrow('nothing is interned as 3');
  });

  test('of sequences gives equal ones of a length the same number', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), { minLength: 2 }),
        (sequences) => {
          const interner = new SequenceInterner();
          const ids = sequences.map((sequence) =>
            sequence.reduce((id, element) => interner.extend(id, element), 0),
          );
          sequences.forEach((one, i) =>
            sequences.forEach((other, j) => expect(ids[i] === ids[j]).toBe(one.join() === other.join())),
          );
        },
      ),
      { seed: 4 },
    );
  });
});
