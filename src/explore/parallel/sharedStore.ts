/**
 * The visited states of a parallel search: like the store of a search on one core, but in memory that
 * several threads share, and each of them adds to it.
 *
 *   table   one entry a state: its number plus 1, and a tag of its hash above that; 0 is free
 *   chunks  packed words, 2^14 states each; a thread adds to chunks of its own only
 *
 * To add a state, a thread looks along the slots from the one that the hash names. At a free slot it
 * writes the words to the next free place of its own chunk and then, with one compare-and-exchange,
 * its number into the slot. If another thread was faster, the slot is looked at again; the words are
 * written over later. An entry never changes, so that all threads see the same entries in the same
 * order, and of those that add equal states one alone finds the free slot.
 *
 * Comparison is exact. Words are read after an atomic look at the entry that leads to them, so they are
 * those that were written before it. The same algorithm, as a primitive that Heddle checks, is
 * `insert-once` in the gallery. Source: LaarmanPolWeber2010.
 *
 * Only the lead makes memory: between rounds it sees to it that each thread has room, and that the
 * table cannot get too full before the next. A new table is filled by all threads at once, each of which
 * has slots of its own; what finds no room at the end of these, the lead enters when all are done.
 */

import type { Layout } from '../layout.ts';
import { chunkBits, chunkMask, chunkStates } from '../chunks.ts';
import { fillTable, place } from '../fillTable.ts';
import type { Slots } from '../slotOrder.ts';
import { hashOf, indexMaskOf, spread } from '../stateHash.ts';
import type { VisitedStates } from '../visitedStates.ts';
import { addRange, type Ranges } from './ranges.ts';

/** A chunk that all threads are told of. */
export interface Chunk {
  readonly number: number;
  /** The searcher that adds to it; -1 if none does. */
  readonly owner: number;
  readonly words: Int32Array;
  readonly parents: Int32Array;
}

/** One thread's view of the shared states; see the head of this file. */
export class SharedStore implements VisitedStates {
  /** States that this thread has added in this round. */
  added = 0;

  /** The number of this thread among those who search. */
  readonly searcher: number;
  #wordCount: number;
  #chunks: Int32Array[] = [];
  #parents: Int32Array[] = [];
  #table: Int32Array = new Int32Array(0);
  #mask = 0;
  #indexMask = 0;
  /** The chunks to which this thread adds, the current one first. */
  #own: number[] = [];
  /** The number that the next state of this thread gets. */
  #next = 0;
  /** How many more it can add. */
  #room = 0;
  #runs: number[] = [];
  /** All states, once the search is over. */
  #all: Ranges = [];

  constructor(searcher: number, wordCount: number) {
    this.searcher = searcher;
    this.#wordCount = wordCount;
  }

  get wordCount(): number {
    return this.#wordCount;
  }

  get room(): number {
    return this.#room;
  }

  get chunkCount(): number {
    return this.#chunks.length;
  }

  get tableLength(): number {
    return this.#table.length;
  }

  /** Bytes that all threads together have taken. */
  get bytes(): number {
    return this.#chunks.length * chunkStates * 4 * (this.#wordCount + 1) + this.#table.length * 4;
  }

