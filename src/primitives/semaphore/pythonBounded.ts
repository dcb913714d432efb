import { definePrimitive, type Step } from 'heddle';
import { boundedSemaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';
import { Semaphore26 } from './python2Threading.ts';
import { ThreadingSemaphore } from './pythonThreading.ts';

/** What Python raises, a ValueError. */
export const releasedTooOften = (): Error => new Error('Semaphore released too many times');

/**
 * Python's threading.BoundedSemaphore: its release looks at the bound, and raises, with the lock held. What is wrong
 * with the semaphore under it is wrong with it.
 */
class BoundedSemaphore extends ThreadingSemaphore {
  readonly bound: number;

  constructor(permits: number) {
    super(permits);
    this.bound = permits;
  }

  protected override *giveBack(permits: number): Step {
    if ((yield* this.value.read()) + permits > this.bound) throw releasedTooOften();
    yield* super.giveBack(permits);
  }
}

/**
 * The same up to 2.6.
 *
 * Wrong in it: it looks before it takes the lock, so two releases may both find room for one.
 */
class BoundedSemaphore26 extends Semaphore26 {
  readonly bound: number;

  constructor(permits: number) {
    super(permits);
    this.bound = permits;
  }

  override *release(): Step {
    if ((yield* this.value.read()) >= this.bound) throw releasedTooOften();
    yield* super.release();
  }
}

export const pythonBounded = definePrimitive({
  name: 'python-bounded',
  module: import.meta.url,
  title: "Python's threading.BoundedSemaphore since 3.9.13 and 3.10.5",
  catalogue: 'D4',
  source: {
    citation: 'CPython 3.12.7, Lib/threading.py, class BoundedSemaphore',
    url: 'https://github.com/python/cpython/blob/v3.12.7/Lib/threading.py',
    licence: 'PSF-2.0',
  },
  model: boundedSemaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'its own part is right; what is wrong with the semaphore under it, is wrong with it',
  },
  releaseMax: 4,
  create: ({ permits }) => new BoundedSemaphore(permits),
});

export const pythonBounded26 = definePrimitive({
  name: 'python-bounded-2.6',
  module: import.meta.url,
  title: "Python's threading.BoundedSemaphore, up to 2.6",
  catalogue: 'D4',
  source: {
    citation: 'CPython 2.6, Lib/threading.py, class _BoundedSemaphore',
    url: 'https://github.com/python/cpython/blob/2.6/Lib/threading.py',
    licence: 'PSF-2.0',
  },
  model: boundedSemaphore,
  note: 'Two releases that both look before either has raised the value are both accepted, and leave one permit more than the bound.',
  expected: {
    violates: ['fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'its source, which looks before it takes the lock; 2.7 looks with the lock held',
  },
  create: ({ permits }) => new BoundedSemaphore26(permits),
});
