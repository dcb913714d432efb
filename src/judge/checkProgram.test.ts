/** Programs of one's own: two philosophers, and two counters. */

import { cell, checkProgram, lock, type Lock, type Step } from 'heddle';
import { deadlockFreedom, failureFreedom } from 'heddle/properties';
import { expect, test } from 'vitest';

/** Two philosophers who take their forks in the order that is given. */
function philosophers(orders: readonly (readonly [0 | 1, 0 | 1])[]): Parameters<typeof checkProgram>[0] {
  return {
    name: 'philosophers',
    make: () => {
      const forks: readonly [Lock, Lock] = [lock(), lock()];
      const threads = orders.map(
        ([first, second]) =>
          function* dine(): Step {
            yield* forks[first].acquire();
            yield* forks[second].acquire();
            yield* forks[second].release();
            yield* forks[first].release();
          },
      );
      return { objects: { forks }, threads };
    },
  };
}

test('a circular wait is found, and is gone where everybody takes the same fork first', () => {
  const crossed = checkProgram(
    philosophers([
      [0, 1],
      [1, 0],
    ]),
    { properties: [deadlockFreedom] },
  );
  const [{ verdict }] = crossed.properties as [(typeof crossed.properties)[number]];
  if (verdict.verdict !== 'violated') throw new Error(verdict.verdict);
  expect(verdict.counterexample.explanation.kind).toBe('circular wait');
  expect(verdict.counterexample.schedule).toHaveLength(2);

  const ordered = checkProgram(
    philosophers([
      [0, 1],
      [0, 1],
    ]),
    { properties: [deadlockFreedom] },
  );
  expect(ordered.properties[0]!.verdict.verdict).toBe('holds');
});

test('what a thread throws is a failure: an assertion is one', () => {
  const counters = (isAtomic: boolean): Parameters<typeof checkProgram>[0] => ({
    name: 'counters',
    make: () => {
      const count = cell(0);
      const done = cell(0);
      function* add(): Step {
        if (isAtomic) yield* count.fetchAdd(1);
        else yield* count.write((yield* count.read()) + 1);
        if ((yield* done.fetchAdd(1)) === 1 && (yield* count.read()) !== 2)
          throw new Error('an addition is lost');
      }
      return { objects: { count, done }, threads: [add, add] };
    },
  });
  const verdicts = [false, true].map(
    (isAtomic) => checkProgram(counters(isAtomic), { properties: [failureFreedom] }).properties[0]!.verdict,
  );
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['violated', 'holds']);
});

test('a limit makes it unknown', () => {
  // Three threads that each write forty values: a state for each triple of positions, and each last writer.
  const writers = {
    name: 'writers',
    make: () => {
      const word = cell('');
      const threads = ['a', 'b', 'c'].map(
        (name) =>
          function* write(): Step {
            for (let count = 0; count < 40; count++) yield* word.write(`${name}${count}`);
          },
      );
      return { objects: { word }, threads };
    },
  };
  const report = checkProgram(writers, { properties: [deadlockFreedom], limits: { states: 2000 } });
  expect(report.properties[0]!.verdict.verdict).toBe('unknown');
});
