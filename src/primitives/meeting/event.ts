import { cell, condition, definePrimitive, lock, type Primitive, type Step } from 'heddle';
import { oneShotEvent } from 'heddle/models';

/** Python's Event, without `clear`: a flag, and a condition on which those sleep that find it down. */
class PythonEvent {
  readonly mutex = lock();
  readonly condition = condition(this.mutex);
  readonly flag = cell(false);

  *set(): Step {
    const { mutex, condition: raised, flag } = this;
    yield* mutex.acquire();
    yield* flag.write(true);
    yield* raised.notifyAll();
    yield* mutex.release();
  }

  *wait(): Step {
    const { mutex, condition: raised, flag } = this;
    yield* mutex.acquire();
    // The flag is never put down, so that who has been woken need not look again.
    if (!(yield* flag.read())) yield* raised.wait();
    yield* mutex.release();
  }

  *isSet(): Step<boolean> {
    return yield* this.flag.read();
  }
}

/** A broken twin: it looks at the flag before it takes the lock, and may fall asleep when all have been woken. */
class LooksOutside extends PythonEvent {
  override *wait(): Step {
    const { mutex, condition: raised, flag } = this;
    if (yield* flag.read()) return;
    yield* mutex.acquire();
    yield* raised.wait();
    yield* mutex.release();
  }
}

/** A broken twin: one is woken, and passes it on to nobody. */
class NotifiesOne extends PythonEvent {
  override *set(): Step {
    const { mutex, condition: raised, flag } = this;
    yield* mutex.acquire();
    yield* flag.write(true);
    yield* raised.notify();
    yield* mutex.release();
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new () => object;
}

function version({ name, title, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    source: {
      citation: 'CPython, Lib/threading.py, class Event',
      url: 'https://github.com/python/cpython/blob/main/Lib/threading.py',
      licence: 'PSF-2.0',
    },
    model: oneShotEvent,
    expected: { violates, from },
    create: () => new make(),
  });
}

export const events: readonly Primitive[] = [
  version({
    name: 'python-event',
    title: "Python's threading.Event, set once",
    violates: [],
    from: 'its source',
    make: PythonEvent,
  }),
  version({
    name: 'event-looks-outside',
    title: 'Event that is looked at outside its lock (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'it is set between the look and the sleep',
    make: LooksOutside,
  }),
  version({
    name: 'event-notifies-one',
    title: 'Event that wakes one (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'the others sleep on',
    make: NotifiesOne,
  }),
];
