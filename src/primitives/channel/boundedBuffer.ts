import {
  again,
  condition,
  definePrimitive,
  deque,
  done,
  lock,
  loop,
  type Call,
  type Condition,
  type Primitive,
  type Step,
} from 'heddle';
import { channel } from 'heddle/models';

/** A bounded buffer as a monitor: who finds no place waits for a take, who finds no item for a put. */
abstract class BoundedBuffer {
  readonly monitor = lock();
  readonly items = deque<number>();
  protected readonly places: number;

  constructor(places: number) {
    this.places = places;
  }

  *put({ item }: Call): Step {
    const { monitor, items } = this;
    yield* monitor.acquire();
    yield* this.waitWhile(() => this.isFull(), this.hasPlace);
    yield* items.pushBack(item);
    yield* this.wake(this.hasItem);
    yield* monitor.release();
  }

  *take(): Step<number> {
    const { monitor, items } = this;
    yield* monitor.acquire();
    yield* this.waitWhile(() => items.isEmpty(), this.hasItem);
    const item = yield* items.popFront();
    yield* this.wake(this.hasPlace);
    yield* monitor.release();
    return item;
  }

  protected *isFull(): Step<boolean> {
    return (yield* this.items.size()) === this.places;
  }

  protected abstract get hasItem(): Condition;
  protected abstract get hasPlace(): Condition;

  protected *wake(whom: Condition): Step {
    yield* whom.notify();
  }

  protected *waitWhile(isSo: () => Step<boolean>, whatFor: Condition): Step {
    yield* loop(function* () {
      if (!(yield* isSo())) return done();
      yield* whatFor.wait();
      return again();
    });
  }
}

/** One condition for both, and one signal: a take may wake another that takes, and whoever puts sleeps on. */
class OneCondition extends BoundedBuffer {
  readonly changed = condition(this.monitor);

  protected override get hasItem(): Condition {
    return this.changed;
  }

  protected override get hasPlace(): Condition {
    return this.changed;
  }
}

/** The repair: everybody is woken. */
class Broadcasting extends OneCondition {
  protected override *wake(whom: Condition): Step {
    yield* whom.notifyAll();
  }
}

/** The other repair: those that put and those that take sleep apart. */
class TwoConditions extends BoundedBuffer {
  readonly notEmpty = condition(this.monitor);
  readonly notFull = condition(this.monitor);

  protected override get hasItem(): Condition {
    return this.notEmpty;
  }

  protected override get hasPlace(): Condition {
    return this.notFull;
  }
}

/** A broken twin: it looks once, and takes from an empty buffer what somebody else has taken. */
class LooksOnce extends TwoConditions {
  protected override *waitWhile(isSo: () => Step<boolean>, whatFor: Condition): Step {
    if (yield* isSo()) yield* whatFor.wait();
  }
}

/** A broken twin: the last that was put is taken first. */
class LastFirst extends TwoConditions {
  override *take(): Step<number> {
    const { monitor, items } = this;
    yield* monitor.acquire();
    yield* this.waitWhile(() => items.isEmpty(), this.hasItem);
    const item = yield* items.popBack();
    yield* this.wake(this.hasPlace);
    yield* monitor.release();
    return item;
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new (places: number) => object;
}

function version({ name, title, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    catalogue: 'F45',
    source: {
      citation:
        'C. A. R. Hoare, Monitors: an operating system structuring concept, Communications of the ACM 17(10), 1974, 549-557, section 3, with two conditions; with one: folklore',
    },
    model: channel,
    expected: { violates, from },
    create: ({ permits }) => new make(permits),
  });
}

export const boundedBuffers: readonly Primitive[] = [
  version({
    name: 'bounded-buffer-one-condition',
    title: 'Bounded buffer, one condition, one signal (broken)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'a signal that is meant for one who puts wakes one who takes',
    make: OneCondition,
  }),
  version({
    name: 'bounded-buffer-broadcast',
    title: 'Bounded buffer, one condition, everybody woken',
    violates: [],
    from: 'everybody looks again',
    make: Broadcasting,
  }),
  version({
    name: 'bounded-buffer-two-conditions',
    title: 'Bounded buffer, two conditions',
    violates: [],
    from: 'the paper',
    make: TwoConditions,
  }),
  version({
    name: 'bounded-buffer-looks-once',
    title: 'Bounded buffer, two conditions, looking once (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement', 'failure-freedom'],
    from: 'what a thread was woken for may be gone when it gets in; it ends by an error, with the monitor in its hands',
    make: LooksOnce,
  }),
  version({
    name: 'bounded-buffer-last-first',
    title: 'Bounded buffer that is a stack (broken twin)',
    violates: ['refinement'],
    from: 'the order of the items',
    make: LastFirst,
  }),
];
