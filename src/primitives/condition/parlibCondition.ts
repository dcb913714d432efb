import { definePrimitive, futex, lock, type Step } from 'heddle';
import { spuriousConditionVariable } from 'heddle/models';

/**
 * The condition variable of parlib-simple, on shared memory: a sequence number on which threads sleep, and which each
 * signal counts up before it wakes one of them. Its lock is a futex mutex; here it is a lock that is given.
 *
 * One that has given the lock back and does not sleep yet finds the number changed, and goes on, beside the one that is
 * woken: a signal may end two waits, and the second is a spurious one. Where who signals does not have the lock, which
 * the source asks for, a thread may begin to wait between the counting and the waking, and be woken in place of one that
 * was there before. It sleeps when the signal comes all the same, so that no promise of the model is broken.
 */
class ParlibCondition {
  readonly mutex = lock();
  readonly seq = futex(0);

  *enter(): Step {
    yield* this.mutex.acquire();
  }

  *leave(): Step {
    yield* this.mutex.release();
  }

  *wait(): Step {
    const { mutex, seq } = this;
    const seen = yield* seq.read();
    yield* mutex.release();
    yield* seq.wait(seen);
    yield* mutex.acquire();
  }

  *signal(): Step {
    const { seq } = this;
    yield* seq.fetchAdd(1);
    yield* seq.wake(1);
  }

  *broadcast(): Step {
    const { seq } = this;
    yield* seq.fetchAdd(1);
    yield* seq.wake(65_535);
  }
}

/** The broken twin: it reads the number when it has given the lock back, and may sleep on one that was counted up for it. */
class ReadsLate extends ParlibCondition {
  override *wait(): Step {
    const { mutex, seq } = this;
    yield* mutex.release();
    const seen = yield* seq.read();
    yield* seq.wait(seen);
    yield* mutex.acquire();
  }
}

const source = {
  citation: 'L. T. Hansen, parlib-simple, src/lock.js, Cond',
  url: 'https://github.com/lars-t-hansen/parlib-simple',
  licence: 'MPL-2.0',
};

export const parlibCondition = definePrimitive({
  name: 'parlib-condition',
  module: import.meta.url,
  title: "parlib-simple's Cond",
  catalogue: 'E16',
  source,
  note: 'Its source asks that who signals has the lock; the clients signal outside it too.',
  model: spuriousConditionVariable,
  expected: {
    violates: ['fifo'],
    from: 'its source, and exploration: a signal from outside the lock may pass one by that was there first, and wakes another that sleeps when it comes',
  },
  create: () => new ParlibCondition(),
});

export const parlibConditionReadsLate = definePrimitive({
  ...parlibCondition,
  name: 'parlib-condition-reads-late',
  title: "parlib-simple's Cond, the sequence number read late (broken twin)",
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'exploration: a signal comes between the lock and the number, and who waits sleeps on',
  },
  create: () => new ReadsLate(),
});
