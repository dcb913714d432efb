/** The programs of peerPrograms.ts and the models in Promela are the same systems. */

import { describe, expect, test } from 'vitest';
import { Learner } from '../../src/automata/learner.ts';
import { timeless } from '../../src/explore/limits.ts';
import { Product } from '../../src/explore/product.ts';
import { search } from '../../src/explore/search.ts';
import { w1, w1a, w2, w3p } from '../peerPrograms.ts';
import { hasSpin, runSpin, type PromelaModel } from './spin.ts';

const programs = { w1, w1a, w2, w3p };
const isThere = await hasSpin();

describe.runIf(isThere)('Heddle and Spin count the same states and transitions', () => {
  test.each<[PromelaModel, number, number, number]>([
    ['w1', 3, 2, 2],
    ['w1a', 3, 2, 2],
    ['w2', 3, 2, 2],
    ['w3p', 3, 2, 1],
  ])('%s, %i threads, %i rounds, %i permits', async (model, threads, rounds, permits) => {
    const size = { threads, rounds, permits };
    const { states, transitions } = search(new Product(new Learner(programs[model](size)), []), {}, timeless);
    expect(await runSpin(model, size)).toMatchObject({ count: states, transitions });
  });

  test('a run that takes too long is stopped, and says so', async () => {
    expect(await runSpin('w1', { threads: 3, rounds: 2, permits: 2 }, 1)).toEqual({
      overrunMs: expect.any(Number) as number,
    });
  });
});

test.runIf(!isThere)('not compared with Spin, for it is missing: apt-get install spin gcc', () => {
  expect(isThere).toBe(false);
});
