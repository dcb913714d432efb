import {
  again,
  cell,
  deque,
  done,
  fresh,
  interruptible,
  lock,
  loop,
  masked,
  type Call,
  type Lock,
  type Step,
} from 'heddle';

interface Request {
  readonly waiter: Lock;
  readonly permits: number;
}

/** What may be wrong: an interrupted head does not let those behind it know; a release of two wakes one. */
export type WeightedFault = 'head leaves in silence' | 'release wakes one';

/**
 * A semaphore whose waiters ask for one or more permits and are served first come, first served: a head
 * that asks for much holds up those behind it, for whom there would be enough.
 */
export class Weighted {
  readonly lock = lock();
  readonly queue = deque<Request>();
  readonly value;
  readonly #fault: WeightedFault | undefined;

  constructor(permits: number, fault?: WeightedFault) {
    this.value = cell(permits);
    this.#fault = fault;
  }

  acquire({ permits }: Call): Step {
    return masked(() => this.take(permits));
  }

  *release({ permits }: Call): Step {
    yield* this.lock.acquire();
    yield* this.giveBack(permits);
    yield* this.lock.release();
  }

  private *take(permits: number): Step {
    const { lock: internal, value, queue } = this;
    yield* internal.acquire();
    const free = yield* value.read();
    if (free >= permits && (yield* queue.isEmpty())) {
      yield* value.write(free - permits);
      return yield* internal.release();
    }
    const waiter = yield* fresh(lock({ isHeld: true }));
    const request = { waiter, permits };
    yield* queue.pushBack(request);
    yield* internal.release();
    try {
      yield* interruptible(() => waiter.acquire());
    } catch (interrupt) {
      yield* internal.acquire();
      if (!(yield* queue.remove(request))) yield* this.giveBack(permits);
      else if (this.#fault !== 'head leaves in silence') yield* this.grant();
      yield* internal.release();
      throw interrupt;
    }
  }

  private *giveBack(permits: number): Step {
    yield* this.value.write((yield* this.value.read()) + permits);
    yield* this.grant();
  }

  /** Grants the head's request while there is enough, with the lock held. */
  protected *grant(): Step {
    const { value, queue } = this;
    const isOnce = this.#fault === 'release wakes one';
    yield* loop(function* () {
      if (yield* queue.isEmpty()) return done();
      const head = yield* queue.peekFront();
      const free = yield* value.read();
      if (free < head.permits) return done();
      yield* queue.popFront();
      yield* value.write(free - head.permits);
      yield* head.waiter.release();
      return isOnce ? done() : again();
    });
  }
}
