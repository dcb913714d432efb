/**
 * Twins: for each property, a primitive that is broken in just that way and small enough to see why.
 * The tests hold each property against its twin, and each twin against all properties.
 *
 * All of them stand on a lock with a queue, and are masked where interrupts are not the point.
 */

import {
  again,
  cell,
  countingSemaphore,
  definePrimitive,
  done,
  interruptible,
  lock,
  loop,
  masked,
  until,
  type Call,
  type Primitive,
  type Step,
} from 'heddle';
import { mutex, semaphore } from 'heddle/models';

/** What all twins are but for one fault: a lock with a queue. */
class Sound {
  readonly inner = lock({ strength: 'blocked-queue' });

  acquire(call: Call): Step<unknown> {
    return masked(() => this.enter(call));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.inner.tryAcquire());
  }

  *release(): Step {
    yield* this.inner.release();
  }

  protected *enter(_call: Call): Step<unknown> {
    return yield* this.inner.acquire();
  }
}

/** A semaphore of two permits behind a mutex. */
class AdmitsTwo {
  readonly inner = countingSemaphore(2, { strength: 'blocked-queue' });

  acquire(): Step<unknown> {
    return masked(() => this.inner.p());
  }

  *release(): Step {
    yield* this.inner.v();
  }
}

/** A release that gives nothing back when somebody waits. */
class ForgetsWaiters extends Sound {
  readonly waiting = cell(0);

  protected override *enter(): Step {
    yield* this.waiting.fetchAdd(1);
    yield* this.inner.acquire();
    yield* this.waiting.fetchAdd(-1);
  }

  override *release(): Step {
    if (yield* this.waiting.is(0)) yield* this.inner.release();
  }
}

/** A release that waits until somebody wants in. */
class ReleaseWaits extends ForgetsWaiters {
  override *release(): Step {
    yield* this.inner.release();
    yield* until(() => this.waiting.isNot(0));
  }
}

/** Takes two inner locks in an order that depends on the thread, before it takes a permit. */
class LocksCross {
  readonly left = lock();
  readonly right = lock();
  readonly inner;

  constructor(permits: number) {
    this.inner = countingSemaphore(permits, { strength: 'blocked-queue' });
  }

  acquire({ me }: Call): Step {
    const { left, right, inner } = this;
    const [first, second] = me === 0 ? [left, right] : [right, left];
    return masked(function* () {
      yield* first.acquire();
      yield* second.acquire();
      yield* inner.p();
      yield* second.release();
      yield* first.release();
    });
  }

  *release(): Step {
    yield* this.inner.v();
  }
}

/** Lets newcomers in before those that wait. */
class Barges {
  readonly isHeld = cell(false);

  acquire(): Step {
    const { isHeld } = this;
    return masked(() =>
      until(function* () {
        return !(yield* isHeld.exchange(true));
      }),
    );
  }

  *release(): Step {
    yield* this.isHeld.write(false);
  }
}

/** An attempt that is refused always. */
class RefusesAlways extends Sound {
  override *tryAcquire(): Step<boolean> {
    yield* this.inner.isHeld();
    return false;
  }
}

/** Gives back one lock more than it has taken. */
class ReleasesTwice extends Sound {
  override *release(): Step {
    yield* this.inner.release();
    yield* this.inner.release();
  }
}

/** Takes every interrupt of its sleep for one that came together with the lock. */
class GivesBackAlways extends Sound {
  protected override *enter(): Step {
    const { inner } = this;
    try {
      yield* interruptible(() => inner.acquire());
    } catch (interrupt) {
      yield* inner.release();
      throw interrupt;
    }
  }
}

/** Takes no account of an interrupt that comes together with the lock. */
class KeepsWhatItIsGiven extends Sound {
  protected override *enter(): Step {
    const { inner } = this;
    yield* interruptible(() => inner.acquire());
  }
}

/** Leaves the way in unmasked: between taking a guard and giving it back. */
class GuardsUnmasked extends Sound {
  readonly guard = lock();

  override *acquire(call: Call): Step {
    yield* this.guard.acquire();
    yield* this.guard.release();
    yield* masked(() => this.enter(call));
  }
}

/** A lock that serves anybody who comes: fair to a waiter only if the scheduler is strongly fair. */
class ServesAnybody {
  readonly inner = lock({ strength: 'weak' });

  acquire(): Step<unknown> {
    return this.inner.acquire();
  }

  release(): Step {
    return this.inner.release();
  }
}

/** After you: says that it wants in, and takes that back if the other wants in too. For two threads. */
class TooPolite {
  readonly flags = [cell(false), cell(false)] as const;

  *acquire({ me }: Call): Step {
    const mine = this.flags[me]!;
    const other = this.flags[1 - me]!;
    yield* loop(function* () {
      yield* mine.write(true);
      if (yield* other.is(false)) return done();
      yield* mine.write(false);
      return again();
    });
  }

  *release({ me }: Call): Step {
    yield* this.flags[me]!.write(false);
  }
}

function twin(name: string, create: Primitive['create'], model: Primitive['model'] = mutex): Primitive {
  return definePrimitive({ name, title: name, model, create });
}

export const sound = twin('sound', () => new Sound());
export const admitsTwo = twin('admits-two', () => new AdmitsTwo());
export const forgetsWaiters = twin('forgets-waiters', () => new ForgetsWaiters());
export const releaseWaits = twin('release-waits', () => new ReleaseWaits());
export const locksCross = twin('locks-cross', ({ permits }) => new LocksCross(permits), semaphore);
export const barges = twin('barges', () => new Barges());
export const refusesAlways = twin('refuses-always', () => new RefusesAlways());
export const releasesTwice = twin('releases-twice', () => new ReleasesTwice());
export const givesBackAlways = twin('gives-back-always', () => new GivesBackAlways());
export const keepsWhatItIsGiven = twin('keeps-what-it-is-given', () => new KeepsWhatItIsGiven());
export const guardsUnmasked = twin('guards-unmasked', () => new GuardsUnmasked());
export const servesAnybody = twin('serves-anybody', () => new ServesAnybody());
export const tooPolite = twin('too-polite', () => new TooPolite());
