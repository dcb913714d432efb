/**
 * Exact counts. The figures are those of Spin 6.5.2 without reduction and without its merging, which an
 * independent explorer found too (Spin prints one transition more, the initial one).
 */

import { describe, expect, test } from 'vitest';
import { Learner } from '../src/automata/learner.ts';
import { timeless } from '../src/explore/limits.ts';
import { Product } from '../src/explore/product.ts';
import { search } from '../src/explore/search.ts';
import type { Program } from '../src/program/program.ts';
import { w1, w1a, w2, w3p } from './peerPrograms.ts';

function count(program: Program): readonly [states: number, transitions: number] {
  const { states, transitions, stop } = search(new Product(new Learner(program), []), {}, timeless);
  expect(stop).toBeUndefined();
  return [states, transitions];
}

const size = (threads: number, rounds: number, permits: number) => ({ threads, rounds, permits });

describe('states and transitions agree with Spin', () => {
  test.each([
    [2, 1, 1, 100, 134],
    [2, 2, 1, 425, 624],
    [2, 8, 1, 7121, 11_040],
    [3, 1, 1, 752, 1152],
    [3, 1, 2, 986, 1932],
    [3, 2, 2, 8535, 18_282],
    [3, 3, 1, 25_996, 48_132],
    [4, 1, 2, 9176, 20_016],
    [4, 2, 2, 187_553, 464_072],
    [6, 1, 3, 954_636, 2_878_404],
  ])('W1, %i threads, %i rounds, %i permits', (threads, rounds, permits, states, transitions) => {
    expect(count(w1(size(threads, rounds, permits)))).toEqual([states, transitions]);
  });

  test.each([
    [2, 1, 1, 72, 94],
    [3, 1, 2, 710, 1398],
    [3, 2, 2, 6075, 13_278],
    [4, 2, 2, 126_113, 321_608],
  ])('W1a, %i threads, %i rounds, %i permits', (threads, rounds, permits, states, transitions) => {
    expect(count(w1a(size(threads, rounds, permits)))).toEqual([states, transitions]);
  });

  test.each([
    [2, 1, 1, 54, 56],
    [3, 2, 2, 4035, 7350],
    [4, 2, 2, 23_985, 45_864],
    [8, 1, 2, 213_248, 436_224],
  ])('W2, %i threads, %i rounds, %i permits', (threads, rounds, permits, states, transitions) => {
    expect(count(w2(size(threads, rounds, permits)))).toEqual([states, transitions]);
  });

  test.each([
    [2, 1, 50, 70],
    [2, 4, 650, 1036],
    [3, 2, 4307, 8838],
    [4, 2, 142_920, 370_240],
  ])('W3p, %i threads, %i rounds', (threads, rounds, states, transitions) => {
    expect(count(w3p({ threads, rounds }))).toEqual([states, transitions]);
  });
});
