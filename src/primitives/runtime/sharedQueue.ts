import {
  again,
  binarySemaphore,
  cell,
  deque,
  done,
  forgetting,
  fresh,
  loop,
  masked,
  type BinarySemaphore,
  type Cell,
  type Step,
} from 'heddle';

/**
 * What a node says of the one behind it: nothing, that it must be woken, or that a wake-up came too early for it. Or
 * that it waits no longer itself.
 */
export const none = 0;
export const signal = -1;
export const propagate = -3;
export const cancelled = 1;

/** What one thread parks on: it alone waits there, so no strength of locks makes a difference. */
const parkingPermit = (): BinarySemaphore => binarySemaphore(0, { strength: 'weak' });

/**
 * One that waits, and what its thread parks on: a wake-up that comes first is kept. The first of the queue has been
 * granted, or stands for nobody.
 */
export interface Node {
  readonly status: Cell<number>;
  readonly wakeUp: BinarySemaphore;
}

/**
 * Java's Semaphore on the queue of AbstractQueuedSynchronizer, in shared mode: a state of so many permits, and a
 * queue of nodes behind a head. Each marks its predecessor before it parks; who is behind the head tries, and who
 * succeeds becomes the head and, if permits are left, wakes the next.
 *
 * Here a node joins the queue in one step, and whoever looks for the one behind it goes forward from there; in the
 * original the link forward comes a step later, and who misses it looks from the other end.
 */
export abstract class SharedQueue {
  readonly state;
  readonly first: Node = { status: cell<number>(none), wakeUp: parkingPermit() };
  readonly queue;
  constructor(permits: number) {
    this.state = cell(permits);
    this.queue = deque<Node>(this.first);
  }

  *acquire(): Step {
    yield* masked(() => this.acquireShared());
  }

  *release(): Step {
    const { state } = this;
    yield* forgetting(function* () {
      yield* state.fetchAdd(1);
    });
    yield* this.signalRelease();
  }

  /** After a release, or after who was granted has left permits: wakes the one behind the head, if there is one. */
  protected abstract signalRelease(): Step;

  /** `node` is the head now, `old` was, and `left` permits are free: whether the next is to be woken. */
  protected abstract mustPassOn(old: Node, node: Node, left: number): Step<boolean>;

  /** Wakes the one behind a node that has become the head. */
  protected abstract passOn(node: Node): Step;

  protected *wakeBehind(node: Node): Step {
    const next = yield* this.queue.after(node);
    if (next !== null) yield* next.wakeUp.v();
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

  /** Waits in the queue for a permit; answers the node, which is the head then, if the next is to be woken. */
  protected *wait(node: Node): Step<Node | null> {
    const { queue } = this;
    yield* queue.pushBack(node);
    const take = (): Step<number> => this.take();
    const park = (): Step<unknown> => this.park(node);
    const { before, left } = yield* loop((yield* queue.before(node))!, function* (before) {
      if ((yield* queue.at(0))!.status === before.status) {
        const left = yield* take();
        if (left >= 0) return done({ before, left });
      }
      const found = yield* before.status.read();
      if (found === cancelled) {
        yield* queue.remove(before);
        return again((yield* queue.before(node))!);
      }
      // Told that it must wake, the one before is looked at once more before the park.
      if (found === signal) yield* park();
      else yield* before.status.compareAndSet(found, signal);
      return again(before);
    });
    yield* queue.popFront();
    return (yield* this.mustPassOn(before, node, left)) ? node : null;
  }

  protected park({ wakeUp }: Node): Step<unknown> {
    return wakeUp.p();
  }

  private *acquireShared(): Step {
    if ((yield* this.takeAtOnce()) >= 0) return;
    const wait = (node: Node): Step<Node | null> => this.wait(node);
    const head = yield* forgetting(function* () {
      return yield* wait({ status: yield* fresh(cell(none)), wakeUp: yield* fresh(parkingPermit()) });
    });
    if (head !== null) yield* this.passOn(head);
  }
}
