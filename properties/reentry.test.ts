/** A mutex that whoever is inside may acquire again: who is inside until when, and that coming in again passes nobody. */

import { definePrimitive, lock, planOf, type Client, type Primitive, type Step } from 'heddle';
import { reentrantMutex } from 'heddle/models';
import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { check } from '../src/judge/check.ts';
import { pythonRLock, pythonRLockUncounted } from '../src/primitives/mutex/pythonRLock.ts';

/** The verdict of one property, with its measure, where every lock is a queue. */
function found(primitive: Primitive, name: string, client: Client): unknown[] {
  const { properties } = check(primitive, {
    properties: judgedProperties.filter((property) => property.name === name),
    clients: [client],
    strength: 'blocked-queue',
  });
  return properties.map(({ verdict, measure }) => [verdict.verdict, measure?.max]);
}

const nested: Client = {
  permits: 1,
  plans: [planOf('acquire acquire release release', 2), planOf('acquire release')],
};

test('who comes in again while another waits passes nobody', () => {
  expect(found(pythonRLock, 'fifo', nested)).toEqual([['holds', 0]]);
  const endless = nested.plans.map((plan) => ({ ...plan, rounds: 'forever' as const }));
  expect(found(pythonRLock, 'bounded-bypass', { ...nested, plans: endless })).toEqual([['holds', 0]]);
});

test('who has come in twice and gone out once is inside', () => {
  const [T0, T1] = [planOf('acquire acquire release'), planOf('acquire')];
  const verdict = (primitive: Primitive): unknown =>
    found(primitive, 'safety', { permits: 1, plans: [T0, T1] });
  expect(verdict(pythonRLock)).toEqual([['holds', undefined]]);
  expect(verdict(pythonRLockUncounted)).toEqual([['violated', undefined]]);
});

test('who is let out by another is inside still', () => {
  class AnybodyReleases {
    readonly inner = lock();
    *acquire(): Step {
      yield* this.inner.acquire();
    }
    *release(): Step {
      yield* this.inner.release();
    }
  }
  const primitive = definePrimitive({
    name: 'anybody-releases',
    title: 'Anybody releases',
    model: reentrantMutex,
    create: () => new AnybodyReleases(),
  });
  const client = { permits: 1, plans: [planOf('acquire'), planOf('post'), planOf('acquire')] };
  expect(found(primitive, 'safety', client)).toEqual([['violated', undefined]]);
});
