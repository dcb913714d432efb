/** Sequential tests from a model: one for each transition of its state space, driven on the real generators. */

import {
  barrier,
  boundedSemaphore,
  channel,
  conditionVariable,
  countdownLatch,
  fifoSemaphore,
  hoareMonitor,
  mutex,
  oneShotEvent,
  readersFirst,
  readersWriter,
  reentrantMutex,
  rendezvous,
  semaphore,
  spuriousConditionVariable,
  writersFirst,
} from 'heddle/models';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { transitionsOf } from '../automata/modelAutomaton.ts';
import { ModelAutomaton } from '../automata/modelAutomaton.ts';
import type { Model } from '../core/model.ts';
import { reference } from '../primitives/semaphore/reference.ts';
import { refusesAlways, releasesTwice, sound } from '../../properties/twins/twins.ts';
import { modelPaths, testAlongModel } from './modelPaths.ts';

const plain = properties.filter(({ interrupts }) => interrupts === undefined);

/** Walks a path on the machine; answers the transitions of the chart that it takes. */
function walk(model: Model, path: ReturnType<typeof modelPaths>[number]): string[] {
  const automaton = new ModelAutomaton(model, {
    threads: 2,
    permits: Math.min(2, model.permitsMax),
    requestMax: 1,
    hasInterrupts: true,
    model,
  });
  let state = automaton.initial;
  return path.map((event) => {
    const step = automaton.step(state, event)!;
    state = step.target;
    return step.transition;
  });
}

/** What two threads, with one permit at a time, cannot bring about. */
const outOfReach = new Map<Model, readonly string[]>([
  // A refusal while a permit is free takes a request for more than one, but for the queue of a FIFO semaphore.
  [semaphore, ['available --refuse [asksForMore]--> available']],
  // Nor are two released at once, which may be too many while none is free.
  [
    boundedSemaphore,
    ['available --refuse [asksForMore]--> available', 'exhausted --reject [isBeyondBound]--> exhausted'],
  ],
  // Of two places the first does not fill it, and the second does.
  [
    channel,
    [
      'empty --put [fillsIt]--> full',
      'full --take [emptiesIt]--> empty',
      'some --put [hasRoom]--> some',
      'some --take [isThere]--> some',
    ],
  ],
  [conditionVariable, ['free --stir [mayStir]--> free', 'held --stir [mayStir]--> held']],
  // It takes one who reads, one who waits to write, and one who passes.
  [readersWriter, ['reading --passWriters [mayPassWriters]--> reading']],
  ...[readersFirst, writersFirst].map(
    (model) =>
      [
        model,
        [
          'free --passWriters [mayPassWriters]--> reading',
          'reading --passWriters [mayPassWriters]--> reading',
        ],
      ] as const,
  ),
]);

test.each([
  mutex,
  semaphore,
  fifoSemaphore,
  boundedSemaphore,
  reentrantMutex,
  readersWriter,
  readersFirst,
  writersFirst,
  barrier,
  channel,
  rendezvous,
  countdownLatch,
  oneShotEvent,
  conditionVariable,
  spuriousConditionVariable,
  hoareMonitor,
])('the paths of $name take every transition that two threads can take', (model) => {
  const taken = new Set(
    modelPaths(model, Math.min(2, model.permitsMax)).flatMap((path) => walk(model, path)),
  );
  expect(transitionsOf(model).filter((name) => !taken.has(name))).toEqual(outOfReach.get(model) ?? []);
});

test.each([
  'readers-writer-lightswitch',
  'readers-writer-no-starve',
  'readers-writer-writers-first',
  'barrier-two-turnstiles',
  'parlib-barrier',
  'bounded-buffer-two-conditions',
  'rendezvous',
  'latch',
  'python-event',
  'birrell-queue',
  'hoare-monitor',
  'python-rlock',
])('%s is driven along every path of its model', (name) => {
  const primitive = gallery.find((one) => one.name === name)!;
  const { failures, notOffered, passed } = testAlongModel(primitive, plain);
  expect({ failures, notOffered }).toEqual({ failures: [], notOffered: 0 });
  expect(passed).toBe(modelPaths(primitive.model, Math.min(2, primitive.model.permitsMax)).length);
});

test('a path leads to each transition by the fewest events', () => {
  const lengths = modelPaths(mutex, 1).map((path) => path.length);
  // request, grant, request of the other, and what may then come.
  expect(Math.min(...lengths)).toBe(1);
  expect(Math.max(...lengths)).toBe(4);
});

test('a sound lock passes all that it offers; what it has no operation for is counted', () => {
  const { passed, failures, notOffered } = testAlongModel(sound, plain);
  expect(failures).toEqual([]);
  expect(passed + notOffered).toBe(modelPaths(mutex, 1).length);
  // It has no operation with a deadline.
  expect(notOffered).toBeGreaterThan(0);
});

test('a twin is caught by the tests alone', () => {
  // It refuses where it should too, and the model is never tried while it is free.
  expect(testAlongModel(refusesAlways, plain).failures).toEqual([]);
  expect(testAlongModel(releasesTwice, plain).failures.length).toBeGreaterThan(0);
});

test('the reference fails where an attempt should be refused, and nowhere else', () => {
  const { failures } = testAlongModel(reference, plain);
  expect(failures.length).toBeGreaterThan(0);
  for (const { path, why } of failures) {
    expect(path).toMatch(/refuse\(T\d\)/);
    expect(why).toContain('tryAcquire returns a permit although none is left');
  }
});

/**
 * Broken in a way that shows without any concurrency; or, as the limiters, refusing with an error who holds a token and
 * asks for another; or made for one waiter, as the baton, where the model has two.
 */
const failingAlone = new Set([
  'concurrence-extend',
  'concurrence-pool-closing',
  'trio-capacity-limiter',
  'anyio-limiter',
  'anyio-limiter-on-behalf',
  'folly-baton',
  'barrier-one-signal',
  'barrier-turnstile',
  'barrier-inside-mutex',
  'hoare-semaphore-forgetful',
  'bounded-buffer-last-first',
  'rendezvous-waits-first',
  'hoare-monitor-entry-first',
  'hoare-monitor-of-mesa',
]);

test.each(
  gallery.filter(
    ({ name, expected }) =>
      !failingAlone.has(name) &&
      !expected!.violates.includes('safety') &&
      !expected!.violates.includes('failure-freedom'),
  ),
)('$name passes', (primitive) => {
  expect(testAlongModel(primitive, plain).failures).toEqual([]);
});
