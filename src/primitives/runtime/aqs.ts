import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  loop,
  masked,
  parkingPlace,
  planOf,
  postings,
  workload,
  type Cell,
  type Client,
  type ParkingPlace,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

/** What a node says of the one behind it: nothing, that it must be woken, or that a wake-up came too early for it. */
const none = 0;
const signal = -1;
const propagate = -3;

/** One that waits, and where its thread parks; the first of the queue has been granted, or stands for nobody. */
interface Node {
  readonly status: Cell<number>;
  readonly place: ParkingPlace;
}

/**
 * Java's Semaphore on the queue of AbstractQueuedSynchronizer, in shared mode: a state of so many permits, and a
 * queue of nodes behind a head. Each marks its predecessor before it parks; who is behind the head tries, and who
 * succeeds becomes the head and, if permits are left, wakes the next.
 *
 * As acquireUninterruptibly and release() have it: nobody leaves the queue. Here a node joins the queue in one step;
 * in the original the link forward comes a step later, and who misses it looks from the other end.
 */
abstract class SharedQueue {
  readonly state;
  readonly first: Node = { status: cell<number>(none), place: parkingPlace() };
  readonly queue;
  constructor(permits: number) {
    this.state = cell(permits);
    this.queue = deque<Node>(this.first);
  }

  *acquire(): Step {
    yield* masked(() => this.acquireShared());
  }

  *release(): Step {
    yield* this.state.fetchAdd(1);
    yield* this.signalRelease();
  }

  /** After a release, or after who was granted has left permits: wakes the one behind the head, if there is one. */
  protected abstract signalRelease(): Step;

  /** `node` is the head now, `old` was, and `left` permits are free. */
  protected abstract passOn(old: Node, node: Node, left: number): Step;

  protected *wakeBehind(node: Node): Step {
    const next = yield* this.queue.after(node);
    if (next !== null) yield* next.place.makeReady();
  }

  /** What a newcomer tries before it joins the queue. */
  protected takeAtOnce(): Step<number> {
    return this.take();
  }

  /** How many are left when one is taken; below 0 if none was. */
  protected *take(): Step<number> {
    const { state } = this;
    return yield* loop(function* () {
      const left = (yield* state.read()) - 1;
      return left < 0 || (yield* state.compareAndSet(left + 1, left)) ? done(left) : again();
    });
  }

  private *acquireShared(): Step {
    const { queue } = this;
    if ((yield* this.takeAtOnce()) >= 0) return;
    const node: Node = { status: yield* fresh(cell(none)), place: yield* fresh(parkingPlace()) };
    yield* queue.pushBack(node);
    const before = (yield* queue.before(node))!;
    const take = (): Step<number> => this.take();
    const passOn = (left: number): Step => this.passOn(before, node, left);
    yield* loop(function* () {
      if ((yield* queue.at(0))!.status === before.status) {
        const left = yield* take();
        if (left >= 0) {
          yield* queue.popFront();
          yield* passOn(left);
          return done();
        }
      }
      // Told that it must wake, the one before is looked at once more before the park.
      if (yield* before.status.is(signal)) yield* node.place.park();
      else yield* before.status.write(signal);
      return again();
    });
  }
}

/**
 * As in Java 5 and 6.
 *
 * Wrong in it: a release that comes between a grant and the change of the head looks at the head of before, which has
 * nobody to wake; and who was granted saw no permit left, and wakes nobody either.
 */
class SharedQueue6 extends SharedQueue {
  protected *signalRelease(): Step {
    yield* this.wakeFrom((yield* this.queue.at(0))!);
  }

  protected *passOn(_old: Node, node: Node, left: number): Step {
    if (left > 0) yield* this.wakeFrom(node);
  }

  private *wakeFrom(node: Node): Step {
    if (yield* node.status.is(none)) return;
    yield* node.status.write(none);
    yield* this.wakeBehind(node);
  }
}

