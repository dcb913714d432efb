/** A release that may be rejected, with an error of the primitive's own: when it may be, and what it must not do then. */

import { cell, definePrimitive, lock, until, type Model, type Step } from 'heddle';
import { boundedSemaphore, semaphore } from 'heddle/models';
import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { check } from '../src/judge/check.ts';

const asked = judgedProperties.filter(
  ({ name, interrupts, endless }) => name !== 'fifo' && interrupts === undefined && endless === undefined,
);

/** What a primitive violates, with the model's clients, each of which has a release too many. */
function violations(create: (bound: number) => object, model: Model = boundedSemaphore): string[] {
  const { clients = [] } = boundedSemaphore;
  const primitive = definePrimitive({
    name: 'bounded',
    title: 'Bounded',
    model,
    clients: clients.filter(({ plans }) =>
      plans.every(({ operations }) =>
        operations.every(({ operation }) => /^(acquire|release|post)$/.test(operation)),
      ),
    ),
    create: ({ permits }) => create(permits),
  });
  return check(primitive, { properties: asked }).properties.flatMap(({ property, verdict }) =>
    verdict.verdict === 'violated' ? [property] : [],
  );
}

/** Right: the count only falls while the lock is held. */
class Bounded {
  readonly lock = lock();
  readonly free;
  readonly bound: number;

  constructor(bound: number) {
    this.free = cell(bound);
    this.bound = bound;
  }

  *acquire(): Step {
    const { free } = this;
    yield* until(function* () {
      const count = yield* free.read();
      return count > 0 && (yield* free.compareAndSet(count, count - 1));
    });
  }

  *release(): Step {
    yield* this.lock.acquire();
    const isTooMany = (yield* this.free.read()) >= this.bound;
    if (!isTooMany) yield* this.free.fetchAdd(1);
    yield* this.lock.release();
    if (isTooMany) throw new Error('too many');
  }
}

test('rejected beyond the bound: it holds', () => {
  expect(violations((bound) => new Bounded(bound))).toEqual([]);
});

test('the same for a model whose release is never rejected: the error is a failure', () => {
  expect(violations((bound) => new Bounded(bound), semaphore)).toEqual(['refinement', 'failure-freedom']);
});

test('never rejected: the model cannot show it', () => {
  class Unbounded extends Bounded {
    override *release(): Step {
      yield* this.free.fetchAdd(1);
    }
  }
  expect(violations((bound) => new Unbounded(bound))).toEqual(['refinement']);
});

test('rejected within the bound: the model cannot show it', () => {
  class Stingy extends Bounded {
    override *release(): Step {
      yield* this.free.read();
      throw new Error('too many');
    }
  }
  expect(violations((bound) => new Stingy(bound))).toEqual(['refinement']);
});

test('rejected after it has given: somebody has taken what was not there', () => {
  class Late extends Bounded {
    override *release(): Step {
      if ((yield* this.free.fetchAdd(1)) >= this.bound) throw new Error('too many');
    }
  }
  expect(violations((bound) => new Late(bound))).toEqual(['safety', 'refinement']);
});

test('an error of a shared object is no rejection', () => {
  class Clumsy extends Bounded {
    override *release(): Step {
      if ((yield* this.free.read()) >= this.bound) yield* this.lock.release();
      yield* super.release();
    }
  }
  expect(violations((bound) => new Clumsy(bound))).toEqual(['refinement', 'failure-freedom']);
});
