import { PairMap } from './pairMap.ts';

/** Interns sequences of non-negative integers of one length, without allocating. */
export class SequenceInterner {
  readonly #steps = new PairMap();
  #next: number;

  /** @param roots how many sequences are there from the start, the empty ones of different purposes. */
  constructor(roots = 1) {
    this.#next = roots;
  }

  /** Adds one element to the sequence `prefix` (the empty ones are 0 and, with more roots, the numbers after it); answers the longer sequence. */
  extend(prefix: number, element: number): number {
    const known = this.#steps.get(prefix, element);
    if (known >= 0) return known;
    this.#steps.add(prefix, element, this.#next);
    return this.#next++;
  }
}
