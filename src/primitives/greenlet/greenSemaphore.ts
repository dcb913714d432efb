import { again, cell, eventLoop, loop, type ParkingPlace, type Step } from 'heddle';

/**
 * What the semaphores of eventlet and gevent have in common. Green threads run until they switch to the
 * hub; the hub calls what was scheduled, one call a turn, and a call may switch to a green thread that
 * waits. Between such a switch and the thread's going on there is no gap.
 */
export abstract class GreenSemaphore<Call> {
  readonly hub = eventLoop<Call>();
  readonly counter;

  constructor(permits: number) {
    this.counter = cell(permits);
  }

  /** The hub: runs beside the threads of the client. */
  *runHub(): Step {
    const { hub } = this;
    const call = (scheduled: Call): Step => this.call(scheduled);
    yield* loop(function* () {
      yield* call(yield* hub.nextCall());
      return again();
    });
  }

  protected abstract call(scheduled: Call): Step;

  protected *add(amount: number): Step {
    yield* this.counter.write((yield* this.counter.read()) + amount);
  }
}

/** A place where one green thread waits, as the queues hold it. */
export type Waiter = ParkingPlace;
