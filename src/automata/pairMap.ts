/**
 * A map from pairs of non-negative integers to integers, for edges of learned automata.
 *
 * Open addressing, linear probing, three integers to an entry; at most half full.
 */
export class PairMap {
  #entries: Int32Array = new Int32Array(3 * 64).fill(-1);
  #mask = 63;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** All entries as integers, to be copied elsewhere. */
  get image(): Int32Array {
    return this.#entries;
  }

  /** A map with the entries of another's {@link image}. */
  static from(image: Int32Array): PairMap {
    const map = new PairMap();
    map.#entries = image;
    map.#mask = image.length / 3 - 1;
    for (let at = 0; at < image.length; at += 3) if (image[at] !== -1) map.#size++;
    return map;
  }

  /** The value for `(a, b)`, or -1. */
  get(a: number, b: number): number {
    const entries = this.#entries;
    const mask = this.#mask;
    for (let slot = hash(a, b) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 3;
      const key = entries[at]!;
      if (key === a && entries[at + 1] === b) return entries[at + 2]!;
      if (key === -1) return -1;
    }
  }

  /** Adds a pair that is not there yet. */
  add(a: number, b: number, value: number): void {
    if (2 * (this.#size + 1) > this.#mask) this.#grow();
    this.#insert(a, b, value);
    this.#size++;
  }

  forEach(visit: (a: number, b: number, value: number) => void): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += 3) {
      if (entries[at] !== -1) visit(entries[at]!, entries[at + 1]!, entries[at + 2]!);
    }
  }

  #insert(a: number, b: number, value: number): void {
    const entries = this.#entries;
    const mask = this.#mask;
    let slot = hash(a, b) & mask;
    while (entries[slot * 3] !== -1) slot = (slot + 1) & mask;
    entries[slot * 3] = a;
    entries[slot * 3 + 1] = b;
    entries[slot * 3 + 2] = value;
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = this.#mask * 2 + 1;
    this.#entries = new Int32Array(3 * (this.#mask + 1)).fill(-1);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] !== -1) this.#insert(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }
}

function hash(a: number, b: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b3c6d) >>> 3;
}
