/**
 * The visited states: packed words in chunks, in the order in which they were found, with a hash
 * table over them. Comparison is exact: a hash never decides that two states are the same.
 *
 * A table entry is the state's number plus 1 in its low bits, and in the bits above it a tag from the
 * hash, which spares most of the looks at states that differ.
 */

import type { Layout } from './layout.ts';
import type { VisitedStates } from './visitedStates.ts';
import { chunkBits, chunkMask, chunkStates } from './chunks.ts';
import { fillTable, place } from './fillTable.ts';
import { hashOf, indexMaskOf, spread } from './stateHash.ts';

const firstLength = 1 << 12;

/** The set of states; see the head of this file. */
export class StateStore implements VisitedStates {
  /** How many states there are; they are numbered from 0. */
  size = 0;
  /** The number of the state that {@link add} was last given, new or not. */
  lastIndex = 0;

  #wordCount: number;
  #chunks: Int32Array[] = [];
  /** The state from which each state was first reached; its own number for the initial state. */
  readonly #parents: Int32Array[] = [];
  #table = new Int32Array(firstLength);
  #tableMask = firstLength - 1;
  #indexMask = indexMaskOf(firstLength);

  constructor(layout: Layout) {
    this.#wordCount = layout.wordCount;
  }

  /** Words of each state. */
  get wordCount(): number {
    return this.#wordCount;
  }

  /** Bytes that the store has taken. */
  get bytes(): number {
    return this.#chunks.length * chunkStates * 4 * (this.#wordCount + 1) + this.#table.length * 4;
  }

  *numbers(): Iterable<number> {
    for (let index = 0; index < this.size; index++) yield index;
  }

  /** The words of a state are `chunkOf(index)[offsetOf(index) ...]`. */
  chunkOf(index: number): Int32Array {
    return this.#chunks[index >>> chunkBits]!;
  }

  offsetOf(index: number): number {
    return (index & chunkMask) * this.#wordCount;
  }

  parentOf(index: number): number {
    return this.#parents[index >>> chunkBits]![index & chunkMask]!;
  }

  /** A copy of the words and the parents of some states. */
  copy(from: number, to: number): { readonly words: Int32Array; readonly parents: Int32Array } {
    const words = new Int32Array((to - from) * this.#wordCount);
    const parents = new Int32Array(to - from);
    for (let index = from; index < to;) {
      const end = Math.min(to, (index | chunkMask) + 1);
      const offset = this.offsetOf(index);
      const length = (end - index) * this.#wordCount;
      words.set(this.chunkOf(index).subarray(offset, offset + length), (index - from) * this.#wordCount);
      parents.set(
        this.parentsOf(index).subarray(index & chunkMask, (index & chunkMask) + end - index),
        index - from,
      );
      index = end;
    }
    return { words, parents };
  }

  /** The parents of all states that share a chunk with one. */
  parentsOf(index: number): Int32Array {
    return this.#parents[index >>> chunkBits]!;
  }

  setParent(index: number, parent: number): void {
    this.#parents[index >>> chunkBits]![index & chunkMask] = parent;
  }

  /** Adds the state at `words[base]` unless it is there; tells whether it was new. */
  add(words: Int32Array, base: number, parent: number): boolean {
    const wordCount = this.#wordCount;
    const table = this.#table;
    const mask = this.#tableMask;
    const hash = hashOf(words, base, wordCount);
    const indexMask = this.#indexMask;
    const tag = hash & ~indexMask;
    let slot = spread(hash) & mask;
    for (;;) {
      const entry = table[slot]!;
      if (entry === 0) break;
      if (((entry ^ tag) & ~indexMask) === 0) {
        const index = (entry & indexMask) - 1;
        const chunk = this.#chunks[index >>> chunkBits]!;
        const offset = (index & chunkMask) * wordCount;
        let word = 0;
        while (word < wordCount && chunk[offset + word] === words[base + word]) word++;
        if (word === wordCount) {
          this.lastIndex = index;
          return false;
        }
      }
      slot = (slot + 1) & mask;
    }
    this.#append(words, base, parent);
    table[slot] = tag | this.size;
    if (this.size > mask * 0.7) this.#growTable();
    return true;
  }

  /** Lays out every state anew. */
  repack(from: Layout, to: Layout): void {
    const vector = new Int32Array(to.componentCount);
    const chunks = this.#chunks;
    const fromCount = from.wordCount;
    this.#wordCount = to.wordCount;
    this.#chunks = chunks.map(() => new Int32Array(chunkStates * to.wordCount));
    for (let index = 0; index < this.size; index++) {
      from.unpack(chunks[index >>> chunkBits]!, (index & chunkMask) * fromCount, vector);
      to.pack(vector, this.chunkOf(index), this.offsetOf(index));
    }
    this.#rehash(this.#table.length);
  }

  #append(words: Int32Array, base: number, parent: number): void {
    const index = this.size++;
    if ((index & chunkMask) === 0) {
      this.#chunks.push(new Int32Array(chunkStates * this.#wordCount));
      this.#parents.push(new Int32Array(chunkStates));
    }
    const chunk = this.chunkOf(index);
    const offset = this.offsetOf(index);
    for (let word = 0; word < this.#wordCount; word++) chunk[offset + word] = words[base + word]!;
    this.#parents[index >>> chunkBits]![index & chunkMask] = parent;
    this.lastIndex = index;
  }

  #growTable(): void {
    this.#rehash(this.#table.length * 2);
  }

  #rehash(length: number): void {
    const table = new Int32Array(length);
    this.#table = table;
    this.#tableMask = length - 1;
    this.#indexMask = indexMaskOf(length);
    place(table, this, fillTable(table, this, [0, this.size], { from: 0, to: length }));
  }
}
