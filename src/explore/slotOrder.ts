import { hashOf, spread } from './stateHash.ts';

/** States in one batch: more take more memory and are not faster. */
const countMax = 1 << 20;
/** The slots fall into so many parts, each of which fits into the cache of a processor while it is filled. */
const partBits = 6;
/** So few slots fit into the cache as a whole. */
const slotsAtOnce = 1 << 17;

/** Slots of a hash table: from one up to and without another. */
export interface Slots {
  readonly from: number;
  readonly to: number;
}

/**
 * States that are to be entered into a hash table, in batches, put in the order of the parts of the table into which
 * they go: in any other order, each would wait for a memory far from that of the one before it.
 *
 * Memory is 16 bytes for each state of a batch, for as long as it takes.
 */
export class SlotOrder {
  /** How many states there are in the batch. */
  count = 0;
  /** Of each state, in order: its hash, and its number plus 1. */
  hashes: Int32Array;
  numbers: Int32Array;

  readonly #mask: number;
  readonly #slots: Slots;
  #sortedHashes: Int32Array;
  #sortedNumbers: Int32Array;
  readonly #ends = new Int32Array(1 << partBits);

  /**
   * @param states how many there are in all.
   * @param slots those whose states are wanted: the others are left out. Default all of the table.
   */
  constructor(states: number, tableLength: number, slots: Slots = { from: 0, to: tableLength }) {
    const length = Math.min(states, countMax);
    this.#mask = tableLength - 1;
    this.#slots = slots;
    this.hashes = new Int32Array(length);
    this.numbers = new Int32Array(length);
    const sortedLength = slots.to - slots.from <= slotsAtOnce ? 0 : length;
    this.#sortedHashes = new Int32Array(sortedLength);
    this.#sortedNumbers = new Int32Array(sortedLength);
  }

  /** How many more states can be looked at before the batch is full. */
  get room(): number {
    return this.hashes.length - this.count;
  }

  /** Looks at `count` states, for which there must be room: number `first` lies at `words[base]`, the others behind it. */
  add(words: Int32Array, base: number, wordCount: number, first: number, count: number): void {
    const { hashes, numbers } = this;
    const mask = this.#mask;
    const { from, to } = this.#slots;
    let end = this.count;
    for (let at = 0; at < count; at++) {
      const hash = hashOf(words, base + at * wordCount, wordCount);
      const slot = spread(hash) & mask;
      // Written in any case, and kept if the slot is one of those that are wanted: which way a branch would go is anybody's guess.
      hashes[end] = hash;
      numbers[end] = first + at + 1;
      end += 1 + ((slot - from) >> 31) + ((to - 1 - slot) >> 31);
    }
    this.count = end;
  }

  /** Puts the batch in order. */
  sort(): void {
    if (this.#sortedHashes.length === 0) return;
    const { count, hashes, numbers } = this;
    const mask = this.#mask;
    const { from, to } = this.#slots;
    const shift = 32 - Math.clz32(to - from - 1) - partBits;
    const ends = this.#ends.fill(0);
    for (let at = 0; at < count; at++) ends[((spread(hashes[at]!) & mask) - from) >>> shift]!++;
    let end = 0;
    for (let part = 0; part < ends.length; part++) {
      end += ends[part]!;
      ends[part] = end;
    }
    const sortedHashes = this.#sortedHashes;
    const sortedNumbers = this.#sortedNumbers;
    for (let at = count - 1; at >= 0; at--) {
      const hash = hashes[at]!;
      const place = --ends[((spread(hash) & mask) - from) >>> shift]!;
      sortedHashes[place] = hash;
      sortedNumbers[place] = numbers[at]!;
    }
    this.hashes = sortedHashes;
    this.numbers = sortedNumbers;
    this.#sortedHashes = hashes;
    this.#sortedNumbers = numbers;
  }
}
