/** How full the table gets, and how much longer it is then made. */
const loadMax = 0.75;
const growthFactor = 1.4;

/**
 * A set of numbers of 64 bits, each as two of 32: open addressing, linear probing. The place of a number
 * follows from its upper half, in proportion, so that the length need not be a power of 2.
 */
export class CodeSet {
  size = 0;
  #codes = new Int32Array(2 * 4096);
  #length = 4096;

  get bytes(): number {
    return this.#codes.byteLength;
  }

  /** Adds a number; false if it is there. */
  add(high: number, low: number): boolean {
    // 0 is a free place: whoever has it takes 1 instead.
    const lower = high === 0 && low === 0 ? 1 : low;
    const codes = this.#codes;
    let place = this.#placeOf(high);
    for (;;) {
      const at = 2 * place;
      const there = codes[at]!;
      if (there === high && codes[at + 1] === lower) return false;
      if (there === 0 && codes[at + 1] === 0) break;
      if (++place === this.#length) place = 0;
    }
    codes[2 * place] = high;
    codes[2 * place + 1] = lower;
    this.size++;
    if (this.size > loadMax * this.#length) this.#grow();
    return true;
  }

  #placeOf(high: number): number {
    return Math.floor(((high >>> 0) / 2 ** 32) * this.#length);
  }

  #grow(): void {
    const old = this.#codes;
    this.#length = Math.ceil(this.#length * growthFactor);
    const codes = (this.#codes = new Int32Array(2 * this.#length));
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0 && old[from + 1] === 0) continue;
      let place = this.#placeOf(old[from]!);
      while (codes[2 * place] !== 0 || codes[2 * place + 1] !== 0) {
        if (++place === this.#length) place = 0;
      }
      codes[2 * place] = old[from]!;
      codes[2 * place + 1] = old[from + 1]!;
    }
  }
}
