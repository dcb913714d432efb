/** Clients as data: in words, and back; what is refused; what a thread does with one. */

import { mutex, semaphore } from 'heddle/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { baton } from '../primitives/semaphore/baton.ts';
import { peterson } from '../primitives/mutex/peterson.ts';
import { reference } from '../primitives/semaphore/reference.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Value } from '../core/value.ts';
import {
  checkClient,
  describeClient,
  describePlan,
  planOf,
  postings,
  postsOf,
  requestMaxOf,
  withInterrupts,
  workload,
  type Client,
} from './client.ts';
import { programOf } from './program.ts';

describe('in words', () => {
  test('a plan is read back as it was written', () => {
    const word = fc.tuple(
      fc.constantFrom('acquire', 'tryAcquire', 'release', 'post'),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const text = words
          .map(([operation, permits]) => (permits === 1 ? operation : `${operation}*${permits}`))
          .join(' ');
        expect(describePlan(planOf(text))).toBe(text);
      }),
    );
  });

  test('a client fits in a line', () => {
    expect(describeClient(workload(3, 2, 1))).toBe('3 threads × 2 rounds (acquire release), 1 permit');
    expect(describeClient(postings(2, [2], 0))).toBe(
      '2 threads × (acquire) + 1 thread × 2 rounds (post), 0 permits',
    );
    expect(
      describeClient(
        withInterrupts(
          { permits: 2, plans: [planOf('acquire', 'forever')] },
          { effect: 'before', position: 'blocked' },
        ),
      ),
    ).toBe('1 thread × (acquire) for ever, 2 permits, 1 × interrupt before-blocked, probed');
  });
});

test('what is posted is counted, with rounds and permits', () => {
  expect(postsOf(workload(3, 2, 1))).toBe(0);
  expect(postsOf(workload(2, 'forever', 1))).toBe(0);
  expect(postsOf(postings(2, [1, 2], 0))).toBe(3);
  expect(postsOf({ permits: 0, plans: [planOf('acquire post*2 post', 2)] })).toBe(6);
  expect(postsOf({ permits: 0, plans: [planOf('acquire'), planOf('post', 'forever')] })).toBe(Infinity);
});

describe('is refused', () => {
  const plans = [planOf('acquire')];
  test.each<[Client, string]>([
    [{ permits: -1, plans }, 'A client needs a number of permits.'],
    [{ permits: 1.5, plans }, 'A client needs a number of permits.'],
    [{ permits: Number.NaN, plans }, 'A client needs a number of permits.'],
    [{ permits: 1, plans: [] }, 'A client needs at least one thread.'],
    [{ permits: 1, plans: [planOf('')] }, 'A thread of the client does nothing.'],
    [{ permits: 1, plans: [planOf('acquire', 0)] }, 'A client needs a number of rounds.'],
    [{ permits: 1, plans: [planOf('acquire*0')] }, 'The operation acquire needs a number of permits.'],
    [{ permits: 1, plans: [planOf('acquire*x')] }, 'The operation acquire needs a number of permits.'],
    [
      { permits: 1, plans, interrupts: { kind: { effect: 'before', position: 'blocked' }, budget: -1 } },
      'A client needs a number of interrupts.',
    ],
  ])('%j', (client, message) => {
    expect(() => checkClient(client)).toThrow(UsageError);
    expect(() => checkClient(client)).toThrow(message);
  });

  test.each([
    [reference, { permits: 1, plans: [planOf('timedAcquire')] }, 'reference has no operation timedAcquire.'],
    [reference, { permits: 1, plans: [planOf('post*2')] }, 'reference cannot post 2 permits at once.'],
    [baton, { permits: 1, plans: [planOf('acquire*2')] }, 'baton cannot acquire 2 permits at once.'],
    [peterson, workload(3, 1, 1), 'peterson serves at most 2 threads.'],
    [peterson, workload(2, 1, 2), 'peterson is a mutex.'],
  ] as const)('by a primitive that it does not fit (%#)', (primitive, client, message) => {
    expect(() => programOf(primitive, client, { strength: 'weak' })).toThrow(message);
  });
});

test('the largest request is known', () => {
  const client = { permits: 3, plans: [planOf('acquire*2 release*3'), planOf('tryAcquire*3 post*5')] };
  expect(requestMaxOf(client, semaphore)).toBe(3);
  expect(requestMaxOf({ permits: 1, plans: [planOf('post')] }, mutex)).toBe(1);
});

describe('what a thread does with it', () => {
  /** The operations of the first thread, each ended as told. */
  function script(client: Client, ends: (operation: string) => Value): string[] {
    const [thread] = programOf(baton, client, { strength: 'weak' }).threads;
    const done: string[] = [];
    let position = thread!.start;
    while (position !== undefined && done.length < 20) {
      const operation = thread!.operationAt(position);
      const { operation: name, permits } = operation.invocation;
      done.push(`${operation.phase > 0 ? 'probe ' : ''}${name}${permits === 1 ? '' : `*${permits}`}`);
      position = operation.after({ value: ends(name) });
    }
    return done;
  }

  test('rounds, one after the other', () => {
    expect(script(workload(1, 2, 1), () => undefined)).toEqual(['acquire', 'release', 'acquire', 'release']);
  });

  test('a release is left out when nothing is held; a post is not', () => {
    const client = { permits: 0, plans: [planOf('tryAcquire release post')] };
    expect(script(client, () => false)).toEqual(['tryAcquire', 'release']);
    expect(script(client, () => true)).toEqual(['tryAcquire', 'release', 'release']);
    const [thread] = programOf(baton, client, { strength: 'weak' }).threads;
    expect(thread!.index).toBe(0 as ThreadIndex);
  });

  test('a release of two waits for two', () => {
    const client = { permits: 2, plans: [planOf('acquire release*2 acquire release*2')] };
    expect(script(client, () => true)).toEqual(['acquire', 'acquire', 'release*2']);
  });

  test('a plan without end has finitely many positions', () => {
    const done = script({ permits: 1, plans: [planOf('acquire release', 'forever')] }, () => true);
    expect(done).toHaveLength(20);
  });

  test('probes are one more than there can be permits, dealt out in turn', () => {
    const client = {
      ...withInterrupts(
        { permits: 1, plans: [planOf('acquire'), planOf('post')] },
        { effect: 'before', position: 'blocked' },
      ),
    };
    // One permit, one post: three probes, of which the first thread makes two.
    expect(script(client, () => true)).toEqual(['acquire', 'probe acquire', 'probe acquire']);
  });
});
