import {
  again,
  definePrimitive,
  done,
  interruptible,
  loop,
  planOf,
  postings,
  workload,
  type Client,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { cancelled, none, propagate, SharedQueue, signal, type Node } from './sharedQueue.ts';

/**
 * As in Java 5 and 6, with the cancelAcquire of 6: whoever is interrupted while it is parked marks its node, and
 * leaves the queue at once if it is the last. Otherwise the one behind takes it out when it looks; it is woken for that,
 * unless the one before the node waits itself, and has been told to wake the next. Whether it still waits is seen at the
 * end by its thread, of which a node is rid a step after it has become the head, and a step before it is marked as
 * cancelled; here the head and the mark are looked at instead.
 *
 * Wrong in it: a release that comes between a grant and the change of the head looks at the head of before, which has
 * nobody to wake; and who was granted saw no permit left, and wakes nobody either.
 */
class SharedQueue6 extends SharedQueue {
  protected *signalRelease(): Step {
    const head = (yield* this.queue.at(0))!;
    if (yield* head.status.isNot(none)) yield* this.passOn(head);
  }

  protected *mustPassOn(_old: Node, node: Node, left: number): Step<boolean> {
    return left > 0 && (yield* node.status.isNot(none));
  }

  protected *passOn(node: Node): Step {
    yield* node.status.write(none);
    yield* this.wakeBehind(node);
  }

  /** Wakes the first behind a node that still waits. */
  protected override *wakeBehind(node: Node): Step {
    const { queue } = this;
    yield* loop(node, function* (behind) {
      const next = yield* queue.after(behind);
      if (next === null) return done();
      if (yield* next.status.is(cancelled)) return again(next);
      yield* next.wakeUp.v();
      return done();
    });
  }

  protected override park({ wakeUp }: Node): Step<unknown> {
    return interruptible(() => wakeUp.p());
  }

  protected override *wait(node: Node): Step<Node | null> {
    try {
      return yield* super.wait(node);
    } catch (interrupt) {
      yield* this.cancel(node);
      throw interrupt;
    }
  }

  private *cancel(node: Node): Step {
    const { queue } = this;
    const before = yield* loop(function* () {
      const before = (yield* queue.before(node))!;
      if (yield* before.status.isNot(cancelled)) return done(before);
      yield* queue.remove(before);
      return again();
    });
    yield* node.status.write(cancelled);
    if (yield* queue.popBackIf(node)) return;
    const isWoken =
      !(yield* this.isHead(before)) &&
      (yield* this.isToldToWake(before)) &&
      // It may have become the head meanwhile, and have looked for nobody, or be on its way out.
      !(yield* this.isHead(before)) &&
      (yield* before.status.isNot(cancelled));
    if (!isWoken) yield* this.wakeBehind(node);
  }

  private *isHead(node: Node): Step<boolean> {
    return (yield* this.queue.at(0))!.status === node.status;
  }

  /** False if it waits no longer, or something came in between. */
  private *isToldToWake({ status }: Node): Step<boolean> {
    return (yield* status.is(signal)) || (yield* status.compareAndSet(none, signal));
  }
}

/**
 * Since Java 7: a release that finds nobody to wake leaves a mark on the head, and who is granted next passes it on.
 *
 * As acquireUninterruptibly has it: nobody leaves the queue. The cancelAcquire of Java 6 here would cost each client with
 * an interrupt ten times as many states.
 */
class SharedQueue7 extends SharedQueue {
  protected *signalRelease(): Step {
    const { queue } = this;
    const wakeBehind = (node: Node): Step => this.wakeBehind(node);
    yield* loop(function* () {
      const head = (yield* queue.at(0))!;
      // Behind one that is the head no more there is nobody either, and then it goes round.
      if ((yield* queue.after(head)) !== null) {
        const found = yield* head.status.compareAndSwap(signal, none);
        if (found === signal) yield* wakeBehind(head);
        else if (found === none && !(yield* head.status.compareAndSet(none, propagate))) return again();
      }
      return (yield* queue.at(0))!.status === head.status ? done() : again();
    });
  }

  protected passOn(): Step {
    return this.signalRelease();
  }

  protected *mustPassOn(old: Node, _node: Node, left: number): Step<boolean> {
    return (
      left > 0 || (yield* old.status.isNot(none)) || (yield* (yield* this.queue.at(0))!.status.isNot(none))
    );
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

const common = { module: import.meta.url, clients, model: semaphore } as const;
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
  note: 'A release comes between the grant of one that waits and its becoming the head: the head of before says nothing of anybody to wake, and who was granted saw no permit left. A permit lies there.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'JDK-6801020, for the wake-up that is lost; the source, in which a newcomer takes a permit past the queue. That an interrupt makes nothing worse is what the exploration finds of its cancelAcquire',
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
  hearsInterrupts: false,
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
  hearsInterrupts: false,
  create: ({ permits }) => new FairSharedQueue7(permits),
});
