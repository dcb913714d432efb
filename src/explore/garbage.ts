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
  #isLive = new Uint8Array(0);
  /** Of each object. */
  readonly #tables: ValueReferences[] = [];
  /** The objects that exist from the start: they and the threads are where pointers begin. */
  readonly #roots: ObjectIndex[] = [];

  constructor(learner: Automata, shape: Shape) {
    this.#learner = learner;
    this.#shape = shape;
  }

  /** Marks what is live in a state; ask {@link isLive} afterwards. */
  mark(vector: ArrayLike<number>): void {
    const { threads, program } = this.#learner;
    if (this.#isLive.length !== program.arena.objects.length) this.#makeRoom();
    this.#isLive.fill(0);
    for (let thread = 0; thread < threads.length; thread++) {
      this.#visit(threads[thread]!.references.data[vector[thread]!]!, vector);
    }
    for (let root = 0; root < this.#roots.length; root++) {
      this.#visit(this.#referencesOf(this.#roots[root]!, vector), vector);
    }
  }

  isLive(object: ObjectIndex): boolean {
    return this.#isLive[object] === 1;
  }

  #visit(set: number, vector: ArrayLike<number>): void {
    if (set === 0) return;
    const found = this.#learner.references.at(set);
    for (let index = 0; index < found.length; index++) {
      const object = found[index]!;
      if (this.#isLive[object] === 1) continue;
      this.#isLive[object] = 1;
      this.#visit(this.#referencesOf(object, vector), vector);
    }
  }

  /** The number of the set of objects that an object points to. */
  #referencesOf(object: ObjectIndex, vector: ArrayLike<number>): number {
    // An object that was added just now is absent in a state from before.
    return this.#tables[object]!.references.data[vector[this.#shape.objects + object] ?? 0]!;
  }

  #makeRoom(): void {
    const { objects } = this.#learner.program.arena;
    for (const { index, pool } of objects.slice(this.#tables.length)) {
      this.#tables.push(this.#learner.valuesOf(index));
      if (pool === undefined) this.#roots.push(index);
    }
    this.#isLive = new Uint8Array(objects.length);
  }
}
