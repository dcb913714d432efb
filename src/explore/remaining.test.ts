/** Estimates of what is left of a search, against searches of which it is known. */

import { describe, expect, test } from 'vitest';
import { Remaining } from './remaining.ts';

/** The sizes of the levels of a grid: states whose coordinates have a given sum. */
function levelsOfGrid(side: number, dimensions: number): number[] {
  let levels = [1];
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const next = Array.from({ length: levels.length + side - 1 }, () => 0);
    levels.forEach((count, sum) => {
      for (let step = 0; step < side; step++) next[sum + step]! += count;
    });
    levels = next;
  }
  return levels;
}

/** What is said at the beginning of each level, and what is true. */
function estimates(
  levels: readonly number[],
): { readonly said: number | undefined; readonly left: number }[] {
  const remaining = new Remaining();
  return levels.map((size, depth) => ({
    said: remaining.after(depth, size),
    left: levels.slice(depth).reduce((sum, one) => sum + one, 0),
  }));
}

describe('of a grid', () => {
  const said = estimates(levelsOfGrid(20, 5));

  test('nothing is said while the levels grow', () => {
    const growing = said.slice(0, said.length / 2);
    expect(growing.every(({ said: estimate }) => estimate === undefined)).toBe(true);
  });

  test('the estimate is within a factor of two soon after the peak, and closer later', () => {
    const shrinking = said.filter(({ said: estimate }) => estimate !== undefined);
    expect(shrinking.length).toBeGreaterThan(40);
    for (const { said: estimate, left } of shrinking.slice(3)) {
      expect(estimate! / left).toBeGreaterThan(0.5);
      expect(estimate! / left).toBeLessThan(2);
    }
  });
});

test('of levels that shrink by the same ratio, all that follows is counted', () => {
  const halving = Array.from({ length: 20 }, (_, level) => 2 ** (20 - level));
  const [, , , fourth] = estimates(halving);
  expect(fourth!.said! / fourth!.left).toBeCloseTo(1, 3);
});

test('levels that shrink ever more slowly have an end', () => {
  const slowly = [100, 50, 30, 29, 28.9];
  expect(estimates(slowly).every(({ said }) => said === undefined || Number.isFinite(said))).toBe(true);
});
