import { HeddleBug } from '../../core/errors.ts';
import type { Mate, Order, Outcome } from './crew.ts';
import {
  awaitChange,
  cursorSignal,
  doneSignal,
  foundSignals,
  orderSignal,
  pauseSignal,
  raise,
} from './signals.ts';

/** Mates that have not answered for so many seconds are given up. */
const patienceSeconds = 120;

/** The mates of a lead: it tells them what to do, and waits until they have done it. */
export class Team {
  readonly #signals: Int32Array;
  readonly #mates: readonly Mate[];

  constructor(signals: Int32Array, mates: readonly Mate[]) {
    this.#signals = signals;
    this.#mates = mates;
  }

  get size(): number {
    return this.#mates.length;
  }

  /** Posts something to everybody, to be taken in with the next {@link start}. */
  tell(order: Order): void {
    for (const mate of this.#mates) mate.post(order);
  }

  /** Has everybody carry out an order; the lead may do its share before it waits for {@link finish}. */
  start(order: Order): void {
    const signals = this.#signals;
    Atomics.store(signals, doneSignal, 0);
    Atomics.store(signals, cursorSignal, 0);
    Atomics.store(signals, pauseSignal, 0);
    for (let searcher = 0; searcher <= this.#mates.length; searcher++) {
      Atomics.store(signals, foundSignals + searcher, 0);
    }
    this.tell(order);
    raise(signals, orderSignal);
  }

  /** Waits until all have done so, which they were told to by an order of that type; answers what came of it, of each mate. */
  finish<Of extends Outcome['of']>(of: Of): Extract<Outcome, { of: Of }>[] {
    const signals = this.#signals;
    let patience = patienceSeconds;
    for (let done = Atomics.load(signals, doneSignal); done < this.#mates.length;) {
      const now = awaitChange(signals, doneSignal, done);
      if (now === done && --patience === 0)
        throw new HeddleBug('a thread of the search has stopped answering');
      done = now;
    }
    const order = Atomics.load(signals, orderSignal);
    return this.#mates.map((mate) => {
      const answer = mate.receive();
      if (answer === undefined)
        throw new HeddleBug('a thread of the search has done its work and not said so');
      if (answer.order !== order) throw new HeddleBug('a thread of the search is not where it should be');
      if (answer.type === 'failed') throw new HeddleBug(`a thread of the search failed: ${answer.message}`);
      if (answer.outcome?.of !== of)
        throw new HeddleBug(`a thread of the search has done something else: ${of}`);
      return answer.outcome as Extract<Outcome, { of: Of }>;
    });
  }
}
