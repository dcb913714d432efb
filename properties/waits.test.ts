/** Who waits rightly, where several permits may be asked for at once. */

import { definePrimitive, planOf, type Client, type Primitive } from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';
import { expect, test } from 'vitest';
import { findings } from '../src/testing/findings.ts';
import { Weighted } from '../src/testing/traps/weighted.ts';

const weighted = (model: Primitive['model']): Primitive =>
  definePrimitive({
    name: 'weighted',
    title: 'Serves in order',
    model,
    acquireMax: 3,
    create: ({ permits }) => new Weighted(permits),
  });

const of = ['no-lost-wakeup', 'deadlock-freedom'];

test('who asks for more than is free waits rightly', () => {
  const client: Client = { permits: 2, plans: [planOf('acquire*3')] };
  expect(findings(weighted(semaphore), client, { of })).toEqual({});
});

test('whoever is behind a head that waits rightly does so too, where the contract is first come, first served', () => {
  const client: Client = { permits: 1, plans: [planOf('acquire*2'), planOf('acquire')] };
  expect(findings(weighted(fifoSemaphore), client, { of })).toEqual({});
  expect(Object.keys(findings(weighted(semaphore), client, { of }))).toEqual(of);
});

test('whoever waited before that head was called does not', () => {
  /** Serves nobody while somebody asks for more than there is, whoever came first. */
  class LargestFirst extends Weighted {
    override *release(): ReturnType<Weighted['release']> {
      yield* this.lock.acquire();
      yield* this.value.write((yield* this.value.read()) + 1);
      const count = yield* this.queue.size();
      if (count === 1) yield* this.grant();
      yield* this.lock.release();
    }
  }
  const largestFirst = definePrimitive({
    ...weighted(fifoSemaphore),
    create: ({ permits }) => new LargestFirst(permits),
  });
  // T0 waits for one, T1 asks for two, then one comes.
  const client: Client = { permits: 0, plans: [planOf('acquire'), planOf('acquire*2'), planOf('post')] };
  expect(Object.keys(findings(largestFirst, client, { of }))).toEqual(of);
  expect(findings(weighted(fifoSemaphore), client, { of })).toEqual({});
});
