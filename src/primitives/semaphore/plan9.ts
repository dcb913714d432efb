import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  lock,
  loop,
  parkingPlace,
  type Cell,
  type ParkingPlace,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { smallClients } from './smallClients.ts';

/** One that sleeps in the kernel. */
interface Sleeper {
  /** Whether somebody should wake it. */
  readonly isWaiting: Cell<boolean>;
  readonly place: ParkingPlace;
}

/**
 * Plan 9's semaphores: the count is a word of the process, and the kernel sleeps on its address. Who sleeps says that
 * it waits before it looks at the count once more, and so a release either is seen, or sees it.
 */
class PlanNineSemaphore {
  readonly count;
  readonly list = lock();
  readonly sleepers = deque<Sleeper>();

  constructor(permits: number) {
    this.count = cell(permits);
  }

  *acquire(): Step {
    if (yield* this.take()) return;
    const sleeper: Sleeper = {
      isWaiting: yield* fresh(cell<boolean>(false)),
      place: yield* fresh(parkingPlace()),
    };
    yield* this.join(sleeper);
    const attempt = (): Step<boolean> => this.attempt(sleeper);
    yield* loop(function* () {
      if (yield* attempt()) return done();
      yield* sleeper.place.park();
      return again();
    });
    yield* this.leave(sleeper);
    // It may have taken what another was woken for.
    yield* this.wakeOne();
  }

  tryAcquire(): Step<boolean> {
    return this.take();
  }

  *release(): Step {
    yield* this.count.fetchAdd(1);
    yield* this.wakeOne();
  }

  /** Says that it waits, then looks. */
  protected *attempt(sleeper: Sleeper): Step<boolean> {
    yield* sleeper.isWaiting.write(true);
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

  private *join(sleeper: Sleeper): Step {
    yield* this.list.acquire();
    yield* this.sleepers.pushBack(sleeper);
    yield* this.list.release();
  }

  private *leave(sleeper: Sleeper): Step {
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
      if (!(yield* sleeper.isWaiting.read())) return again(index + 1);
      yield* sleeper.isWaiting.write(false);
      yield* sleeper.place.makeReady();
      return done();
    });
    yield* list.release();
  }
}

/** The broken twin: it looks, and then says that it waits. A release between the two sees nobody. */
class PlanNineLooksFirst extends PlanNineSemaphore {
  protected override *attempt(sleeper: Sleeper): Step<boolean> {
    if (yield* this.take()) return true;
    yield* sleeper.isWaiting.write(true);
    return false;
  }
}

const common = {
  module: import.meta.url,
  catalogue: 'F46',
  model: semaphore,
  hearsInterrupts: false,
  clients: smallClients.filter(({ plans }) =>
    plans.every(({ operations }) => operations.every(({ operation }) => operation !== 'timedAcquire')),
  ),
} as const;
const citation = 'S. Mullender and R. Cox, Semaphores in Plan 9, International Workshop on Plan 9, 2008';

export const planNine = definePrimitive({
  ...common,
  name: 'plan9',
  title: "Plan 9's semaphore",
  source: { citation },
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper, which checked it with Spin; a newcomer may take what another was woken for',
  },
  create: ({ permits }) => new PlanNineSemaphore(permits),
});

export const planNineLooksFirst = definePrimitive({
  ...common,
  name: 'plan9-looks-first',
  title: "Plan 9's semaphore, which looks before it says that it waits (broken twin)",
  source: { citation: `${citation}; two steps swapped` },
  note: 'A release that comes between the look and the saying finds nobody to wake.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper, which says why the order matters',
  },
  create: ({ permits }) => new PlanNineLooksFirst(permits),
});
