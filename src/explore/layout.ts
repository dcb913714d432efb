/**
 * Where each component of a global state lies in its packed words.
 *
 *   component   T0 │ T1 │ T2 │ budget │ monitors │ lock │ value │ queue │ T1's lock
 *   words      [───────── word 0, 32 bits ─────────][──────────── word 1 ────────── ]
 *
 * A component lies within one word. Objects come last, since they may still be added.
 */
export class Layout {
  readonly widths: readonly number[];
  readonly wordCount: number;
  readonly wordOf: Int32Array;
  readonly shiftOf: Int32Array;
  readonly maskOf: Int32Array;

  /** @param widths bits of each component, 0 to 30. */
  constructor(widths: readonly number[]) {
    this.widths = widths;
    this.wordOf = new Int32Array(widths.length);
    this.shiftOf = new Int32Array(widths.length);
    this.maskOf = new Int32Array(widths.length);
    const used: number[] = [];
    // Widest first leaves the fewest gaps.
    const byWidth = widths.map((_, component) => component).sort((a, b) => widths[b]! - widths[a]!);
    for (const component of byWidth) {
      const width = widths[component]!;
      let word = used.findIndex((bits) => bits + width <= 32);
      if (word < 0) word = used.push(0) - 1;
      this.wordOf[component] = word;
      this.shiftOf[component] = used[word]!;
      this.maskOf[component] = 2 ** width - 1;
      used[word]! += width;
    }
    this.wordCount = Math.max(1, used.length);
  }

  get componentCount(): number {
    return this.widths.length;
  }

  pack(vector: ArrayLike<number>, words: Int32Array, base: number): void {
    words.fill(0, base, base + this.wordCount);
    for (let component = 0; component < this.componentCount; component++) {
      words[base + this.wordOf[component]!]! |= vector[component]! << this.shiftOf[component]!;
    }
  }

  unpack(words: Int32Array, base: number, vector: Int32Array): void {
    const { wordOf, shiftOf, maskOf } = this;
    for (let component = 0; component < wordOf.length; component++) {
      vector[component] = (words[base + wordOf[component]!]! >>> shiftOf[component]!) & maskOf[component]!;
    }
  }
}

/** Bits that hold the numbers below `count`. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
