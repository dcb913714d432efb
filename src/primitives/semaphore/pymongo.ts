import { definePrimitive, type Call, type Step } from 'heddle';
import { boundedSemaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';
import { releasedTooOften } from './pythonBounded.ts';
import { ThreadingSemaphore } from './pythonThreading.ts';

/**
 * The semaphore of the connection pool of PyMongo, since July 2020: the one of CPython 3.2, carried along, over
 * the Condition of the Python that runs it. A timeout of gevent is an interrupt of it.
 *
 * Wrong in it: the `with` block gives back a lock that an interrupted wait does not hold; its release looks at the
 * bound before it takes the lock, so two may both find room for one.
 */
class PoolSemaphore extends ThreadingSemaphore {
  readonly bound: number;

  constructor(permits: number) {
    super(permits);
    this.bound = permits;
  }

  override *release(call: Call): Step {
    if ((yield* this.value.read()) >= this.bound) throw releasedTooOften();
    yield* super.release(call);
  }
}

/** Before: the lock is taken and given back by hand, and an interrupted wait leaves it held. */
class PoolSemaphoreByHand extends PoolSemaphore {
  protected override *underLock<Result>(body: () => Step<Result>): Step<Result> {
    yield* this.lock.acquire();
    const result = yield* body();
    yield* this.lock.release();
    return result;
  }
}

const url = 'https://github.com/mongodb/mongo-python-driver/pull/472';

export const pymongo2020 = definePrimitive({
  name: 'pymongo-2020',
  module: import.meta.url,
  title: "PyMongo's pool semaphore, before July 2020",
  catalogue: 'A5',
  source: {
    citation: 'mongo-python-driver, pymongo/thread_util.py; PYTHON-2334, pull requests 471, 472 and 475',
    url,
    licence: 'Apache-2.0',
  },
  model: boundedSemaphore,
  note: 'It is no copy of the reference semaphore but of the one in CPython, whose attempts are right. Interrupted in its wait it leaves the lock held, as that of Python 2.6 does, and every later release is blocked.',
  expected: {
    violates: ['fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the reports; the look at the bound, by exploration',
  },
  create: ({ permits }) => new PoolSemaphoreByHand(permits),
});

export const pymongo = definePrimitive({
  name: 'pymongo',
  module: import.meta.url,
  title: "PyMongo's pool semaphore, since July 2020",
  catalogue: 'A5',
  source: {
    citation: 'mongo-python-driver, pymongo/thread_util.py, pull request 472 and its review',
    url,
    licence: 'Apache-2.0',
  },
  model: boundedSemaphore,
  note: 'The leak is mended. As its review foresaw, a wait that is interrupted while it takes the lock again makes the block give back a lock that it does not hold.',
  expected: {
    violates: ['fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the review of the repair; the look at the bound, by exploration',
  },
  create: ({ permits }) => new PoolSemaphore(permits),
});
