import {
  again,
  cell,
  definePrimitive,
  deque,
  eventLoop,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

type Event =
  | { readonly name: 'acquire'; readonly whose: Future }
  | { readonly name: 'granted'; readonly whose: Future }
  | { readonly name: 'release' };

/**
 * A semaphore in the idiom of circuits, which has none: a component with a number of free permits and a
 * queue of acquire events, and whoever wants one fires such an event and waits for a granted event of its own.
 * The manager handles one event a turn, in the order of firing as long as all have the same priority.
 */
class Component {
  readonly events = eventLoop<Event>();
  readonly pending = deque<Future>();
  readonly free;

  constructor(permits: number) {
    this.free = cell(permits);
  }

  *acquire(): Step {
    const whose = yield* fresh(future());
    yield* this.events.schedule({ name: 'acquire', whose });
    try {
      yield* whose.wait();
    } catch (cancel) {
      // Cancelled after the granted event: the permit goes back. Before it: the handler finds out itself.
      if (!(yield* whose.isCancelled())) yield* this.events.schedule({ name: 'release' });
      throw cancel;
    }
  }

  *release(): Step {
    yield* this.events.schedule({ name: 'release' });
  }

  /** The manager. */
  *tick(): Step {
    const { events } = this;
    const handle = (event: Event): Step => this.handle(event);
    yield* loop(function* () {
      yield* handle(yield* events.nextCall());
      return again();
    });
  }

  private *handle(event: Event): Step {
    switch (event.name) {
      case 'acquire': {
        const free = yield* this.free.read();
        if (free === 0) return yield* this.pending.pushBack(event.whose);
        yield* this.free.write(free - 1);
        return yield* this.events.schedule({ name: 'granted', whose: event.whose });
      }
      case 'granted': {
        if (yield* event.whose.isCancelled()) return yield* this.onRelease();
        return yield* event.whose.complete();
      }
      default:
        return yield* this.onRelease();
    }
  }

  private *onRelease(): Step {
    if (yield* this.pending.isEmpty()) {
      yield* this.free.write((yield* this.free.read()) + 1);
      return;
    }
    const whose = yield* this.pending.popFront();
    yield* this.events.schedule({ name: 'granted', whose });
  }
}

export const circuits = definePrimitive({
  name: 'circuits',
  module: import.meta.url,
  title: "A semaphore in circuits' idiom",
  catalogue: 'C20',
  source: {
    citation: 'An idiom for circuits, which has no primitives: a component, and events fired at it',
    url: 'https://github.com/circuits/circuits',
    licence: 'MIT',
  },
  model: fifoSemaphore,
  scheduling: 'cooperative-fifo',
  background: 'tick',
  expected: { violates: [], from: 'exploration' },
  create: ({ permits }) => new Component(permits),
});
