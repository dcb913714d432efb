import {
  again,
  cell,
  defineObject,
  definePrimitive,
  done,
  fresh,
  loop,
  next,
  parkingPlace,
  type Call,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { GreenSemaphore, type Waiter } from './greenSemaphore.ts';

/** The callbacks that are linked: a set, in an order that nobody promises. Waiters are shared objects. */
const links = defineObject({
  kind: 'links',
  initial: (): readonly any[] => [],
  operations: {
    add: ({ value }, waiter: any) => next([...value, waiter]),
    remove: ({ value }, waiter: any) => next(value.filter((other) => other.object !== waiter.object)),
    isEmpty: ({ value }) => next(value, value.length === 0),
    any: ({ value }) => value.map((one) => next(value, one)),
  },
});

/**
 * gevent 1.0 to 1.4. One notifier at a time; it switches to those who are linked as long as there are
 * permits, and a flag tells it that the links have changed under it, so that it must begin anew.
 */
class StartsAnew extends GreenSemaphore<'notify'> {
  readonly links = links();
  readonly isDirty = cell(false);
  readonly isNotifierPending = cell(false);

  *acquire(): Step {
    if ((yield* this.counter.read()) <= 0) yield* this.wait(undefined);
    yield* this.add(-1);
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if ((yield* this.counter.read()) <= 0 && !(yield* this.wait(deadline))) return false;
    yield* this.add(-1);
    return true;
  }

  *tryAcquire(): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) return false;
    yield* this.add(-1);
    return true;
  }

  *release(): Step {
    yield* this.add(1);
    if ((yield* this.links.isEmpty()) || (yield* this.isNotifierPending.read())) return;
    yield* this.isNotifierPending.write(true);
    yield* this.hub.schedule('notify');
  }

  protected *call(): Step {
    const { links: linked, isDirty, counter } = this;
    yield* loop(function* () {
      yield* isDirty.write(false);
      if ((yield* linked.isEmpty()) || (yield* counter.read()) <= 0) return done();
      const place = (yield* linked.any()) as Waiter;
      yield* place.switchTo();
      return (yield* isDirty.read()) ? again() : done();
    });
    yield* this.isNotifierPending.write(false);
  }

  private *wait(deadline: Call['deadline'] | undefined): Step<boolean> {
    const place = yield* fresh(parkingPlace());
    yield* this.links.add(place);
    yield* this.isDirty.write(true);
    try {
      return yield* place.park(deadline);
    } finally {
      yield* this.links.remove(place);
      yield* this.isDirty.write(true);
    }
  }
}

export const gevent14 = definePrimitive({
  name: 'gevent-1.4',
  module: import.meta.url,
  title: "gevent's Semaphore, 1.0 to 1.4",
  catalogue: 'C8',
  source: {
    citation: 'gevent, gevent/_semaphore.py, 1.1, and the set of 1.4; issue #1487',
    url: 'https://github.com/gevent/gevent/issues/1487',
    licence: 'MIT',
  },
  scheduling: 'cooperative-fifo',
  background: 'runHub',
  model: semaphore,
  note: 'The order in which waiters are served is none, and newcomers pass them all.',
  expected: { violates: ['fifo'], from: 'issue #1487' },
  create: ({ permits }) => new StartsAnew(permits),
});
