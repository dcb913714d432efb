import type { Automata, ValueReferences } from '../automata/automata.ts';
import type { ObjectIndex } from '../core/ids.ts';
import type { Shape } from './shape.ts';

/**
 * Finds the allocated objects that something still points to: a thread by what it can still know, or
 * an object by its value. The others are absent, so that garbage does not tell states apart.
 */
export class Garbage {
  readonly #learner: Automata;
  readonly #shape: Shape;
  /** A bit for each object. */
  #live = new Int32Array(1);
  /** Of each set of objects that came up: `#live.length` words with a bit for each of its objects. */
  #masks = new Int32Array(64);
  #maskCount = 0;
  /** Of each object. */
  readonly #tables: ValueReferences[] = [];
  readonly #isAllocated: boolean[] = [];
  /** The objects that exist from the start: they and the threads are where pointers begin. */
  readonly #roots: ObjectIndex[] = [];
  readonly #others: ObjectIndex[] = [];

  constructor(learner: Automata, shape: Shape) {
    this.#learner = learner;
    this.#shape = shape;
  }

  /** Marks what is live in a state; ask {@link isLive} afterwards. */
  mark(vector: ArrayLike<number>): void {
    const { threads, program } = this.#learner;
    if (this.#tables.length !== program.arena.objects.length) this.#makeRoom();
    this.#live.fill(0);
    for (let thread = 0; thread < threads.length; thread++) {
      this.#include(threads[thread]!.references.data[vector[thread]!]!);
    }
    const roots = this.#roots;
    for (let root = 0; root < roots.length; root++) this.#include(this.#referencesOf(roots[root]!, vector));
    // What was reached may point on.
    const others = this.#others;
    for (let hasGrown = others.length > 0; hasGrown;) {
      hasGrown = false;
      for (let other = 0; other < others.length; other++) {
        const object = others[other]!;
        if (this.isLive(object) && this.#include(this.#referencesOf(object, vector))) hasGrown = true;
      }
    }
  }

  /**
   * Whether a step may have taken the last pointer from something: only if one is gone that neither side of the step
   * has afterwards, or if what it set is let go of, for then nothing else may point to that, or through it.
   *
   * @param vector the state before it, and `node` where the thread stands afterwards.
   * @param object what the step set to `value`, or -1.
   */
  mayFollow(vector: ArrayLike<number>, thread: number, node: number, object: number, value: number): boolean {
    const { threads, program } = this.#learner;
    if (this.#tables.length !== program.arena.objects.length) this.#makeRoom();
    const references = threads[thread]!.references.data;
    const held = references[vector[thread]!]!;
    const heldAfter = references[node]!;
    const pointed = object < 0 ? 0 : this.#referencesOf(object, vector);
    const pointedAfter = object < 0 ? 0 : this.#tables[object]!.references.data[value]!;
    const isAllocated = object >= 0 && this.#isAllocated[object]!;
    if (held === heldAfter && pointed === pointedAfter && !isAllocated) return false;
    const most = Math.max(held, heldAfter, pointed, pointedAfter);
    if (most >= this.#maskCount) this.#readMasks(most + 1);
    const masks = this.#masks;
    const wordCount = this.#live.length;
    if (isAllocated && ((masks[heldAfter * wordCount + (object >>> 5)]! >>> (object & 31)) & 1) === 0)
      return true;
    for (let word = 0; word < wordCount; word++) {
      const before = masks[held * wordCount + word]! | masks[pointed * wordCount + word]!;
      const after = masks[heldAfter * wordCount + word]! | masks[pointedAfter * wordCount + word]!;
      if ((before & ~after) !== 0) return true;
    }
    return false;
  }

  /** Makes absent what nothing points to. */
  sweep(vector: Int32Array): void {
    this.mark(vector);
    const others = this.#others;
    for (let other = 0; other < others.length; other++) {
      if (!this.isLive(others[other]!)) vector[this.#shape.objects + others[other]!] = 0;
    }
  }

  isLive(object: ObjectIndex): boolean {
    return ((this.#live[object >>> 5]! >>> (object & 31)) & 1) === 1;
  }

  /** Marks a set of objects; tells whether some of them were not marked before. */
  #include(set: number): boolean {
    if (set === 0) return false;
    if (set >= this.#maskCount) this.#readMasks(set + 1);
    const live = this.#live;
    const wordCount = live.length;
    let hasGrown = false;
    for (let word = 0; word < wordCount; word++) {
      const before = live[word]!;
      const after = before | this.#masks[set * wordCount + word]!;
      if (after === before) continue;
      live[word] = after;
      hasGrown = true;
    }
    return hasGrown;
  }

  /** The number of the set of objects that an object points to. */
  #referencesOf(object: number, vector: ArrayLike<number>): number {
    // An object that was added just now is absent in a state from before.
    return this.#tables[object]!.references.data[vector[this.#shape.objects + object] ?? 0]!;
  }

  #readMasks(count: number): void {
    const wordCount = this.#live.length;
    if (count * wordCount > this.#masks.length) {
      const masks = new Int32Array(2 * count * wordCount);
      masks.set(this.#masks);
      this.#masks = masks;
    }
    for (let set = this.#maskCount; set < count; set++) {
      for (const object of this.#learner.references.at(set)) {
        this.#masks[set * wordCount + (object >>> 5)]! |= 1 << (object & 31);
      }
    }
    this.#maskCount = count;
  }

  #makeRoom(): void {
    const { objects } = this.#learner.program.arena;
    for (const { index, pool } of objects.slice(this.#tables.length)) {
      this.#tables.push(this.#learner.valuesOf(index));
      this.#isAllocated.push(pool !== undefined);
      (pool === undefined ? this.#roots : this.#others).push(index);
    }
    const wordCount = Math.max(1, Math.ceil(objects.length / 32));
    if (wordCount === this.#live.length) return;
    this.#live = new Int32Array(wordCount);
    this.#masks = new Int32Array(64 * wordCount);
    this.#maskCount = 0;
  }
}
