import { IntVector } from '../../automata/intVector.ts';
import type { Effects } from './effects.ts';
import type { Event } from './wakeupTree.ts';

/**
 * The execution that is being explored: its events in order, and which of them happen before which.
 *
 * Of two events that depend on each other the earlier one happens before the later one; so do those
 * of one thread, and what that implies. It is held as vector clocks: a row for each event, with the
 * number of events of the execution up to the last one of each thread that happens before it.
 */
export class Past {
  readonly events: Event[] = [];
  readonly #clocks = new IntVector(1024);
  readonly #threadCount: number;
  readonly #effects: Effects;
  readonly #lastOf: number[][];

  constructor(threadCount: number, effects: Effects) {
    this.#threadCount = threadCount;
    this.#effects = effects;
    this.#lastOf = Array.from({ length: threadCount }, () => []);
  }

  get length(): number {
    return this.events.length;
  }

  push(event: Event): void {
    const { events } = this;
    const clocks = this.#clocks;
    const index = events.length;
    const own = clocks.extend(this.#threadCount);
    const { data } = clocks;
    const include = (other: number): void => {
      for (let thread = 0; thread < this.#threadCount; thread++) {
        const clock = data[other * this.#threadCount + thread]!;
        if (clock > data[own + thread]!) data[own + thread] = clock;
      }
    };
    data.fill(0, own, own + this.#threadCount);
    const before = this.#lastOf[event.thread]!.at(-1);
    if (before !== undefined) include(before);
    for (let other = index - 1; other >= 0; other--) {
      const { thread, effect } = events[other]!;
      if (data[own + thread]! > other) continue;
      if (this.#effects.areDependent(effect, event.effect)) include(other);
    }
    data[own + event.thread] = index + 1;
    this.#lastOf[event.thread]!.push(index);
    events.push(event);
  }

  pop(): void {
    const event = this.events.pop()!;
    this.#lastOf[event.thread]!.pop();
    this.#clocks.length -= this.#threadCount;
  }

  /** Whether an event is, or happens before, a later one. */
  isBefore(earlier: number, later: number): boolean {
    const { thread } = this.events[earlier]!;
    return this.#clocks.data[later * this.#threadCount + thread]! > earlier;
  }

  /** The last event of a thread among the first `end` ones, or -1. */
  lastOf(thread: number, end: number): number {
    return this.#lastOf[thread]!.findLast((index) => index < end) ?? -1;
  }

  /** What happens after an event, in order, without what happens because of it. */
  without(index: number): Event[] {
    const left: Event[] = [];
    for (let later = index + 1; later < this.events.length; later++) {
      if (!this.isBefore(index, later)) left.push(this.events[later]!);
    }
    return left;
  }
}
