import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  futex,
  interruptible,
  lock,
  loop,
  masked,
  type Futex,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { smallClients } from './smallClients.ts';

/** 1 in the word of one that sleeps in the kernel: it says that it waits, and that somebody should wake it. */
const waiting = 1;

/**
 * Plan 9's semaphores: the count is a word of the process, and the kernel sleeps on its address. Who sleeps says that
 * it waits before it looks at the count once more, and so a release either is seen, or sees it.
 *
 * The kernel's sleep looks once more whether the sleeper still says that it waits, in one step with the falling asleep,
 * as a futex does. A note ends it with an error, even if it comes after the wake; whoever leaves passes on a wake that
 * it has not made use of.
 */
class PlanNineSemaphore {
  readonly count;
  readonly list = lock();
  readonly sleepers = deque<Futex>();

  constructor(permits: number) {
    this.count = cell(permits);
  }

  acquire(): Step {
    return masked(() => this.semacquire());
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.take());
  }

  *release(): Step {
    yield* this.count.fetchAdd(1);
    yield* this.wakeOne();
  }

  /** Says that it waits, then looks. */
  protected *attempt(sleeper: Futex): Step<boolean> {
    yield* sleeper.write(waiting);
    return yield* this.take();
  }

  protected *take(): Step<boolean> {
    const { count } = this;
    return yield* loop(function* () {
      const free = yield* count.read();
      if (free === 0) return done(false);
      return (yield* count.compareAndSet(free, free - 1)) ? done(true) : again();
    });
  }

  private *semacquire(): Step {
    if (yield* this.take()) return;
    const sleeper = yield* fresh(futex(0));
    yield* this.join(sleeper);
    const attempt = (): Step<boolean> => this.attempt(sleeper);
    try {
      yield* loop(function* () {
        if (yield* attempt()) return done();
        yield* interruptible(() => sleeper.wait(waiting));
        return again();
      });
    } finally {
      yield* this.leave(sleeper);
      // Woken between its last look and its leaving: the wake is for another.
      if ((yield* sleeper.read()) !== waiting) yield* this.wakeOne();
    }
  }

  private *join(sleeper: Futex): Step {
    yield* this.list.acquire();
    yield* this.sleepers.pushBack(sleeper);
    yield* this.list.release();
  }

  private *leave(sleeper: Futex): Step {
    yield* this.list.acquire();
    yield* this.sleepers.remove(sleeper);
    yield* this.list.release();
  }

  /** Wakes the first that says that it waits, and says for it that it no longer does. */
  private *wakeOne(): Step {
    const { list, sleepers } = this;
    yield* list.acquire();
    yield* loop(0, function* (index) {
      const sleeper = yield* sleepers.at(index);
      if (sleeper === null) return done();
      if ((yield* sleeper.read()) !== waiting) return again(index + 1);
      yield* sleeper.write(0);
      yield* sleeper.wake(1);
      return done();
    });
    yield* list.release();
  }
}

/** The broken twin: it looks, and then says that it waits. A release between the two sees nobody. */
class PlanNineLooksFirst extends PlanNineSemaphore {
  protected override *attempt(sleeper: Futex): Step<boolean> {
    if (yield* this.take()) return true;
    yield* sleeper.write(waiting);
    return false;
  }
}

const common = {
  module: import.meta.url,
  catalogue: 'F46',
  model: semaphore,
  clients: smallClients.filter(({ plans }) =>
    plans.every(({ operations }) => operations.every(({ operation }) => operation !== 'timedAcquire')),
  ),
} as const;
const citation =
  'S. Mullender and R. Cox, Semaphores in Plan 9, International Workshop on Plan 9, 2008; sys/src/9/port/sysproc.c';
const url =
  'https://github.com/0intro/9legacy/blob/116505d8b274b5b35a89a12334b3c47ab244f4e6/sys/src/9/port/sysproc.c';
// As the Plan 9 Foundation published it anew in 2021.
const licence = 'MIT';

export const planNine = definePrimitive({
  ...common,
  name: 'plan9',
  title: "Plan 9's semaphore",
  source: { citation, url, licence },
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper, whose authors checked it with Spin, interrupts too; a newcomer may take what another was woken for',
  },
  create: ({ permits }) => new PlanNineSemaphore(permits),
});

export const planNineLooksFirst = definePrimitive({
  ...common,
  name: 'plan9-looks-first',
  title: "Plan 9's semaphore, which looks before it says that it waits (broken twin)",
  source: { citation: `${citation}; two steps swapped`, url, licence },
  note: 'A release that comes between the look and the saying finds nobody to wake.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source, which says why the order matters',
  },
  create: ({ permits }) => new PlanNineLooksFirst(permits),
});
