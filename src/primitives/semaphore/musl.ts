import {
  again,
  cell,
  type Deadline,
  definePrimitive,
  done,
  loop,
  postings,
  type Client,
  type Step,
} from 'heddle';
import { destructibleSemaphore } from 'heddle/models';
import { CancellableSemaphore } from './cancellable.ts';
import { destroyingClients, smallClients } from './smallClients.ts';

/**
 * What all versions share: a futex word, and beside it how many may sleep on it. A post has looked at both before the
 * permit is out, and from then on needs the address alone: somebody may have passed, and have destroyed the semaphore.
 */
abstract class MuslSemaphore extends CancellableSemaphore {
  readonly waiters = cell(0, { isDestructible: true });

  constructor(permits: number) {
    super(permits, { isFinal: true });
  }

  *destroy(): Step {
    yield* this.word.destroy();
    yield* this.waiters.destroy();
  }
}

/** A word of these versions: -1 says that there is no permit and that somebody may sleep. */
const sleepers = -1;

/**
 * August 2011 to 2022: attempts are a compare-and-swap, and -1 in the word says that somebody sleeps.
 *
 * A post reads word and waiters, and swaps the word later. When the word has come back meanwhile to what it was,
 * the number of waiters is out of date, and a sleeper is forgotten.
 */
class MarkedByMinusOne extends MuslSemaphore {
  protected attempt(): Step<boolean> {
    const { word, waiters } = this;
    return loop(function* () {
      const value = yield* word.read();
      if (value <= 0) return done(false);
      const left = value === 1 && (yield* waiters.read()) > 0 ? sleepers : value - 1;
      return (yield* word.compareAndSwap(value, left)) === value ? done(true) : again();
    });
  }

  *release(): Step {
    const { word, waiters } = this;
    const mayHaveSleepers = yield* loop(function* () {
      const value = yield* word.read();
      const count = yield* waiters.read();
      const more = value < 0 ? 1 : value + 1;
      if ((yield* word.compareAndSwap(value, more)) !== value) return again();
      return done(value < 0 || count > 0);
    });
    if (mayHaveSleepers) yield* word.wake(1);
  }

  protected wait(deadline: Deadline | undefined): Step<boolean> {
    const { word, waiters } = this;
    const attempt = (): Step<boolean> => this.attempt();
    const sleep = (): Step<boolean> => this.sleepAt(sleepers, deadline);
    return loop(function* () {
      if (yield* attempt()) return done(true);
      yield* waiters.fetchAdd(1);
      let isInTime = false;
      try {
        yield* word.compareAndSwap(0, sleepers);
        isInTime = yield* sleep();
      } finally {
        yield* waiters.fetchAdd(-1);
      }
      return isInTime ? again() : done(false);
    });
  }
}

/** From 2022 on: the sign of the word, here 64, says that somebody may sleep, and stays until a post clears it. */
const sticky = 64;
const permitsIn = (word: number): number => word % sticky;

/** 2022 to 2024: the sign stays while there are permits too. A post that sees one waiter or none clears it, and wakes all. */
class MarkedBySign extends MuslSemaphore {
  protected attempt(): Step<boolean> {
    const { word } = this;
    return loop(function* () {
      const value = yield* word.read();
      if (permitsIn(value) === 0) return done(false);
      return (yield* word.compareAndSwap(value, value - 1)) === value ? done(true) : again();
    });
  }

  *release(): Step {
    const { word, waiters } = this;
    const [before, count] = yield* loop(function* () {
      const value = yield* word.read();
      const seen = yield* waiters.read();
      const more = seen <= 1 ? permitsIn(value) + 1 : value + 1;
      return (yield* word.compareAndSwap(value, more)) === value ? done([value, seen] as const) : again();
    });
    if (this.mustWake(before, count)) yield* word.wake(count > 1 ? 1 : Infinity);
  }

  protected mustWake(before: number, _count: number): boolean {
    return before >= sticky;
  }

  protected wait(deadline: Deadline | undefined): Step<boolean> {
    const { word, waiters } = this;
    const attempt = (): Step<boolean> => this.attempt();
    const sleep = (): Step<boolean> => this.sleepAt(sticky, deadline);
    return loop(function* () {
      if (yield* attempt()) return done(true);
      yield* waiters.fetchAdd(1);
      let isInTime = false;
      try {
        yield* word.compareAndSwap(0, sticky);
        isInTime = yield* sleep();
      } finally {
        yield* waiters.fetchAdd(-1);
      }
      return isInTime ? again() : done(false);
    });
  }
}

/** 2024 and later: a post that has seen waiters wakes, whatever the sign was. */
class MarkedBySignAndCount extends MarkedBySign {
  protected override mustWake(before: number, count: number): boolean {
    return super.mustWake(before, count) || count > 0;
  }
}

/** One permit, and two more while three want one each: a post whose picture of the waiters is out of date. */
const stalePost: Client = postings(3, [1, 1], 1);

const citation = 'musl libc, src/thread/sem_wait.c, sem_trywait.c, sem_post.c';
const url = 'https://git.musl-libc.org/cgit/musl/log/src/thread/sem_post.c';

const common = {
  module: import.meta.url,
  catalogue: 'F27',
  model: destructibleSemaphore,
  clients: [...smallClients, ...destroyingClients],
};

export const musl2011 = definePrimitive({
  ...common,
  name: 'musl-2011',
  title: 'musl sem_t, August 2011 to 2022',
  source: { citation: `${citation}; commit 88c4e720, 2011`, url, licence: 'MIT' },
  clients: [...common.clients, stalePost],
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the commit of 2022, which tells the story: three who wait, two posts, one permit',
  },
  create: ({ permits }) => new MarkedByMinusOne(permits),
});

export const musl2022 = definePrimitive({
  ...common,
  name: 'musl-2022',
  title: 'musl sem_t, 2022 to 2024',
  source: { citation: `${citation}; commit 159d1f6c, 2022`, url, licence: 'MIT' },
  clients: [...common.clients, stalePost],
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the commit of 2024 mends what a poster does that stops for ever before its wake, and here everybody goes on',
  },
  create: ({ permits }) => new MarkedBySign(permits),
});

export const musl2024 = definePrimitive({
  ...common,
  name: 'musl-2024',
  title: 'musl sem_t since 2024',
  source: { citation: `${citation}; commit 882aedf6, 2024`, url, licence: 'MIT' },
  clients: [...common.clients, stalePost],
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; a newcomer may take what another was woken for',
  },
  create: ({ permits }) => new MarkedBySignAndCount(permits),
});
