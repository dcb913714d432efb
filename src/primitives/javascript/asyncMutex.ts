import { cell, definePrimitive, deque, fresh, future, masked, type Future, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/**
 * async-mutex 0.2.3 and 0.2.4, with the release() of the mutex itself: it calls the releaser that is
 * current, which lets the next one in and makes that one's releaser the current one; and then it forgets
 * the current one.
 */
class ForgetsTheNext {
  readonly value = cell(1);
  readonly hasReleaser = cell(false);
  readonly queue = deque<Future>();

  // A promise cannot be cancelled.
  acquire(): Step {
    return masked(() => this.enter());
  }

  *release(): Step {
    if (!(yield* this.hasReleaser.read())) return;
    yield* this.callReleaser();
    yield* this.hasReleaser.write(false);
  }

  protected *callReleaser(): Step {
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.dispatch();
  }

  private *enter(): Step {
    const isLocked = (yield* this.value.read()) <= 0;
    const ticket = yield* fresh(future());
    yield* this.queue.pushBack(ticket);
    if (!isLocked) yield* this.dispatch();
    yield* ticket.wait();
  }

  private *dispatch(): Step {
    if (yield* this.queue.isEmpty()) return;
    const ticket = yield* this.queue.popFront();
    yield* this.hasReleaser.write(true);
    yield* this.value.write((yield* this.value.read()) - 1);
    yield* ticket.complete();
  }
}

/** 0.2.6: it forgets first, and calls then. */
class ForgetsFirst extends ForgetsTheNext {
  override *release(): Step {
    if (!(yield* this.hasReleaser.read())) return;
    yield* this.hasReleaser.write(false);
    yield* this.callReleaser();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: mutex } as const;
const url = 'https://github.com/DirtyHairy/async-mutex/issues/27';

export const asyncMutexForgetful = definePrimitive({
  ...common,
  name: 'async-mutex-0.2.3',
  title: 'async-mutex 0.2.3, by its own release()',
  catalogue: 'E2',
  source: { citation: 'async-mutex 0.2.3, src/Mutex.ts; issue #27', url, licence: 'MIT' },
  note: 'The second release does nothing, and whoever comes third waits for ever.',
  expected: { violates: ['no-lost-wakeup', 'deadlock-freedom'], from: 'issue #27' },
  create: () => new ForgetsTheNext(),
});

export const asyncMutex = definePrimitive({
  ...common,
  name: 'async-mutex-0.2.6',
  title: 'async-mutex 0.2.6, by its own release()',
  source: { citation: 'async-mutex 0.2.6, commit 8331143', url, licence: 'MIT' },
  expected: { violates: [], from: 'the fix of issue #27' },
  create: () => new ForgetsFirst(),
});
