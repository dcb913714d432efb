import { PairMap } from './pairMap.ts';

/** Interns sequences of non-negative integers of one length, without allocating. */
export class SequenceInterner {
  readonly #steps = new PairMap();
  #next = 1;

  /** Adds one element to the sequence `prefix` (0 is the empty one); answers the longer sequence. */
  extend(prefix: number, element: number): number {
    const known = this.#steps.get(prefix, element);
    if (known >= 0) return known;
    this.#steps.add(prefix, element, this.#next);
    return this.#next++;
  }
}
