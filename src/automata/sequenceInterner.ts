import { PairMap } from './pairMap.ts';
import { unlearned } from './unlearned.ts';

/** Interns sequences of non-negative integers of one length, without allocating. */
export class SequenceInterner {
  readonly #steps: PairMap;
  readonly #isCopy: boolean;
  #next: number;

  /**
   * @param roots how many sequences are there from the start, the empty ones of different purposes.
   * @param copied the {@link image} of another interner: only the sequences that it knew are known.
   */
  constructor(roots = 1, copied?: Int32Array) {
    this.#next = roots;
    this.#isCopy = copied !== undefined;
    this.#steps = copied === undefined ? new PairMap() : PairMap.from(copied);
  }

  /** How many steps of sequences are known. */
  get size(): number {
    return this.#steps.size;
  }

  /** All that is known, as integers. */
  get image(): Int32Array {
    return this.#steps.image;
  }

  /** Adds one element to the sequence `prefix` (the empty ones are 0 and, with more roots, the numbers after it); answers the longer sequence. */
  extend(prefix: number, element: number): number {
    const known = this.#steps.get(prefix, element);
    if (known >= 0) return known;
    if (this.#isCopy) throw unlearned;
    this.#steps.add(prefix, element, this.#next);
    return this.#next++;
  }
}
