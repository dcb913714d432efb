import {
  again,
  cell,
  defineObject,
  definePrimitive,
  done,
  loop,
  next,
  park,
  blocked,
  type Call,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { fewComers } from '../mutex/fewComers.ts';

/** The word: whether it is held, whether somebody woken is on its way, whether one starves, and how many sleep. */
interface Word {
  readonly isLocked: boolean;
  readonly isWoken: boolean;
  readonly isStarving: boolean;
  readonly sleepers: number;
}

/**
 * The semaphore of Go's runtime on which the mutex sleeps: a count, and a queue in which one that has slept before
 * goes to the front. Here a release passes on what it gives to the first at once; in the original it may be that
 * another takes it first, which the mutex never lets happen.
 */
const runtimeSemaphore = defineObject({
  kind: 'runtime semaphore',
  initial: (): { readonly count: number; readonly queue: readonly number[] } => ({ count: 0, queue: [] }),
  operations: {
    acquire: {
      step: ({ value: { count, queue }, me }, isFirst: boolean) =>
        count > 0
          ? next({ count: count - 1, queue })
          : park({ count, queue: isFirst ? [me, ...queue] : [...queue, me] }),
      resume: ({ value, me }) => (value.queue.includes(me) ? blocked : next(value)),
      withdraw: ({ value: { count, queue }, me }) =>
        queue.includes(me) ? next({ count, queue: queue.filter((other) => other !== me) }) : blocked,
    },
    release: ({ value: { count, queue } }) =>
      queue.length > 0 ? next({ count, queue: queue.slice(1) }) : next({ count: count + 1, queue }),
  },
  rename: ({ count, queue }, nameOf) => ({ count, queue: queue.map(nameOf) }),
  namesInOrder: true,
  render: ({ count, queue }) =>
    queue.length === 0 ? String(count) : `asleep: ${queue.map((one) => `T${one}`).join(', ')}`,
});

/**
 * Go's sync.Mutex. In the normal way of working newcomers compete with who was woken; one that has waited for more
 * than a millisecond makes it starve, and then each release hands it over to the first of the queue.
 *
 * Here whoever has slept once has waited for long enough: the way of working that is the harder to get right. Left
 * out: the spinning before the first sleep.
 */
class GoMutex {
  readonly word = cell<Word>({ isLocked: false, isWoken: false, isStarving: false, sleepers: 0 });
  readonly sema = runtimeSemaphore();

  *acquire(_call: Call): Step {
    const { word, sema } = this;
    const free: Word = { isLocked: false, isWoken: false, isStarving: false, sleepers: 0 };
    if (yield* word.compareAndSet(free, { ...free, isLocked: true })) return;
    yield* loop(false, function* (hasSlept) {
      const old = yield* word.read();
      const isQueueing = old.isLocked || old.isStarving;
      const wanted: Word = {
        isLocked: old.isLocked || !old.isStarving,
        isWoken: hasSlept ? false : old.isWoken,
        isStarving: old.isStarving || (hasSlept && old.isLocked),
        sleepers: old.sleepers + (isQueueing ? 1 : 0),
      };
      if (!(yield* word.compareAndSet(old, wanted))) return again(hasSlept);
      if (!isQueueing) return done();
      yield* sema.acquire(hasSlept);
      const now = yield* word.read();
      if (!now.isStarving) return again(true);
      // It was handed over: the word says neither that it is held nor that there is one sleeper less.
      yield* loop(function* () {
        const found = yield* word.read();
        const mine: Word = {
          ...found,
          isLocked: true,
          sleepers: found.sleepers - 1,
          isStarving: found.sleepers > 1,
        };
        return (yield* word.compareAndSet(found, mine)) ? done() : again();
      });
      return done();
    });
  }

  *tryAcquire(): Step<boolean> {
    const old = yield* this.word.read();
    if (old.isLocked || old.isStarving) return false;
    return yield* this.word.compareAndSet(old, { ...old, isLocked: true });
  }

  *release(): Step {
    const { word, sema } = this;
    const rest = yield* loop(function* () {
      const old = yield* word.read();
      const left = { ...old, isLocked: false };
      return (yield* word.compareAndSet(old, left)) ? done(left) : again();
    });
    if (rest.isStarving) return yield* sema.release();
    yield* loop(rest, function* (old) {
      if (old.sleepers === 0 || old.isLocked || old.isWoken || old.isStarving) return done();
      const waking = { ...old, isWoken: true, sleepers: old.sleepers - 1 };
      if (!(yield* word.compareAndSet(old, waking))) return again(yield* word.read());
      yield* sema.release();
      return done();
    });
  }
}

export const goMutex = definePrimitive({
  name: 'go-mutex',
  module: import.meta.url,
  title: "Go's sync.Mutex, where whoever has slept starves",
  catalogue: 'F31',
  source: {
    citation: 'Go, sync/mutex.go since 1.9; golang/go issue #13086',
    url: 'https://github.com/golang/go/blob/master/src/internal/sync/mutex.go',
    licence: 'BSD-3-Clause',
  },
  model: mutex,
  clients: fewComers,
  hearsInterrupts: false,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; one that has not slept yet may find that its compare-and-swap comes too late again and again',
  },
  create: () => new GoMutex(),
});
