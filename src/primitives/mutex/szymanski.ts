import { defineObject, definePrimitive, doorway, next, until, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** Where a thread stands, as its flag says. */
const outside = 0;
const wantsIn = 1;
const waitsForOthers = 2;
const inDoorway = 3;
const doorClosed = 4;

/** A flag. Looking whether it is one of several is one read. */
const stage = defineObject({
  kind: 'flag',
  initial: (value: number) => value,
  operations: {
    write: (_, value: number) => next(value),
    isAmong: ({ value }, ...these: number[]) => next(value, these.includes(value)),
  },
});

/**
 * Szymanski's algorithm: a waiting room with a door. Those that come together go in together; the last
 * one closes the door, and they enter in the order of their numbers.
 *
 * Several variants were published, of which some are wrong. This one looks at one flag at a time.
 */
class Szymanski {
  readonly flag;

  constructor(threads: number) {
    this.flag = Array.from({ length: threads }, () => stage(outside));
  }

  *acquire({ me }: Call): Step {
    const { flag } = this;
    const mine = flag[me]!;
    yield* mine.write(wantsIn);
    yield* doorway();
    for (const one of flag) yield* until(() => one.isAmong(outside, wantsIn, waitsForOthers));
    yield* mine.write(inDoorway);
    if (yield* this.isSome(wantsIn)) {
      yield* mine.write(waitsForOthers);
      yield* until(() => this.isSome(doorClosed));
    }
    yield* mine.write(doorClosed);
    for (const lower of flag.slice(0, me)) yield* until(() => lower.isAmong(outside, wantsIn));
  }

  *release({ me }: Call): Step {
    const { flag } = this;
    for (const higher of flag.slice(me + 1)) {
      yield* until(() => higher.isAmong(outside, wantsIn, doorClosed));
    }
    yield* flag[me]!.write(outside);
  }

  /** Whether one of the flags is this; one step for each that is looked at. */
  private *isSome(wanted: number): Step<boolean> {
    for (const flag of this.flag) if (yield* flag.isAmong(wanted)) return true;
    return false;
  }
}

export const szymanski = definePrimitive({
  name: 'szymanski',
  module: import.meta.url,
  title: "Szymanski's algorithm, a waiting room with a door",
  catalogue: 'F11',
  source: {
    citation:
      "B. K. Szymanski, A simple solution to Lamport's concurrent programming problem with linear wait, ICS 1988, 621-626",
  },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: [],
    from: 'those in the waiting room enter by number, not by time; a flag that stays up stops the others',
  },
  create: ({ threads }) => new Szymanski(threads),
});
