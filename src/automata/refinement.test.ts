/** Refinement by subset construction, event by event. */

import { fifoSemaphore, mutex, semaphore } from 'heddle/models';
import { describe, expect, test } from 'vitest';
import type { Invocation, Patience, QuietMoment, VisibleEvent, Waiting } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Model } from '../core/model.ts';
import type { Value } from '../core/value.ts';
import { ModelFollower } from './modelFollower.ts';

function invocation(thread: number, operation: string): Invocation {
  const takes = operation !== 'release';
  const patience: Patience =
    operation === 'acquire'
      ? 'waits'
      : operation === 'timedAcquire'
        ? 'waits until its deadline'
        : 'never waits';
  return {
    thread: thread as ThreadIndex,
    operation,
    permits: 1,
    effect: takes ? 'takes' : 'gives',
    patience,
  };
}

const call = (thread: number, operation: string): VisibleEvent => ({
  type: 'call',
  invocation: invocation(thread, operation),
});
const returns = (thread: number, operation: string, value?: Value): VisibleEvent => ({
  type: 'return',
  invocation: invocation(thread, operation),
  value,
});
const interrupted = (thread: number, operation: string): VisibleEvent => ({
  type: 'throw',
  invocation: invocation(thread, operation),
  thrown: { name: 'Interrupt', message: 'interrupted', isInterrupt: true },
});
const waits = (...threads: number[]): QuietMoment => ({
  isEnd: false,
  waiting: threads.map((thread): Waiting => ({ ...invocation(thread, 'acquire'), isTimeUp: false })),
});

/** Follows a history; answers the first complaint, if there is one, and the coverage. */
function follow(
  model: Model,
  permits: number,
  history: readonly (VisibleEvent | QuietMoment)[],
  hasInterrupts = true,
) {
  const follower = new ModelFollower(model, { threads: 3, permits, requestMax: 1, hasInterrupts, model });
  let ways = follower.initial;
  let complaint: string | undefined;
  for (const one of history) {
    const reaction = 'isEnd' in one ? follower.afterMoment(ways, one) : follower.afterEvent(ways, one);
    complaint ??= reaction.violation;
    ways = reaction.state;
  }
  return { complaint, visited: follower.coverage().visited, states: follower.chartStates(ways) };
}

test('the loop in the background may fail: the model says nothing of it', () => {
  const failed: VisibleEvent = {
    type: 'throw',
    invocation: invocation(2, 'runHub'),
    thrown: { name: 'Error', message: 'pop from an empty deque', isInterrupt: false },
  };
  const history = [call(0, 'acquire'), failed, returns(0, 'acquire')];
  expect(follow(semaphore, 1, history).complaint).toBeUndefined();
});

describe('a history that the model can show', () => {
  test('an operation takes effect anywhere between its call and its end', () => {
    // T1 is granted although T0's release has not returned.
    const history = [
      call(0, 'acquire'),
      returns(0, 'acquire'),
      call(1, 'acquire'),
      call(0, 'release'),
      returns(1, 'acquire'),
      returns(0, 'release'),
    ];
    expect(follow(mutex, 1, history).complaint).toBeUndefined();
  });

  test('a refusal needs a moment without a permit', () => {
    const tried = [call(1, 'tryAcquire'), returns(1, 'tryAcquire', false)];
    expect(follow(semaphore, 1, tried).complaint).toContain('tryAcquire is refused here');
    expect(follow(semaphore, 1, [call(0, 'acquire'), ...tried]).complaint).toBeUndefined();
  });

  test('an interrupted call has done nothing', () => {
    const history = [
      call(0, 'acquire'),
      interrupted(0, 'acquire'),
      call(1, 'acquire'),
      returns(1, 'acquire'),
    ];
    expect(follow(mutex, 1, history).complaint).toBeUndefined();
    expect(follow(mutex, 1, [...history.slice(0, 3), waits(1)]).complaint).toBeUndefined();
  });
});

describe('a history that it cannot show', () => {
  test('two inside', () => {
    const history = [call(0, 'acquire'), returns(0, 'acquire'), call(1, 'acquire'), returns(1, 'acquire')];
    expect(follow(mutex, 1, history).complaint).toContain("T1's acquire is granted here");
  });

  test('out of turn, where the model serves in turn', () => {
    const overtaken = [
      call(0, 'acquire'),
      returns(0, 'acquire'),
      call(1, 'acquire'),
      waits(1),
      call(2, 'acquire'),
      call(0, 'release'),
      returns(2, 'acquire'),
    ];
    expect(follow(fifoSemaphore, 1, overtaken, false).complaint).toContain("T2's acquire is granted here");
    // Where T1 may have been interrupted, that shows when it has not.
    expect(follow(fifoSemaphore, 1, overtaken).complaint).toBeUndefined();
    expect(follow(fifoSemaphore, 1, [...overtaken, waits(1)]).complaint).toContain(
      'does not let these threads wait',
    );
    expect(follow(semaphore, 1, overtaken).complaint).toBeUndefined();
    // Without a quiet moment between them, nobody can tell who asked first.
    const unseen = overtaken.filter((one) => !('isEnd' in one));
    expect(follow(fifoSemaphore, 1, unseen, false).complaint).toBeUndefined();
  });

  test('a release by somebody who is not inside', () => {
    expect(follow(mutex, 1, [call(0, 'release'), returns(0, 'release')]).complaint).toContain(
      'release is granted here',
    );
  });
});

test('who asks a mutex again while inside waits by its own fault, and must not be granted', () => {
  const again = [call(0, 'acquire'), returns(0, 'acquire'), call(0, 'acquire')];
  expect(follow(mutex, 1, [...again, waits(0)]).complaint).toBeUndefined();
  expect(follow(mutex, 1, [...again, returns(0, 'acquire')]).complaint).toContain('is granted here');
});

describe('coverage', () => {
  test('counts what operations have taken, and not what the model might have done for them', () => {
    // While T1's acquire is under way, the model may take its request back: it did not.
    const history = [
      call(0, 'acquire'),
      call(1, 'acquire'),
      returns(0, 'acquire'),
      call(0, 'release'),
      returns(0, 'release'),
      returns(1, 'acquire'),
    ];
    expect(follow(mutex, 1, history).visited).toEqual([
      'free --grant [isWaiting]--> held',
      'free --request [isNew]--> free',
      'held --release [isHolder]--> free',
      'held --request [isNew]--> held',
    ]);
  });

  test('an operation that has not ended counts for nothing yet', () => {
    expect(follow(mutex, 1, [call(0, 'acquire'), waits()]).visited).toEqual([]);
  });
});

test('the chart states are those of all the ways', () => {
  expect(follow(mutex, 1, [call(0, 'acquire')]).states).toEqual(['free', 'held']);
  expect(follow(mutex, 1, [call(0, 'acquire'), returns(0, 'acquire')]).states).toEqual(['held']);
});
