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
  type Deadline,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** .NET's Monitor, as its Condition has it: a lock, and a list of those who wait, each for an event of its own. */
class Monitor {
  readonly lock = lock();
  readonly waiters = deque<BinarySemaphore>();
  readonly events: readonly BinarySemaphore[];

  constructor(threads: number) {
    this.events = Array.from({ length: threads }, () => binarySemaphore(0, { strength: 'weak' }));
  }

  /**
   * Whether there was a pulse, in time or not. An interrupt of the sleep is thrown on with the lock held; that there
   * was a pulse too is forgotten then.
   */
  *wait(me: number, deadline: Deadline | undefined, whenInterrupted: () => Step): Step<boolean> {
    const event = this.events[me]!;
    yield* this.waiters.pushBack(event);
    yield* this.lock.release();
    let isInTime = false;
    let isPulsed = false;
    try {
      isInTime = yield* interruptible(() => event.p(deadline));
    } catch (interrupt) {
      yield* whenInterrupted();
      throw interrupt;
    } finally {
      yield* this.lock.acquire();
      isPulsed = !(yield* this.waiters.remove(event));
      if (isPulsed && !isInTime) yield* event.tryP();
    }
    return isPulsed;
  }

  *pulse(): Step {
    const first = yield* this.waiters.at(0);
    if (first === null) return;
    yield* this.waiters.popFront();
    yield* first.v();
  }

  pulseAll(): Step {
    const { waiters } = this;
    const pulse = (): Step => this.pulse();
    return loop(function* () {
      if (yield* waiters.isEmpty()) return done();
      yield* pulse();
      return again();
    });
  }
}

/**
 * .NET's SemaphoreSlim since 2017, with waits that block: a count under a monitor, and a number of those who have been
 * pulsed and have not run yet, so that a release pulses no more than it must. What interrupts is a cancelled token, whose
 * handler pulses everybody; one who finds a permit then takes it all the same.
 *
 * Left out: WaitAsync; the wait handle; the look at the token before anything is done, and the spinning before the lock.
 */
class SemaphoreSlim {
  readonly monitor: Monitor;
  readonly currentCount;
  readonly waitCount = cell(0);
  readonly pulsedToWake = cell(0);

  constructor(permits: number, threads: number) {
    this.monitor = new Monitor(threads);
    this.currentCount = cell(permits);
  }

  acquire({ me }: Call): Step<boolean> {
    return masked(() => this.enter(() => this.waitUntilCount(me, undefined)));
  }

  timedAcquire({ me, deadline }: Call): Step<boolean> {
    return masked(() => this.enter(() => this.waitUntilCount(me, deadline)));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.enterAtOnce());
  }

  *release({ permits }: Call): Step {
    const { monitor, currentCount, waitCount, pulsedToWake } = this;
    yield* monitor.lock.acquire();
    const count = (yield* currentCount.read()) + permits;
    const pulsed = yield* pulsedToWake.read();
    const toNotify = Math.min(count, yield* waitCount.read()) - pulsed;
    if (toNotify > 0) {
      const pulses = Math.min(toNotify, permits);
      yield* pulsedToWake.write(pulsed + pulses);
      for (let i = 0; i < pulses; i++) yield* monitor.pulse();
    }
    yield* currentCount.write(count);
    yield* monitor.lock.release();
  }

  /** Monitor.Wait, once: whether there was a pulse. */
  protected *waitOnce(me: number, deadline: Deadline | undefined): Step<boolean> {
    try {
      const isPulsed = yield* this.monitor.wait(me, deadline, () => this.pulseAll());
      yield* this.noteWoken();
      return isPulsed;
    } catch (cancel) {
      yield* this.noteWoken();
      if (yield* this.currentCount.is(0)) throw cancel;
      return true;
    }
  }

  protected *noteWoken(): Step {
    if (yield* this.pulsedToWake.isNot(0)) yield* this.pulsedToWake.fetchAdd(-1);
  }

  /** What a token does that is cancelled. */
  private *pulseAll(): Step {
    const { monitor } = this;
    yield* monitor.lock.acquire();
    yield* monitor.pulseAll();
    yield* monitor.lock.release();
  }

  private *enterAtOnce(): Step<boolean> {
    if (yield* this.currentCount.is(0)) return false;
    return yield* this.enter(function* () {});
  }

  private *enter(wait: () => Step<unknown>): Step<boolean> {
    const { monitor, currentCount, waitCount } = this;
    yield* monitor.lock.acquire();
    yield* waitCount.fetchAdd(1);
    try {
      if (yield* currentCount.is(0)) yield* wait();
      if (yield* currentCount.is(0)) return false;
      yield* currentCount.fetchAdd(-1);
      return true;
    } finally {
      yield* waitCount.fetchAdd(-1);
      yield* monitor.lock.release();
    }
  }

  private waitUntilCount(me: number, deadline: Deadline | undefined): Step {
    const { currentCount } = this;
    const waitOnce = (): Step<boolean> => this.waitOnce(me, deadline);
    return loop(function* () {
      if (yield* currentCount.isNot(0)) return done();
      if (deadline !== undefined && (yield* deadline.isPast())) return done();
      return (yield* waitOnce()) ? again() : done();
    });
  }
}

/**
 * The same where the thread is interrupted, with Thread.Interrupt: that leaves the wait with an exception of its own, which
 * nobody catches. Left out: that it may come at the lock, before anything is done.
 *
 * Wrong in it: one that was pulsed, and is interrupted before it runs, is counted as pulsed for ever. So many fewer do the
 * releases pulse from then on.
 */
class SemaphoreSlimInterrupted extends SemaphoreSlim {
  protected override *waitOnce(me: number, deadline: Deadline | undefined): Step<boolean> {
    const isPulsed = yield* this.monitor.wait(me, deadline, function* () {});
    yield* this.noteWoken();
    return isPulsed;
  }
}

const source = {
  citation:
    '.NET, System.Private.CoreLib, SemaphoreSlim.cs since dotnet/coreclr pull request 13766 of 2017, and Condition.cs',
  url: 'https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/SemaphoreSlim.cs',
  licence: 'MIT',
};

const common = { module: import.meta.url, model: semaphore, source, releaseMax: 4 } as const;

export const semaphoreSlim = definePrimitive({
  ...common,
  name: 'dotnet-semaphore-slim',
  title: ".NET's SemaphoreSlim, whose waits are cancelled by a token",
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source: a newcomer takes what another was pulsed for; one that is cancelled and finds a permit takes it, so that none is lost',
  },
  create: ({ permits, threads }) => new SemaphoreSlim(permits, threads),
});

export const semaphoreSlimInterrupted = definePrimitive({
  ...common,
  name: 'dotnet-semaphore-slim-interrupted',
  title: ".NET's SemaphoreSlim, whose waits end by Thread.Interrupt",
  note: 'One that is interrupted stands in the list until it has the lock again. A release meanwhile pulses it; nobody takes the pulse, and nobody counts it down, so that one who waits is never pulsed again, whoever releases.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source, in which an exception that leaves Monitor.Wait passes by the line that counts the pulse down. No report of it is known',
  },
  create: ({ permits, threads }) => new SemaphoreSlimInterrupted(permits, threads),
});
