import { chunkBits, chunkMask, chunkStates } from '../chunks.ts';
import type { Layout } from '../layout.ts';
import { CodeSet } from './codeSet.ts';
import { StateCode, type FillRandom } from './stateCode.ts';

/**
 * The visited states by their codes alone: 64 bits a state, whatever its size. States whose codes are
 * equal are taken for the same. Of those that have not been expanded the words are there too.
 *
 * Of each state is noted which successor it was of the one that it was first reached from, and of
 * each expanded one how many states were first reached from it. States are found in the order in which
 * they are expanded, so these tell every state's way.
 */
export class CompactStore {
  /** How many states there are; they are numbered from 0. */
  size = 0;

  readonly #codes = new CodeSet();
  readonly #code: StateCode;
  #layout: Layout;
  /** The words of the states that have not been expanded. */
  #words: (Int32Array | undefined)[] = [];
  readonly #successors: Uint16Array[] = [];
  readonly #firsts: Uint16Array[] = [];
  #successor = 0;
  #expanded = -1;

  constructor(layout: Layout, fillRandom: FillRandom) {
    this.#layout = layout;
    this.#code = new StateCode(fillRandom);
    this.#code.prepare(layout);
  }

  get bytes(): number {
    const words = this.#words.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
    return this.#codes.bytes + words + 4 * chunkStates * this.#successors.length;
  }

  /** The words of a state that has not been expanded are `chunkOf(index)[offsetOf(index) ...]`. */
  chunkOf(index: number): Int32Array {
    return this.#words[index >>> chunkBits]!;
  }

  offsetOf(index: number): number {
    return (index & chunkMask) * this.#layout.wordCount;
  }

  /** The successors of this state, in order, are what is added next. */
  begin(state: number): void {
    this.#expanded = state;
    this.#successor = 0;
    // Nobody asks any more for the words of a chunk that is done.
    if ((state & chunkMask) === 0 && state > 0) this.#words[(state >>> chunkBits) - 1] = undefined;
  }

  /** Adds a state unless its code is there; tells whether it was new. */
  add(words: Int32Array, base: number): boolean {
    const successor = this.#successor++;
    const code = this.#code;
    code.find(this.#layout, words, base);
    if (!this.#codes.add(code.high, code.low)) return false;
    const index = this.size++;
    const chunk = index >>> chunkBits;
    const { wordCount } = this.#layout;
    if ((index & chunkMask) === 0) {
      this.#words.push(new Int32Array(chunkStates * wordCount));
      this.#successors.push(new Uint16Array(chunkStates));
      this.#firsts.push(new Uint16Array(chunkStates));
    }
    const to = this.offsetOf(index);
    const stored = this.#words[chunk]!;
    for (let word = 0; word < wordCount; word++) stored[to + word] = words[base + word]!;
    this.#successors[chunk]![index & chunkMask] = successor;
    const from = this.#expanded;
    if (from >= 0) this.#firsts[from >>> chunkBits]![from & chunkMask]!++;
    return true;
  }

  /** Lays out anew what has not been expanded. */
  repack(from: Layout, to: Layout): void {
    const vector = new Int32Array(to.componentCount);
    this.#layout = to;
    this.#code.prepare(to);
    this.#words = this.#words.map((chunk) => {
      if (chunk === undefined) return undefined;
      const words = new Int32Array(chunkStates * to.wordCount);
      for (let at = 0; at < chunkStates; at++) {
        from.unpack(chunk, at * from.wordCount, vector);
        to.pack(vector, words, at * to.wordCount);
      }
      return words;
    });
  }

  /** Which successor of each state on the way from the initial one leads on, to another state. */
  wayTo(target: number): number[] {
    const way: number[] = [];
    // The states that were first reached from `parent` are those from `first` on. Both only get smaller.
    let parent = this.#expanded;
    let first = this.size - this.#firstsOf(parent);
    for (let state = target; state > 0; state = parent) {
      while (first > state) first -= this.#firstsOf(--parent);
      way.push(this.#successors[state >>> chunkBits]![state & chunkMask]!);
    }
    return way.reverse();
  }

  #firstsOf(state: number): number {
    return this.#firsts[state >>> chunkBits]![state & chunkMask]!;
  }
}
