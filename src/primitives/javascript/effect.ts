import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

/**
 * The semaphore of Effect. A release leaves a task with the scheduler, which goes through the observers of
 * those who wait, as long as permits are free.
 */
abstract class EffectSemaphore {
  readonly scheduler = eventLoop<'look'>();
  readonly observers = deque<Future>();
  readonly free;

  constructor(permits: number) {
    this.free = cell(permits);
  }

  abstract acquire(): Step;

  *release(): Step {
    yield* this.add(1);
    yield* this.scheduler.schedule('look');
  }

  *runScheduler(): Step {
    const { scheduler } = this;
    const look = (): Step => this.look();
    yield* loop(function* () {
      yield* scheduler.nextCall();
      yield* look();
      return again();
    });
  }

  /** What an observer does when it is called. */
  protected abstract onCall(observer: Future): Step;

  private *look(): Step {
    const { observers, free } = this;
    const call = (observer: Future): Step => this.onCall(observer);
    // Those who wait now; whoever joins meanwhile is not called.
    const count = yield* observers.size();
    yield* loop(count, function* (left) {
      if (left === 0 || (yield* free.read()) === 0 || (yield* observers.isEmpty())) return done();
      const observer = yield* observers.popFront();
      if (!(yield* observer.isDone())) yield* call(observer);
      return again(left - 1);
    });
  }

  protected *observe(): Step {
    const observer = yield* fresh(future());
    yield* this.observers.pushBack(observer);
    try {
      yield* observer.wait();
    } catch (interruption) {
      yield* this.observers.remove(observer);
      throw interruption;
    }
  }

  protected *add(amount: number): Step {
    yield* this.free.write((yield* this.free.read()) + amount);
  }
}

/** Before February 2026: the observer takes the permit in the name of the fiber, and resumes it. */
class ObserverTakes extends EffectSemaphore {
  *acquire(): Step {
    if ((yield* this.free.read()) > 0) yield* this.add(-1);
    else yield* this.observe();
  }

  protected *onCall(observer: Future): Step {
    yield* this.add(-1);
    yield* observer.complete();
  }
}

/** Since then: the observer only wakes the fiber, which takes for itself, or joins the end of the line again. */
class FiberTakes extends EffectSemaphore {
  *acquire(): Step {
    const { free } = this;
    const observe = (): Step => this.observe();
    yield* loop(function* () {
      if ((yield* free.read()) > 0) return done();
      yield* observe();
      return again();
    });
    yield* this.add(-1);
  }

  protected onCall(observer: Future): Step {
    return observer.complete();
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  background: 'runScheduler',
  model: semaphore,
} as const;
const url = 'https://github.com/Effect-TS/effect/pull/6081';

export const effectBefore = definePrimitive({
  ...common,
  name: 'effect-2025',
  title: "Effect's Semaphore before February 2026",
  catalogue: 'E11',
  source: { citation: 'Effect, internal semaphore; PR #6081', url, licence: 'MIT' },
  note: 'A fiber that is interrupted after its observer has taken the permit keeps it for ever.',
  expected: { violates: ['fifo', 'interrupt-after-blocked', 'interrupt-after-anywhere'], from: 'PR #6081' },
  create: ({ permits }) => new ObserverTakes(permits),
});

export const effect = definePrimitive({
  ...common,
  name: 'effect',
  title: "Effect's Semaphore since 2026",
  catalogue: 'E12',
  source: { citation: 'Effect, internal semaphore, after PR #6081', url, licence: 'MIT' },
  expected: { violates: ['fifo'], from: 'its source: losers join the end of the line' },
  create: ({ permits }) => new FiberTakes(permits),
});
