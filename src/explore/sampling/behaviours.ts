/**
 * Counts how often each behaviour was seen: what was visible of an execution, in order, and the state
 * in which it ended.
 *
 * Behaviours are told apart by 62 bits of hash: with a million of them the chance that any two are
 * taken for one is about 1 in 10 million. Nothing but these counts depends on it.
 */
export class Behaviours {
  /** How many different ones were seen, and how many of them once and twice. */
  distinct = 0;
  once = 0;
  twice = 0;

  /** Entries of three integers: the two halves of the hash, and how often it was seen; 0 is free. */
  #entries = new Int32Array(3 * 64);
  #mask = 63;
  #high = 0;
  #low = 0;

  /** Begins a new behaviour. */
  begin(): void {
    this.#high = 0x3c6ef372;
    this.#low = 0x2545f491;
  }

  /** Adds what happened next. */
  add(symbol: number): void {
    this.#high = mix(this.#high ^ symbol, 0x85ebca6b, 0xc2b2ae35);
    this.#low = mix(this.#low + symbol, 0x9e3779b1, 0x27d4eb2f);
  }

  /** The behaviour is complete. */
  end(): void {
    if (2 * (this.distinct + 1) > this.#mask) this.#grow();
    const high = this.#high & 0x7fffffff;
    const low = this.#low & 0x7fffffff;
    const at = this.#find(high, low);
    const entries = this.#entries;
    const count = entries[at + 2]!;
    entries[at] = high;
    entries[at + 1] = low;
    entries[at + 2] = Math.min(count + 1, 3);
    if (count === 0) this.distinct++;
    if (count < 2) this.once += count === 0 ? 1 : -1;
    if (count === 1 || count === 2) this.twice += count === 1 ? 1 : -1;
  }

  /** Where the entry of a hash is, or would be. */
  #find(high: number, low: number): number {
    const entries = this.#entries;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 3 * slot;
      if (entries[at + 2] === 0 || (entries[at] === high && entries[at + 1] === low)) return at;
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(3 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      this.#entries.set(old.subarray(at, at + 3), this.#find(old[at]!, old[at + 1]!));
    }
  }
}

function mix(value: number, first: number, second: number): number {
  let mixed = Math.imul(value, first);
  mixed = Math.imul(mixed ^ (mixed >>> 15), second);
  return mixed ^ (mixed >>> 13);
}
