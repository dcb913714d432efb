import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * What a program of asyncore (or of circuits, which has no semaphore either) writes for itself: a counter
 * and a queue of callbacks. A release posts the callback of the oldest to the loop, and its permit with it;
 * one that is cancelled after that must release again.
 */
class PostsCallbacks {
  readonly callbacks = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const value = yield* this.value.read();
    if (value > 0) {
      yield* this.value.write(value - 1);
      return;
    }
    const callback = yield* fresh(future());
    yield* this.callbacks.pushBack(callback);
    try {
      yield* callback.wait();
    } catch (cancel) {
      yield* this.onCancel(callback);
      throw cancel;
    }
  }

  *release(): Step {
    const { callbacks, value } = this;
    const isPosted = yield* loop(function* () {
      if (yield* callbacks.isEmpty()) return done(false);
      const callback = yield* callbacks.popFront();
      if (yield* callback.isCancelled()) return again();
      yield* callback.complete();
      return done(true);
    });
    if (!isPosted) yield* value.write((yield* value.read()) + 1);
  }

  protected *onCancel(callback: Future): Step {
    if (yield* callback.isCancelled()) yield* this.callbacks.remove(callback);
    else yield* this.release();
  }
}

/** The mistake: it takes its callback out of the queue, and thinks no more of one that was posted. */
class ForgetsPostedGrants extends PostsCallbacks {
  protected override *onCancel(callback: Future): Step {
    yield* this.callbacks.remove(callback);
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: fifoSemaphore } as const;

export const callbackIdiom = definePrimitive({
  ...common,
  name: 'callback-idiom',
  title: 'A counter and a queue of callbacks, as asyncore has one write',
  catalogue: 'C16',
  source: { citation: "The idiom of asyncore, in Python's library until 3.12, which has no semaphore" },
  expected: { violates: [], from: 'a hand-off that minds both moments of a cancel' },
  create: ({ permits }) => new PostsCallbacks(permits),
});

export const callbackIdiomForgetful = definePrimitive({
  ...common,
  name: 'callback-idiom-forgetful',
  title: 'The same, forgetting grants that were posted when it is cancelled',
  source: { citation: 'The same with its commonest mistake' },
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'the mistake: the permit is lost',
  },
  create: ({ permits }) => new ForgetsPostedGrants(permits),
});
