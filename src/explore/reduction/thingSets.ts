/**
 * What steps touch and write, as sets of things: a thing is a shared object, or the pool from which a
 * thread takes the objects that it allocates. Sets are runs of 32-bit words.
 */

import type { Learner } from '../../automata/learner.ts';
import type { ObjectIndex } from '../../core/ids.ts';
import type { Pool } from '../../program/arena.ts';

/** Numbers the things of a program as it is known now: objects first, pools after them. */
export class Things {
  readonly objectCount: number;
  readonly wordCount: number;
  readonly pools: readonly Pool[];
  /** Whether allocated objects can point to others, so that one that is dropped may drop more. */
  readonly #poolsAreLinked: boolean;

  constructor(learner: Learner) {
    const { objects } = learner.program.arena;
    const allocated = objects.flatMap(({ pool }) => (pool === undefined ? [] : [pool]));
    this.objectCount = objects.length;
    this.pools = [...new Set([...allocated, ...learner.pools])];
    this.wordCount = Math.max(1, Math.ceil((this.objectCount + this.pools.length) / 32));
    this.#poolsAreLinked = objects.some(({ pool, index }) => {
      if (pool === undefined) return false;
      const { references, size } = learner.valuesOf(index);
      return references.data.subarray(0, size).some((set) => set !== 0);
    });
  }

  ofPool(pool: Pool): number {
    return this.objectCount + this.pools.indexOf(pool);
  }

  /** The pools in which a slot may become free when pointers to these objects are dropped. */
  freedBy(dropped: readonly ObjectIndex[], learner: Learner): number[] {
    if (dropped.length === 0) return [];
    if (this.#poolsAreLinked) return this.pools.map((pool) => this.ofPool(pool));
    return dropped.flatMap((object) => {
      const { pool } = learner.program.arena.at(object);
      return pool === undefined ? [] : [this.ofPool(pool)];
    });
  }
}

/** Pairs of sets, numbered: what is touched, and what of it is written. */
export class ThingSets {
  readonly wordCount: number;
  readonly touched: Int32Array;
  readonly written: Int32Array;

  constructor(count: number, wordCount: number) {
    this.wordCount = wordCount;
    this.touched = new Int32Array(count * wordCount);
    this.written = new Int32Array(count * wordCount);
  }

  touch(set: number, thing: number): void {
    this.touched[set * this.wordCount + (thing >>> 5)]! |= 1 << (thing & 31);
  }

  write(set: number, thing: number): void {
    this.touch(set, thing);
    this.written[set * this.wordCount + (thing >>> 5)]! |= 1 << (thing & 31);
  }

  writes(set: number, thing: number): boolean {
    return ((this.written[set * this.wordCount + (thing >>> 5)]! >>> (thing & 31)) & 1) === 1;
  }

  forEach(set: number, visit: (thing: number, isWritten: boolean) => void): void {
    for (let word = 0; word < this.wordCount; word++) {
      const at = set * this.wordCount + word;
      for (let bits = this.touched[at]!; bits !== 0; bits &= bits - 1) {
        const bit = 31 - Math.clz32(bits & -bits);
        visit(word * 32 + bit, ((this.written[at]! >>> bit) & 1) === 1);
      }
    }
  }

  /** Adds a set of `other` to one of these; tells whether that made it larger. */
  include(set: number, other: ThingSets, otherSet: number): boolean {
    let hasGrown = false;
    for (let word = 0; word < this.wordCount; word++) {
      const at = set * this.wordCount + word;
      const from = otherSet * this.wordCount + word;
      const touched = this.touched[at]! | other.touched[from]!;
      const written = this.written[at]! | other.written[from]!;
      if (touched === this.touched[at] && written === this.written[at]) continue;
      this.touched[at] = touched;
      this.written[at] = written;
      hasGrown = true;
    }
    return hasGrown;
  }
}
