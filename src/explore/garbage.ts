import type { Learner } from '../automata/learner.ts';
import type { ObjectIndex } from '../core/ids.ts';
import type { Shape } from './shape.ts';

/**
 * Finds the allocated objects that something still points to: a thread by what it can still know, or
 * an object by its value. The others are absent, so that garbage does not tell states apart.
 */
export class Garbage {
  readonly #learner: Learner;
  readonly #shape: Shape;
  readonly #isLive: boolean[] = [];

  constructor(learner: Learner, shape: Shape) {
    this.#learner = learner;
    this.#shape = shape;
  }

  /** Marks what is live in a state; ask {@link isLive} afterwards. */
  mark(vector: ArrayLike<number>): void {
    const { threads, references, program } = this.#learner;
    const { objects } = program.arena;
    this.#isLive.length = objects.length;
    this.#isLive.fill(false);
    for (const [thread, tables] of threads.entries()) {
      this.#visit(references.at(tables.references.data[vector[thread]!]!), vector);
    }
    for (const { index, pool } of objects) {
      if (pool === undefined) this.#visit(this.#referencesOf(index, vector), vector);
    }
  }

  isLive(object: ObjectIndex): boolean {
    return this.#isLive[object] ?? false;
  }

  #visit(found: readonly ObjectIndex[], vector: ArrayLike<number>): void {
    for (const object of found) {
      if (this.#isLive[object] === true) continue;
      this.#isLive[object] = true;
      this.#visit(this.#referencesOf(object, vector), vector);
    }
  }

  #referencesOf(object: ObjectIndex, vector: ArrayLike<number>): readonly ObjectIndex[] {
    // An object that was added just now is absent in a state from before.
    const value = vector[this.#shape.objects + object] ?? 0;
    return this.#learner.references.at(this.#learner.valuesOf(object).references.data[value]!);
  }
}
