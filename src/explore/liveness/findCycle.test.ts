/** What is found of clients that repeat for ever: on small primitives by hand, and against real executions and fixed points. */

import fc from 'fast-check';
import { cell, definePrimitive, lock, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { boundedBypass, livelockFreedom, starvationFreedoms } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { planOf, workload, type Client } from '../../program/client.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { schedulings } from '../../program/turn.ts';
import type { Primitive } from '../../program/primitive.ts';
import { compareCycles, endless, fairRules } from '../../testing/endlessClients.ts';
import { acquireWords, madeUpPrimitive, releaseWords } from '../../testing/madeUpPrimitive.ts';
import { testAndSet, testAndTestAndSet } from '../../primitives/mutex/testAndSet.ts';
import { dekker } from '../../primitives/mutex/dekker.ts';
import { peterson } from '../../primitives/mutex/peterson.ts';

/** A lock, and nothing around it. */
const plainLock: Primitive = definePrimitive({
  name: 'lock',
  title: 'A lock',
  model: mutex,
  create: () => {
    const inner = lock();
    return { inner, acquire: () => inner.acquire(), release: () => inner.release() };
  },
});

/** Counts for ever. */
class Counting {
  readonly word = cell(0);
  readonly count = cell(0);

  *acquire(): Step {
    yield* until(() => this.word.is(0));
    yield* this.count.fetchAdd(1);
  }

  *release(): Step {
    yield* this.count.fetchAdd(1);
  }
}

/** The length of stem and loop for each kind of cycle, weak and strong starvation, livelock; the bypass bound. */
function figures(
  primitive: Primitive,
  client: Client,
  strength: Strength = 'weak',
): Record<string, string | number> {
  const explored = endless(primitive, client, { strength });
  const found = [...starvationFreedoms, livelockFreedom, boundedBypass].map(({ name, endless: rule }) => {
    const { cycle, bound, result } = explored.find(rule!);
    const says = cycle === undefined ? (bound ?? 'none') : `${cycle.stem.length} + ${cycle.loop.length}`;
    return [name, result.stop ?? says] as const;
  });
  return Object.fromEntries(found);
}

describe('by hand', () => {
  const two = workload(2, 'forever', 1);

  test('a test-and-set lock: the one that spins looks when it is taken', () => {
    expect(figures(testAndSet, two)).toEqual({
      // T0 gets in, T1 looks; T0 gets out, T0 gets in.
      'starvation-weak': '2 + 2',
      // T1 looks again each time that it is taken: it moves.
      'starvation-strong': '2 + 2',
      livelock: 'none',
      // The same, once T1 has been seen to wait: T0 in, T1 looks, and T0's release ends and begins nothing new.
      'bounded-bypass': '3 + 2',
    });
  });

  test('a lock that serves anybody, and one that serves in order', () => {
    // T0 takes it and T1 calls; T0 gives it back, T0 takes it.
    expect(figures(plainLock, two)).toEqual({
      'starvation-weak': '2 + 2',
      'starvation-strong': 'none',
      livelock: 'none',
      // The same again, and T1 has been seen to wait when T0 leaves.
      'bounded-bypass': '3 + 2',
    });
    for (const strength of ['blocked-set', 'blocked-queue'] as const) {
      expect(figures(plainLock, two, strength)).toMatchObject({
        'starvation-weak': 'none',
        'bounded-bypass': 0,
      });
    }
  });

  test('with three threads, to serve any waiter is not enough (Stark1982)', () => {
    const three = workload(3, 'forever', 1);
    expect(figures(plainLock, three, 'blocked-queue')).toMatchObject({
      'starvation-weak': 'none',
      'bounded-bypass': 0,
    });
    // T0 gets in, T2 joins the queue. Then T1 joins, T0 hands over to T1, T1 goes on; and the same with T0 and T1
    // exchanged. T2 is never enabled, so that is fair in both senses.
    expect(figures(plainLock, three, 'blocked-set')).toMatchObject({
      'starvation-weak': '2 + 6',
      'starvation-strong': '2 + 6',
    });
  });

  test('Dekker is free from starvation, and bypass is without bound; Peterson has neither', () => {
    expect(figures(dekker, two)).toMatchObject({ 'starvation-weak': 'none', 'bounded-bypass': '8 + 4' });
    expect(figures(peterson, two)).toMatchObject({ 'starvation-weak': 'none', 'bounded-bypass': 0 });
  });

  test('numbers without end are too many states, and nothing is proved', () => {
    const unbounded: Primitive = { ...testAndTestAndSet, create: () => new Counting() };
    expect(figures(unbounded, two)).toMatchObject({
      'starvation-weak': 'states',
      livelock: 'states',
      'bounded-bypass': 'states',
    });
  });
});

describe('against real executions, with calls at any moment, and fixed points', () => {
  test('on primitives and clients that are made up', () => {
    const found = fairRules.map(() => 0);
    let compared = 0;
    const plan = fc.tuple(
      fc.constantFrom('acquire release', 'acquire', 'acquire release acquire release'),
      fc.constantFrom('forever' as const, 'forever' as const, 1),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...acquireWords), { minLength: 1, maxLength: 2 }),
        fc.array(fc.constantFrom(...releaseWords), { minLength: 1, maxLength: 2 }),
        fc.array(plan, { minLength: 2, maxLength: 3 }),
        fc.constantFrom(...strengths),
        fc.constantFrom('preemptive' as const, 'preemptive' as const, ...schedulings),
        (acquire, release, plans, strength, scheduling) => {
          const client: Client = {
            permits: 1,
            plans: plans.map(([words, rounds]) => planOf(words, words === 'acquire' ? 1 : rounds)),
          };
          if (compareCycles(madeUpPrimitive(acquire, release), client, { strength, scheduling }, found))
            compared++;
        },
      ),
      { seed: 1974, numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(80);
    for (const count of found) expect(count).toBeGreaterThan(2);
  });
});
