import { deque, fresh, parkingPlace, type Deadline, type ParkingPlace, type Step } from 'heddle';

/**
 * The receiving side of a channel of Stackless Python, on which Concurrence and Syncless are built. Whoever
 * receives from it and finds no sender joins the receivers; its balance is below zero then.
 *
 * With preference -1, the default, a receiver runs at once and the sender joins the end of the run queue:
 * between the sending and the receiver's going on there is nothing.
 */
export class Channel {
  readonly receivers = deque<ParkingPlace>();

  hasNoReceiver(): Step<boolean> {
    return this.receivers.isEmpty();
  }

  /** Waits for a sender. False only when a deadline was given and has passed: a timer then raises in the tasklet. */
  *receive(deadline?: Deadline): Step<boolean> {
    const place = yield* fresh(parkingPlace());
    yield* this.receivers.pushBack(place);
    try {
      const isReceived = yield* place.park(deadline);
      if (!isReceived) yield* this.receivers.remove(place);
      return isReceived;
    } catch (raised) {
      // What is raised in a tasklet takes it off the channel.
      yield* this.receivers.remove(place);
      throw raised;
    }
  }

  /** Sends to the oldest receiver; fails if there is none. */
  *send(): Step {
    const place = yield* this.receivers.popFront();
    yield* place.switchAndQueue();
  }
}