  *numbers(): Iterable<number> {
    for (let at = 0; at < this.#all.length; at += 2) {
      for (let index = this.#all[at]!; index < this.#all[at + 1]!; index++) yield index;
    }
  }

  /** @param all states that there are; from now on this thread has the store to itself. */
  close(all: Ranges): void {
    this.#all = all;
  }

  chunkOf(index: number): Int32Array {
    return this.#chunks[index >>> chunkBits]!;
  }

  offsetOf(index: number): number {
    return (index & chunkMask) * this.#wordCount;
  }

  parentOf(index: number): number {
    return this.#parents[index >>> chunkBits]![index & chunkMask]!;
  }

  /** Takes a chunk in. */
  addChunk({ number, owner, words, parents }: Chunk): void {
    this.#chunks[number] = words;
    this.#parents[number] = parents;
    if (owner !== this.searcher) return;
    if (this.#own.push(number) === 1) this.#next = number << chunkBits;
    this.#room += chunkStates;
  }

  /** Takes a table in, in place of the one there was; see {@link rehash}. */
  setTable(table: Int32Array): void {
    this.#table = table;
    this.#mask = table.length - 1;
    this.#indexMask = indexMaskOf(table.length);
  }

  /** Once the search is over; nothing can be added then. */
  repack(from: Layout, to: Layout): void {
    this.setWords(
      to.wordCount,
      this.#chunks.map((words) => laidOut(words, from, to)),
    );
  }

  /** Takes in all states in another layout, chunk by chunk; a table of them must follow. */
  setWords(wordCount: number, chunks: readonly Int32Array[]): void {
    this.#wordCount = wordCount;
    this.#chunks = [...chunks];
  }

  /** The states that this thread has added since this was last asked. */
  takeRuns(): Ranges {
    const runs = this.#runs;
    this.#runs = [];
    return runs;
  }

  /** Adds the state at `words[base]` unless it is there; there must be {@link room}. */
  add(words: Int32Array, base: number, parent: number): boolean {
    const wordCount = this.#wordCount;
    const table = this.#table;
    const mask = this.#mask;
    const hash = hashOf(words, base, wordCount);
    const indexMask = this.#indexMask;
    const tag = hash & ~indexMask;
    let slot = spread(hash) & mask;
    let isWritten = false;
    for (;;) {
      let entry = table[slot]!;
      if (entry === 0) {
        if (!isWritten) this.#write(words, base, parent);
        isWritten = true;
        entry = Atomics.compareExchange(table, slot, 0, tag | (this.#next + 1));
        if (entry === 0) {
          this.#keep();
          return true;
        }
      }
      if (((entry ^ tag) & ~indexMask) === 0) {
        // Read again, atomically: what was written before the entry was is then seen too.
        const index = (Atomics.load(table, slot) & indexMask) - 1;
        const chunk = this.#chunks[index >>> chunkBits]!;
        const offset = (index & chunkMask) * wordCount;
        let word = 0;
        while (word < wordCount && chunk[offset + word] === words[base + word]) word++;
        if (word === wordCount) return false;
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Enters states that are in the chunks into the table, if their hashes name one of some slots; meanwhile no other
   * thread may write to these. Answers which of the states found no free one up to the last of them.
   */
  rehash(ranges: Ranges, slots: Slots): Ranges {
    return fillTable(this.#table, this, ranges, slots);
  }

  /** Enters states for which {@link rehash} has found no slot; no other thread may write to the table. */
  place(ranges: Ranges): void {
    place(this.#table, this, ranges);
  }

  /** Writes a state to the next free place, where it may be written over. */
  #write(words: Int32Array, base: number, parent: number): void {
    const index = this.#next;
    const chunk = this.#chunks[index >>> chunkBits]!;
    const offset = (index & chunkMask) * this.#wordCount;
    for (let word = 0; word < this.#wordCount; word++) chunk[offset + word] = words[base + word]!;
    this.#parents[index >>> chunkBits]![index & chunkMask] = parent;
  }

  /** The state at the next free place has come to stay. */
  #keep(): void {
    this.added++;
    this.#room--;
    const index = this.#next;
    addRange(this.#runs, index, index + 1);
    if ((index & chunkMask) !== chunkMask) {
      this.#next++;
      return;
    }
    this.#own.shift();
    this.#next = (this.#own[0] ?? 0) << chunkBits;
  }
}

/** Memory that threads can share. */
export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** The words of a chunk in another layout. */
export function laidOut(words: Int32Array, from: Layout, to: Layout): Int32Array {
  const vector = new Int32Array(to.componentCount);
  const laid = sharedInts(chunkStates * to.wordCount);
  for (let at = 0; at < chunkStates; at++) {
    from.unpack(words, at * from.wordCount, vector);
    to.pack(vector, laid, at * to.wordCount);
  }
  return laid;
}
