import {
  again,
  defineObject,
  definePrimitive,
  done,
  forgetting,
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
type Word = {
  readonly isLocked: boolean;
  readonly isWoken: boolean;
  readonly isStarving: boolean;
  readonly sleepers: number;
};

const free: Word = { isLocked: false, isWoken: false, isStarving: false, sleepers: 0 };

const isSame = (one: Word, other: Word): boolean =>
  one.isLocked === other.isLocked &&
  one.isWoken === other.isWoken &&
  one.isStarving === other.isStarving &&
  one.sleepers === other.sleepers;

/** The four in one word of memory: what is added to one of them leaves the others as they are. */
const mutexWord = defineObject({
  kind: 'mutex word',
  initial: (): Word => free,
  operations: {
    read: ({ value }) => next(value, value),
    compareAndSet: ({ value }, old: Word, wanted: Word) =>
      isSame(value, old) ? next(wanted, true) : next(value, false),
    /** Of one that finds it held and others asleep: it spins and says that one is awake, or it does neither. */
    spin: ({ value }, old: Word) =>
      isSame(value, old) ? [next(value, false), next({ ...value, isWoken: true }, true)] : next(value, false),
    /** Answers what is left, or null where it was not held: then all is over, and the word is left as it is. */
    unlock: ({ value }) => {
      if (!value.isLocked) return next(value, null);
      const left = { ...value, isLocked: false };
      return next(left, left);
    },
    /** By one to whom it was handed over: it is held, and there is one sleeper less. */
    takeOver: ({ value }, isLast: boolean) =>
      next({
        ...value,
        isLocked: true,
        sleepers: value.sleepers - 1,
        isStarving: value.isStarving && !isLast,
      }),
  },
  render: ({ isLocked, isWoken, isStarving, sleepers }) =>
    [
      isLocked ? 'locked' : 'unlocked',
      ...(isWoken ? ['woken'] : []),
      ...(isStarving ? ['starving'] : []),
      `${sleepers} asleep`,
    ].join(', '),
});

/** A count, those who sleep, and those who have been given what they waited for. */
type Sleepers = {
  readonly count: number;
  readonly queue: readonly number[];
  readonly served: readonly number[];
};

/**
 * The semaphore of Go's runtime on which the mutex sleeps: a count, and a queue in which one that has slept before
 * goes to the front. A release adds to the count, and then wakes the first. Unless that is handed what was added, it
 * looks for itself, and another may have come first.
 */
const runtimeSemaphore = defineObject({
  kind: 'runtime semaphore',
  initial: (): Sleepers => ({ count: 0, queue: [], served: [] }),
  operations: {
    /** Answers whether it has got one; if not it has been woken in vain. */
    acquire: {
      step: ({ value, me }, isFirst: boolean) =>
        value.count > 0
          ? next({ ...value, count: value.count - 1 }, true)
          : park({ ...value, queue: isFirst ? [me, ...value.queue] : [...value.queue, me] }),
      resume: ({ value, me }) => {
        const { count, queue, served } = value;
        if (queue.includes(me)) return blocked;
        if (served.includes(me)) return next({ ...value, served: without(served, me) }, true);
        return count > 0 ? next({ ...value, count: count - 1 }, true) : next(value, false);
      },
      withdraw: ({ value, me }) =>
        value.queue.includes(me) ? next({ ...value, queue: without(value.queue, me) }) : blocked,
    },
    add: ({ value }) => next({ ...value, count: value.count + 1 }),
    wakeFirst: ({ value }, handsOver: boolean) => {
      const [first, ...queue] = value.queue;
      if (first === undefined) return next(value);
      return handsOver && value.count > 0
        ? next({ count: value.count - 1, queue, served: [...value.served, first] })
        : next({ ...value, queue });
    },
  },
  rename: ({ count, queue, served }, nameOf) => ({
    count,
    queue: queue.map(nameOf),
    served: served.map(nameOf),
  }),
  namesInOrder: true,
  render: ({ count, queue, served }) =>
    [
      String(count),
      ...(queue.length === 0 ? [] : [`asleep: ${threads(queue)}`]),
      ...(served.length === 0 ? [] : [`given to ${threads(served)}`]),
    ].join(', '),
});

const without = (numbers: readonly number[], one: number): readonly number[] =>
  numbers.filter((other) => other !== one);

const threads = (numbers: readonly number[]): string => numbers.map((one) => `T${one}`).join(', ');

/**
 * Go's sync.Mutex. In the normal way of working newcomers compete with who was woken; one that has waited for more
 * than a millisecond makes it starve, and then each release hands it over to the first of the queue.
 *
 * Here whoever has slept once has waited for long enough: the way of working that is the harder to get right. Of the
 * spinning before the sleep only that is here which changes something: a newcomer that finds sleepers may say that one
 * is awake, lest a release wake another. A spin besides is another look, and as if the one before had come later.
 */
class GoMutex {
  readonly word = mutexWord();
  readonly sema = runtimeSemaphore();

  *acquire(_call: Call): Step {
    const { word, sema } = this;
    yield* loop<Attempt, undefined>(newcomer, function* ({ old, hasSlept, isAwake }) {
      if (old === null) {
        if (!(yield* sema.acquire(hasSlept))) return again({ old, hasSlept, isAwake });
        const now = yield* word.read();
        if (!now.isStarving) return again({ old: now, hasSlept: true, isAwake: true });
        // It was handed over: the word says neither that it is held nor that there is one sleeper less.
        if (now.isLocked || now.isWoken || now.sleepers === 0) throw new Error(inconsistent);
        yield* word.takeOver(now.sleepers === 1);
        return done();
      }
      if (!isAwake && maySpin(old) && (yield* word.spin(old))) {
        return again({ old: yield* word.read(), hasSlept, isAwake: true });
      }
      if (isAwake && !old.isWoken) throw new Error(inconsistent);
      const isQueueing = old.isLocked || old.isStarving;
      const wanted: Word = {
        isLocked: old.isLocked || !old.isStarving,
        isWoken: old.isWoken && !isAwake,
        isStarving: old.isStarving || (hasSlept && old.isLocked),
        sleepers: old.sleepers + (isQueueing ? 1 : 0),
      };
      if (!(yield* word.compareAndSet(old, wanted))) {
        return again({ old: yield* word.read(), hasSlept, isAwake });
      }
      return isQueueing ? again({ old: null, hasSlept, isAwake: false }) : done();
    });
  }

  *tryAcquire(): Step<boolean> {
    const old = yield* this.word.read();
    if (old.isLocked || old.isStarving) return false;
    return yield* this.word.compareAndSet(old, { ...old, isLocked: true });
  }

  *release(): Step {
    const { word, sema } = this;
    const handsOver = yield* forgetting(function* () {
      const left = yield* word.unlock();
      if (left === null) throw new Error(notLocked);
      if (left.isStarving) return true;
      return yield* loop(left, function* (old) {
        if (old.sleepers === 0 || old.isLocked || old.isWoken || old.isStarving) return done(null);
        const waking: Word = { ...old, isWoken: true, sleepers: old.sleepers - 1 };
        return (yield* word.compareAndSet(old, waking)) ? done(false) : again(yield* word.read());
      });
    });
    if (handsOver === null) return;
    yield* sema.add();
    yield* sema.wakeFirst(handsOver);
  }
}

/** What one goes by that wants the mutex: the word as it was last seen, or null if it is counted among the sleepers. */
type Attempt = {
  readonly old: Word | null;
  readonly hasSlept: boolean;
  /** Whether the word says of it that it has been woken, or spins. */
  readonly isAwake: boolean;
};

/** It swaps before it has looked, as if it had seen it free. */
const newcomer: Attempt = { old: free, hasSlept: false, isAwake: false };

/** Whether one that spins has something to say. */
const maySpin = ({ isLocked, isWoken, isStarving, sleepers }: Word): boolean =>
  isLocked && !isStarving && !isWoken && sleepers > 0;

/** What the original stops the program with. */
const inconsistent = 'sync: inconsistent mutex state';
const notLocked = 'sync: unlock of unlocked mutex';

export const goMutex = definePrimitive({
  name: 'go-mutex',
  module: import.meta.url,
  title: "Go's sync.Mutex, where whoever has slept starves",
  catalogue: 'F31',
  source: {
    citation: 'Go, sync/mutex.go since 1.9, runtime/sema.go; golang/go issue #13086',
    url: 'https://github.com/golang/go/blob/master/src/internal/sync/mutex.go',
    licence: 'BSD-3-Clause',
  },
  model: mutex,
  clients: fewComers,
  hearsInterrupts: false,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; a newcomer may take what another was woken for, and one that has not slept yet may find that its compare-and-swap comes too late again and again',
  },
  create: () => new GoMutex(),
});
