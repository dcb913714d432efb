import { cell, definePrimitive, deque, fresh, future, type Future, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * anyio 2.x, Semaphore on asyncio: whoever found no permit waits for an event, and tries once more when it
 * is set, without waiting. If somebody else has come first, that try throws, and acquire with it.
 */
class TriesOnceMore {
  readonly value;
  readonly waiters = deque<Future>();

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    if (yield* this.tryAcquire()) return;
    const event = yield* fresh(future());
    yield* this.waiters.pushBack(event);
    try {
      yield* event.wait();
    } catch (cancel) {
      yield* this.waiters.remove(event);
      throw cancel;
    }
    if (!(yield* this.tryAcquire())) throw new Error('WouldBlock');
  }

  *tryAcquire(): Step<boolean> {
    const value = yield* this.value.read();
    if (value === 0) return false;
    yield* this.value.write(value - 1);
    return true;
  }

  *release(): Step {
    yield* this.value.write((yield* this.value.read()) + 1);
    if (yield* this.waiters.isEmpty()) return;
    const event = yield* this.waiters.popFront();
    // An event may be set although its waiter has been cancelled.
    if (!(yield* event.isDone())) yield* event.complete();
  }
}

export const anyio2 = definePrimitive({
  name: 'anyio-2',
  module: import.meta.url,
  title: "anyio's Semaphore, 2.x, on asyncio",
  catalogue: 'D18',
  source: {
    citation: 'anyio 2.x, src/anyio/_backends/_asyncio.py; issue #252, PR #253',
    url: 'https://github.com/agronholm/anyio/issues/252',
    licence: 'MIT',
  },
  model: semaphore,
  scheduling: 'cooperative-fifo',
  note: 'A newcomer that takes the permit first makes the acquire of the woken one throw WouldBlock.',
  expected: {
    violates: ['fifo', 'refinement', 'failure-freedom', ...everyInterrupt],
    from: 'issue #252; the exploration for the order and for a cancelled waiter, which keeps its wake-up',
  },
  create: ({ permits }) => new TriesOnceMore(permits),
});