/** Since Java 7: a release that finds nobody to wake leaves a mark on the head, and who is granted next passes it on. */
class SharedQueue7 extends SharedQueue {
  protected *signalRelease(): Step {
    const { queue } = this;
    const wakeBehind = (node: Node): Step => this.wakeBehind(node);
    yield* loop(function* () {
      const head = (yield* queue.at(0))!;
      const found = yield* head.status.compareAndSwap(signal, none);
      if (found === signal) yield* wakeBehind(head);
      else if (found === none && !(yield* head.status.compareAndSet(none, propagate))) return again();
      return (yield* queue.at(0))!.status === head.status ? done() : again();
    });
  }

  protected *passOn(old: Node, node: Node, left: number): Step {
    const isMarked = left > 0 || (yield* old.status.isNot(none)) || (yield* node.status.isNot(none));
    if (isMarked) yield* this.signalRelease();
  }
}

/** The fair one: a newcomer takes nothing while somebody is in the queue, and looks again whenever its swap fails. */
class FairSharedQueue7 extends SharedQueue7 {
  protected override *takeAtOnce(): Step<number> {
    const { queue, state } = this;
    return yield* loop(function* () {
      if ((yield* queue.size()) > 1) return done(-1);
      const left = (yield* state.read()) - 1;
      return left < 0 || (yield* state.compareAndSet(left + 1, left)) ? done(left) : again();
    });
  }
}

/** Small: each operation takes many steps. */
const clients: readonly Client[] = [workload(2, 1, 1), postings(2, [2], 0)];

/** One that comes again while the other waits: what an unfair one lets pass. */
const fairClients: readonly Client[] = [
  { permits: 1, plans: [planOf('acquire release acquire release'), planOf('acquire release')] },
];

const common = { module: import.meta.url, clients, model: semaphore, hearsInterrupts: false } as const;
const url =
  'https://github.com/openjdk/jdk/blob/jdk8-b120/jdk/src/share/classes/java/util/concurrent/locks/AbstractQueuedSynchronizer.java';
const citation = 'D. Lea, java.util.concurrent: AbstractQueuedSynchronizer and Semaphore';
// Its author gave the code to the public domain; OpenJDK publishes it under this.
const licence = 'GPL-2.0-only WITH Classpath-exception-2.0';

export const java6 = definePrimitive({
  ...common,
  name: 'java-semaphore-6',
  title: "Java's Semaphore of Java 5 and 6",
  catalogue: 'F28',
  source: {
    citation: `${citation}; JDK-6801020`,
    url: 'https://bugs.openjdk.org/browse/JDK-6801020',
    licence,
  },
  note: 'Two releases come one after the other, between the grant of one that waits and its becoming the head: neither finds anybody to wake, and a permit lies there.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'JDK-6801020; an unfair one lets newcomers pass who waits',
  },
  create: ({ permits }) => new SharedQueue6(permits),
});

export const java7 = definePrimitive({
  ...common,
  name: 'java-semaphore',
  title: "Java's Semaphore since Java 7, unfair",
  catalogue: 'F29',
  source: { citation, url, licence },
  expected: {
    violates: ['fifo'],
    from: 'the repair of JDK-6801020; an unfair one lets newcomers pass who waits',
  },
  create: ({ permits }) => new SharedQueue7(permits),
});

export const java7Fair = definePrimitive({
  ...common,
  name: 'java-semaphore-fair',
  title: "Java's Semaphore since Java 7, fair",
  catalogue: 'F30',
  source: { citation, url, licence },
  note: 'Fair from the moment at which one is in the queue; before that, newcomers may pass it without end. Its tryAcquire, which is left out, passes those who wait.',
  clients: fairClients,
  expected: {
    violates: [],
    from: 'the source: a newcomer joins the queue behind whoever is in it',
  },
  create: ({ permits }) => new FairSharedQueue7(permits),
});
