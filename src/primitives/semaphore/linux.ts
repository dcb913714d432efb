import {
  again,
  binarySemaphore,
  cell,
  definePrimitive,
  deque,
  done,
  interruptible,
  lock,
  loop,
  masked,
  type BinarySemaphore,
  type Call,
  type Cell,
  type Step,
} from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';

/** On the stack of a task that waits: its entry in the list, and the task, which keeps a wake-up that comes before it sleeps. */
interface Waiter {
  readonly up: Cell<boolean>;
  readonly task: BinarySemaphore;
}

const makeWaiter = (): Waiter => ({ up: cell(false), task: binarySemaphore(0, { strength: 'weak' }) });

/**
 * Linux's counting semaphore since 2.6.26: a count and a list of those who wait, both under a spinlock.
 *
 * An acquire is down_interruptible, in which a signal is heard while the task sleeps and nowhere else; one with a
 * deadline is down_timeout, which hears none. What a task is told while it runs is forgotten when it declares that it
 * will sleep, as in the kernel, where that sets its state.
 */
abstract class KernelSemaphore {
  readonly lock = lock();
  readonly count;
  readonly waitList = deque<Waiter>();
  readonly waiters: readonly Waiter[];

  constructor(permits: number, threads: number) {
    this.count = cell(permits);
    this.waiters = Array.from({ length: threads }, makeWaiter);
  }

  acquire({ me }: Call): Step<boolean> {
    const waiter = this.waiters[me]!;
    return masked(() => this.underLock(() => this.down(waiter, () => interruptible(() => waiter.task.p()))));
  }

  timedAcquire({ me, deadline }: Call): Step<boolean> {
    const waiter = this.waiters[me]!;
    return masked(() => this.underLock(() => this.down(waiter, () => waiter.task.p(deadline))));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.underLock(() => this.takeIfAny()));
  }

  release(): Step {
    return this.underLock(() => this.up());
  }

  /** Under the lock; `schedule` sleeps, and tells whether there is time left. */
  protected abstract down(waiter: Waiter, schedule: () => Step<boolean>): Step<boolean>;

  protected abstract up(): Step;

  /** Whether one that has slept need not sleep again. */
  protected abstract isLetIn(waiter: Waiter): Step<boolean>;

  protected *takeIfAny(): Step<boolean> {
    if (yield* this.count.is(0)) return false;
    yield* this.count.fetchAdd(-1);
    return true;
  }

  /** Joins the list and sleeps, without the lock, until it is let in (true), or has no time left, or hears a signal. */
  protected *downCommon(waiter: Waiter, schedule: () => Step<boolean>): Step<boolean> {
    const isLetIn = (): Step<boolean> => this.isLetIn(waiter);
    const sleep = (): Step<boolean> => this.sleep(waiter, schedule);
    yield* this.waitList.pushBack(waiter);
    try {
      return yield* loop(function* () {
        const hasTime = yield* sleep();
        if (yield* isLetIn()) return done(true);
        return hasTime ? again() : done(false);
      });
    } catch (signal) {
      if (yield* isLetIn()) return true;
      throw signal;
    }
  }

  private *sleep({ task }: Waiter, schedule: () => Step<boolean>): Step<boolean> {
    yield* task.tryP();
    yield* this.lock.release();
    try {
      return yield* schedule();
    } finally {
      yield* this.lock.acquire();
    }
  }

  private *underLock<Result>(body: () => Step<Result>): Step<Result> {
    yield* this.lock.acquire();
    try {
      return yield* body();
    } finally {
      yield* this.lock.release();
    }
  }
}

/** Who releases hands its permit to the first of the list, and takes it out. A signal that comes after that is for the caller. */
class HandingOver extends KernelSemaphore {
  protected *down(waiter: Waiter, schedule: () => Step<boolean>): Step<boolean> {
    if (yield* this.takeIfAny()) return true;
    yield* waiter.up.write(false);
    let isLetIn = false;
    try {
      isLetIn = yield* this.downCommon(waiter, schedule);
    } finally {
      if (!isLetIn) yield* this.waitList.remove(waiter);
    }
    return isLetIn;
  }

  protected *up(): Step {
    if (yield* this.waitList.isEmpty()) {
      yield* this.count.fetchAdd(1);
      return;
    }
    const first = yield* this.waitList.popFront();
    yield* first.up.write(true);
    yield* first.task.v();
  }

  protected isLetIn({ up }: Waiter): Step<boolean> {
    return up.is(true);
  }
}

/**
 * As it was for two days of May 2008: a permit goes to whoever comes first, and one that is woken stays in the list
 * until it runs.
 *
 * Wrong in it: the second of two releases wakes the first of the list again, if that has not run yet, and the one behind
 * it sleeps on.
 */
class Counting extends KernelSemaphore {
  protected *down(waiter: Waiter, schedule: () => Step<boolean>): Step<boolean> {
    if (yield* this.count.is(0)) {
      try {
        if (!(yield* this.downCommon(waiter, schedule))) return false;
      } finally {
        yield* this.waitList.remove(waiter);
      }
    }
    yield* this.count.fetchAdd(-1);
    return true;
  }

  protected *up(): Step {
    yield* this.count.fetchAdd(1);
    const first = yield* this.waitList.at(0);
    if (first !== null) yield* first.task.v();
  }

  protected isLetIn(): Step<boolean> {
    return this.count.isNot(0);
  }
}

const url = 'https://github.com/torvalds/linux/blob';
const licence = 'GPL-2.0-only';

export const linux = definePrimitive({
  name: 'linux-semaphore',
  title: "Linux's struct semaphore since 2.6.26",
  module: import.meta.url,
  model: fifoSemaphore,
  source: {
    citation: 'M. Wilcox, Linux since 2.6.26, kernel/locking/semaphore.c, here of 5.4',
    url: `${url}/v5.4/kernel/locking/semaphore.c`,
    licence,
  },
  expected: {
    violates: [],
    endless: ['starvation-weak'],
    from: 'the source: a permit that somebody waits for is handed over. Over a weak spinlock one may never get as far as the list',
  },
  create: ({ permits, threads }) => new HandingOver(permits, threads),
});

export const linuxMay2008 = definePrimitive({
  name: 'linux-semaphore-2008',
  title: "Linux's struct semaphore from 8 to 10 May 2008",
  module: import.meta.url,
  model: semaphore,
  source: {
    citation:
      'I. Molnar, Linux before 2.6.26, kernel/semaphore.c, commit bf726eab of 8 May 2008, “semaphore: fix”',
    url: `${url}/bf726eab3711cf192405d21688a4b21e07b6188a/kernel/semaphore.c`,
    licence,
  },
  note: 'Two releases wake the same one, and whoever is behind it sleeps on beside a permit, until the next release. Nobody notices where there is one permit and all that take it give it back.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the commit of 10 May 2008 that reverts it; the source, in which a newcomer takes the permit that another was woken for',
  },
  create: ({ permits, threads }) => new Counting(permits, threads),
});
