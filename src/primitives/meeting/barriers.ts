import { cell, countingSemaphore, definePrimitive, type Primitive, type Step } from 'heddle';
import { barrier } from 'heddle/models';

/** A barrier from semaphores: threads count themselves under a mutex, and the last of them opens a turnstile. */
abstract class CountingBarrier {
  readonly mutex = countingSemaphore(1);
  readonly turnstile = countingSemaphore(0);
  readonly count = cell(0);
  protected readonly parties: number;

  constructor(parties: number) {
    this.parties = parties;
  }

  abstract arrive(): Step;

  /** count := count + change; answers the new count. */
  protected *add(change: number): Step<number> {
    const count = (yield* this.count.read()) + change;
    yield* this.count.write(count);
    return count;
  }

  protected *comeIn(): Step {
    const { mutex } = this;
    yield* mutex.p();
    yield* this.add(1);
    yield* mutex.v();
  }
}

/** One signal for everybody: one of those that wait takes it, and the others sleep on. */
class OneSignal extends CountingBarrier {
  *arrive(): Step {
    const { turnstile, count, parties } = this;
    yield* this.comeIn();
    if (yield* count.is(parties)) yield* turnstile.v();
    yield* turnstile.p();
  }
}

/** Whoever has passed the turnstile lets the next one through. It is never closed again, so it serves once. */
class Turnstile extends CountingBarrier {
  *arrive(): Step {
    const { turnstile, count, parties } = this;
    yield* this.comeIn();
    if (yield* count.is(parties)) yield* turnstile.v();
    yield* turnstile.p();
    yield* turnstile.v();
  }
}

/** The same with all of it under the mutex: the first to come sleeps with the mutex in its hands. */
class WaitsInside extends CountingBarrier {
  *arrive(): Step {
    const { mutex, turnstile, parties } = this;
    yield* mutex.p();
    if ((yield* this.add(1)) === parties) yield* turnstile.v();
    yield* turnstile.p();
    yield* turnstile.v();
    yield* mutex.v();
  }
}

/**
 * The last to leave closes the turnstile for the next round. A thread that comes again before that finds it open,
 * and is a lap ahead.
 */
class ClosedByLastLeaver extends CountingBarrier {
  *arrive(): Step {
    const { mutex, turnstile, parties } = this;
    yield* mutex.p();
    if ((yield* this.add(1)) === parties) yield* turnstile.v();
    yield* mutex.v();
    yield* turnstile.p();
    yield* turnstile.v();
    yield* mutex.p();
    if ((yield* this.add(-1)) === 0) yield* turnstile.p();
    yield* mutex.v();
  }
}

/** Two turnstiles, one of which is always closed: who comes again waits at the first until all have left by the second. */
class TwoTurnstiles extends CountingBarrier {
  readonly turnstile2 = countingSemaphore(1);

  *arrive(): Step {
    const { mutex, turnstile, turnstile2, parties } = this;
    yield* mutex.p();
    if ((yield* this.add(1)) === parties) {
      yield* turnstile2.p();
      yield* turnstile.v();
    }
    yield* mutex.v();
    yield* turnstile.p();
    yield* turnstile.v();

    yield* mutex.p();
    if ((yield* this.add(-1)) === 0) {
      yield* turnstile.p();
      yield* turnstile2.v();
    }
    yield* mutex.v();
    yield* turnstile2.p();
    yield* turnstile2.v();
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  readonly section: string;
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new (parties: number) => object;
}

function version({ name, title, section, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    catalogue: 'F39',
    source: {
      citation: `A. B. Downey, The Little Book of Semaphores, section ${section}`,
      url: 'https://greenteapress.com/wp/semaphores/',
    },
    model: barrier,
    expected: { violates, from },
    create: ({ threads }) => new make(threads),
  });
}

/** From the first attempt to the one that can be used again. */
export const barriers: readonly Primitive[] = [
  version({
    name: 'barrier-one-signal',
    title: 'Barrier, one signal for all (broken)',
    section: '3.6, Barrier',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'the book: one thread takes the signal and nobody passes it on; and since the count is read outside the mutex, two may give one, which somebody takes in the next round',
    make: OneSignal,
  }),
  version({
    name: 'barrier-turnstile',
    title: 'Barrier with a turnstile, for one use',
    section: '3.6, Barrier',
    violates: ['refinement'],
    from: 'the book: the turnstile is left open',
    make: Turnstile,
  }),
  version({
    name: 'barrier-inside-mutex',
    title: 'Barrier that waits inside its mutex (broken)',
    section: '3.6, Barrier',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'the book: whoever waits holds the mutex that the others must pass',
    make: WaitsInside,
  }),
  version({
    name: 'barrier-last-leaver',
    title: 'Barrier, its turnstile closed by the last to leave (broken)',
    section: '3.7, Reusable barrier',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'the book: a thread can get ahead by a lap',
    make: ClosedByLastLeaver,
  }),
  version({
    name: 'barrier-two-turnstiles',
    title: 'Barrier with two turnstiles',
    section: '3.7, Reusable barrier',
    violates: [],
    from: 'the book',
    make: TwoTurnstiles,
  }),
];
