/**
 * What steps touch and write, as sets of things: a thing is a shared object, or the pool from which a
 * thread takes the objects that it allocates. Sets are runs of 32-bit words.
 */

import type { Learner } from '../../automata/learner.ts';
import type { ObjectIndex } from '../../core/ids.ts';
import type { Pool } from '../../program/arena.ts';

/**
 * Numbers the things of a program as it is known now: objects are even, pools odd, so that numbers
 * stay when more become known.
 */
export class Things {
  readonly objectCount: number;
  readonly wordCount: number;
  readonly pools: readonly Pool[];
  /** Whether allocated objects can point to others, so that one that is dropped may drop more. */
  readonly poolsAreLinked: boolean;

  constructor(learner: Learner) {
    const { pools, objects } = learner.program.arena;
    this.objectCount = objects.length;
    this.pools = [...pools];
    const count = 2 * Math.max(this.objectCount, this.pools.length);
    this.wordCount = Math.max(1, Math.ceil(count / 32));
    this.poolsAreLinked = objects.some(({ pool, index }) => {
      if (pool === undefined) return false;
      const { references, size } = learner.valuesOf(index);
      return references.data.subarray(0, size).some((set) => set !== 0);
    });
  }

  /** Whether a thing was known when these were numbered. */
  has(thing: number): boolean {
    return thing % 2 === 0 ? thing < 2 * this.objectCount : thing < 2 * this.pools.length;
  }

  ofObject(object: number): number {
    return 2 * object;
  }

  ofPool(pool: Pool): number {
    return 2 * pool.number + 1;
  }

  /** The pool that a number stands for; undefined for that of an object, `number / 2`. */
  poolAt(thing: number): Pool | undefined {
    return thing % 2 === 0 ? undefined : this.pools[(thing - 1) / 2];
  }

  /** The pools in which a slot may become free when pointers to these objects are dropped. */
  freedBy(dropped: readonly ObjectIndex[], learner: Learner): number[] {
    if (dropped.length === 0) return [];
    if (this.poolsAreLinked) return this.pools.map((pool) => this.ofPool(pool));
    return dropped.flatMap((object) => {
      const { pool } = learner.program.arena.at(object);
      return pool === undefined ? [] : [this.ofPool(pool)];
    });
  }
}

/** Pairs of sets, numbered: what is touched, and what of it is written. */
export class ThingSets {
  readonly wordCount: number;
  touched: Int32Array;
  written: Int32Array;

  constructor(count: number, wordCount: number) {
    this.wordCount = wordCount;
    this.touched = new Int32Array(count * wordCount);
    this.written = new Int32Array(count * wordCount);
  }

  /** Makes room for `count` sets in all; the new ones are empty. */
  extendTo(count: number): void {
    const { touched, written } = this;
    if (count * this.wordCount <= touched.length) return;
    this.touched = new Int32Array(2 * count * this.wordCount);
    this.written = new Int32Array(2 * count * this.wordCount);
    this.touched.set(touched);
    this.written.set(written);
  }

  clear(set: number): void {
    const from = set * this.wordCount;
    this.touched.fill(0, from, from + this.wordCount);
    this.written.fill(0, from, from + this.wordCount);
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

  /** Whether sets of `later` hold nothing that these have not; only those sets that there are here. */
  covers(later: ThingSets): boolean {
    const count = this.touched.length / this.wordCount;
    for (let set = 0; set < count; set++) {
      for (let word = 0; word < later.wordCount; word++) {
        const at = set * this.wordCount + word;
        const from = set * later.wordCount + word;
        const touched = word < this.wordCount ? this.touched[at]! : 0;
        const written = word < this.wordCount ? this.written[at]! : 0;
        if (((later.touched[from]! & ~touched) | (later.written[from]! & ~written)) !== 0) return false;
      }
    }
    return true;
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
