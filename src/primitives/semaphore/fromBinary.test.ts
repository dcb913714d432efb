/** The published exchange on general semaphores from binary ones: which client shows which fault, and none too many. */

import { describe, expect, test } from 'vitest';
import { postings, workload, type Client } from '../../program/client.ts';
import { findings } from '../../testing/findings.ts';
import { barzIn } from './barz.ts';
import { gateIn, hemmendingerIn, kearnsIn, kearnsRepairedIn, naiveIn } from './fromBinary.ts';

const clients: Readonly<Record<string, Client>> = {
  '3 threads, 1 permit': workload(3, 1, 1),
  '3 threads, 2 permits': workload(3, 1, 2),
  '4 threads, 2 permits': workload(4, 1, 2),
  '4 threads, 2 permits, 2 rounds': workload(4, 2, 2),
  '5 threads, 2 permits': workload(5, 1, 2),
  '2 sleepers, 2 V by one': postings(2, [2], 0),
  '2 sleepers, 2 V by two': postings(2, [1, 1], 0),
  '3 sleepers, 2 V by one': postings(3, [2], 0),
  '3 sleepers, 2 V by two': postings(3, [1, 1], 0),
  '3 sleepers, 3 V': postings(3, [1, 1, 1], 0),
};

/** The clients that break a property of `of`, with what they show. */
function shown(primitive: ReturnType<typeof naiveIn>, of: string): Record<string, string> {
  const found = Object.entries(clients).flatMap(([name, client]) => {
    const what = findings(primitive, client, { of: [of] })[of];
    return what === undefined ? [] : [[name, what] as const];
  });
  return Object.fromEntries(found);
}

const sound = [
  hemmendingerIn,
  kearnsRepairedIn,
  gateIn,
  ({ excess }: { excess: 'saturating' | 'strict' }) => barzIn(excess),
];

describe.each(['saturating', 'strict'] as const)('with %s binary semaphores', (excess) => {
  test.each(sound.map((make) => make({ excess })))('$name holds for every client', (primitive) => {
    for (const client of Object.values(clients)) expect(findings(primitive, client)).toEqual({});
  });
});

describe('the textbook version fails with two sleepers and two V, and with nothing less', () => {
  test('a lost V is a lost wake-up', () => {
    // Two P up to their sleep (4 steps each), two V (5 each), and one P d.
    const least = 'lost wakeup, 19 steps';
    // Two acquires before that, of 4 steps each.
    const afterTwo = 'lost wakeup, 27 steps';
    expect(shown(naiveIn(), 'no-lost-wakeup')).toEqual({
      '2 sleepers, 2 V by one': least,
      '2 sleepers, 2 V by two': least,
      '3 sleepers, 2 V by one': least,
      '3 sleepers, 2 V by two': least,
      '3 sleepers, 3 V': least,
      '4 threads, 2 permits': afterTwo,
      '4 threads, 2 permits, 2 rounds': afterTwo,
      '5 threads, 2 permits': afterTwo,
    });
    expect(shown(naiveIn(), 'safety')).toEqual({});
  });

  test('where a V on 1 is an error, it is that', () => {
    // The second V comes to its V d: two P of 4 steps, a V of 5, and 4 steps more.
    const least = 'error, 17 steps';
    expect(shown(naiveIn({ excess: 'strict' }), 'failure-freedom')).toEqual({
      '2 sleepers, 2 V by one': least,
      '2 sleepers, 2 V by two': least,
      '3 sleepers, 2 V by one': least,
      '3 sleepers, 2 V by two': least,
      '3 sleepers, 3 V': least,
      '4 threads, 2 permits': 'error, 25 steps',
      '4 threads, 2 permits, 2 rounds': 'error, 25 steps',
      '5 threads, 2 permits': 'error, 25 steps',
    });
  });
});

describe("Kearns's version fails with three sleepers and two V, and with nothing less", () => {
  test('a third P passes on a stray wake-up', () => {
    // Three P up to their sleep (4 each); two V of 7; P d by two; m, read, write, V d, V m by the first,
    // m, read, write, V m by the second; P d, m, read, write, V m by the third.
    const least = 'too many, 42 steps';
    expect(shown(kearnsIn(), 'safety')).toEqual({
      '3 sleepers, 2 V by one': least,
      '3 sleepers, 2 V by two': least,
      '3 sleepers, 3 V': least,
      '4 threads, 2 permits, 2 rounds': 'too many, 50 steps',
      '5 threads, 2 permits': 'too many, 50 steps',
    });
    expect(shown(kearnsIn(), 'no-lost-wakeup')).toEqual({});
  });

  test('where a V on 1 is an error, two sleepers are enough', () => {
    const found = shown(kearnsIn({ excess: 'strict' }), 'failure-freedom');
    // Two P of 4 steps, a V of 7, and the 6 steps of the second V up to its V d.
    expect(found['2 sleepers, 2 V by one']).toBe('error, 21 steps');
    expect(Object.keys(found)).not.toContain('3 threads, 1 permit');
  });
});
