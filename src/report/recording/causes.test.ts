import { expect, test } from 'vitest';
import { causesOf, pastOf } from './causes.ts';

const step = (thread: number, object: number, changes = false, wakes: number[] = []) => ({
  thread,
  object,
  changes: changes ? [{ object, before: '0', after: '1' }] : [],
  wakes: wakes.map((woken) => ({ thread: woken, isHandOff: false })),
});

test('a step comes after its own thread, what it read, and those who read what it overwrites', () => {
  const reads = step(0, 0);
  const causes = causesOf([reads, step(1, 0), step(1, 0, true), step(0, 0, true)]);
  expect(causes).toEqual([[], [], [0, 1], [0, 2]]);
});

test('steps on other objects are no causes', () => {
  const causes = causesOf([step(0, 0, true), step(1, 1, true), step(0, 0)]);
  expect(causes).toEqual([[], [], [0]]);
  expect(pastOf(causes, [2])).toEqual([0, 2]);
});

test('whoever was woken comes after the one who woke it, once', () => {
  const causes = causesOf([step(0, 0, true, [1]), step(1, 1), step(1, 2)]);
  expect(causes).toEqual([[], [0], [1]]);
});
