/** From a path through reduced states to a schedule that the threads can follow under their own names. */

import { HeddleBug } from '../core/errors.ts';
import type { Choice } from '../core/schedule.ts';
import { Product } from './product.ts';
import type { Violation } from './findings.ts';
import { pathTo, successorBetween } from './search.ts';
import { Shape } from './shape.ts';
import type { VisitedStates } from './visitedStates.ts';
import { Naming } from './symmetry/naming.ts';
import { Symmetry } from './symmetry/symmetry.ts';

/**
 * The choices that lead to a violation that a reduced search has found: each step of its path, chains
 * included, is looked up among what can really happen, with the names exchanged back.
 *
 * @param product with which `store` was filled.
 */
export function realScheduleOf(product: Product, store: VisitedStates, violation: Violation): Choice[] {
  return new Retracing(product, store).run(violation);
}

class Retracing {
  readonly #reduced: Product;
  readonly #store: VisitedStates;
  /** The same program without reductions. */
  readonly #plain: Product;
  readonly #symmetry: Symmetry;
  readonly #choices: Choice[] = [];
  /** What the thread that the reduced state calls by a number is really called. */
  #names: number[];
  #real: readonly number[];

  constructor(reduced: Product, store: VisitedStates) {
    const { learner, monitors } = reduced;
    this.#reduced = reduced;
    this.#store = store;
    this.#plain = new Product(learner, monitors);
    this.#symmetry = new Symmetry(new Naming(learner), new Shape(learner, monitors, false), monitors);
    this.#names = learner.program.threads.map(({ index }) => index);
    this.#real = vectorOf(this.#plain, this.#plain.initialWords(), 0);
  }

  run(violation: Violation): Choice[] {
    const path = pathTo(this.#store, violation.state);
    this.#reduced.recordsChains = true;
    for (const [index, child] of path.entries()) {
      if (index > 0) this.#follow(path[index - 1]!, child);
    }
    this.#reduced.recordsChains = false;
    if (violation.choice !== undefined) this.#step(this.#stored(violation.state), violation.choice);
    return this.#choices;
  }

  #follow(parent: number, child: number): void {
    const successor = successorBetween(this.#reduced, this.#store, parent, child);
    const { successors } = this.#reduced;
    const choices = [successors.choiceOf(successor), ...(successors.chains[successor] ?? [])];
    const exchanged = successors.names[successor];
    let vector = this.#stored(parent);
    for (const choice of choices) vector = this.#step(vector, choice);
    if (exchanged === undefined) return;
    const names = [...this.#names];
    exchanged.forEach((name, thread) => (names[name] = this.#names[thread]!));
    this.#names = names;
  }

  /** Takes a step in a reduced state, and the same step under the real names; answers the next reduced state. */
  #step(vector: readonly number[], choice: Choice): readonly number[] {
    const next = this.#after(vector).find(
      (one) =>
        one.choice.thread === choice.thread &&
        one.choice.action === choice.action &&
        one.choice.outcome === choice.outcome,
    );
    if (next === undefined) throw new HeddleBug('a step of a reduced path cannot be taken');
    const wanted = this.#renamed(next.vector);
    const real = this.#after(this.#real).find(
      (one) =>
        one.choice.thread === this.#names[choice.thread] &&
        one.choice.action === choice.action &&
        isSame(one.vector, wanted),
    );
    if (real === undefined)
      throw new HeddleBug('a step of a reduced path has no counterpart under the real names');
    this.#choices.push(real.choice);
    this.#real = real.vector;
    return next.vector;
  }

  #renamed(vector: readonly number[]): readonly number[] {
    if (this.#names.every((name, thread) => name === thread)) return vector;
    const out = new Int32Array(vector.length + this.#reduced.learner.program.arena.objects.length);
    this.#symmetry.rename(Int32Array.from(vector), this.#names, out);
    return [...out];
  }

  /** All that can happen in a state. */
  #after(vector: readonly number[]): { readonly choice: Choice; readonly vector: readonly number[] }[] {
    const plain = this.#plain;
    for (;;) {
      const words = new Int32Array(plain.layout.wordCount);
      plain.layout.pack(vector, words, 0);
      if (plain.expand(words, 0)) break;
    }
    const { successors, layout } = plain;
    return Array.from({ length: successors.count }, (_, successor) => ({
      choice: successors.choiceOf(successor),
      vector: vectorOf(plain, successors.words, successor * layout.wordCount),
    }));
  }

  #stored(state: number): readonly number[] {
    return vectorOf(this.#reduced, this.#store.chunkOf(state), this.#store.offsetOf(state));
  }
}

/** The components of a packed state. */
export function vectorOf({ layout }: Product, words: Int32Array, base: number): readonly number[] {
  const vector = new Int32Array(layout.componentCount);
  layout.unpack(words, base, vector);
  return [...vector];
}

/** Objects that were not yet known in the one state do not exist in it. */
function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let component = 0; component < Math.max(a.length, b.length); component++) {
    if ((a[component] ?? 0) !== (b[component] ?? 0)) return false;
  }
  return true;
}
