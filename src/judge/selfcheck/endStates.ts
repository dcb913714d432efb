import { keyOfPlace } from '../../automata/nodes.ts';
import type { Learner } from '../../automata/learner.ts';
import type { NodeId, ObjectIndex, ThreadIndex, ValueId } from '../../core/ids.ts';
import { keyOf } from '../../core/value.ts';
import { Naming } from '../../explore/symmetry/naming.ts';
import type { Product } from '../../explore/product.ts';
import { expandStored } from '../../explore/search.ts';
import { Shape } from '../../explore/shape.ts';
import type { VisitedStates } from '../../explore/visitedStates.ts';
import { Symmetry } from '../../explore/symmetry/symmetry.ts';

/**
 * The states in which executions may end, as texts that are the same whatever was learned first, and
 * for states that differ by the names of threads that do the same.
 */
export class EndStates {
  readonly #learner: Learner;
  readonly #shape: Shape;
  readonly #vectors = new Map<string, Int32Array>();

  constructor(learner: Learner) {
    this.#learner = learner;
    this.#shape = new Shape(learner, [], false);
  }

  /** @param state the threads, the interrupts left, a component of no meaning, the objects. */
  add(state: Int32Array): void {
    const vector = state.slice();
    vector[this.#shape.lastThread] = 0;
    let length = vector.length;
    // Objects that became known later are absent, like those at the end.
    while (length > 0 && vector[length - 1] === 0) length--;
    const key = vector.subarray(0, length).join();
    if (!this.#vectors.has(key)) this.#vectors.set(key, vector);
  }

  /** Adds those of a search that has stored its states. */
  addStored(product: Product, store: VisitedStates): void {
    const { monitors } = this.#shape;
    for (const state of store.numbers()) {
      expandStored(product, store, state);
      if (!product.isEnd) continue;
      const whole = new Int32Array(product.layout.componentCount);
      product.layout.unpack(store.chunkOf(state), store.offsetOf(state), whole);
      const objects = whole.subarray(monitors + product.monitors.length);
      this.add(Int32Array.from([...whole.subarray(0, monitors), ...objects]));
    }
  }

  /** In order, each once; states that differ by an exchange of threads of one role have one text. */
  texts(): string[] {
    const learner = this.#learner;
    const shape = this.#shape;
    const symmetry = new Symmetry(new Naming(learner), shape, []);
    const ways = exchanges(rolesOf(learner));
    const orbits = [...this.#vectors.values()].map((vector) => {
      const texts = ways.map((names) => {
        const out = new Int32Array(vector.length + 64);
        symmetry.rename(vector, names, out);
        return this.#textOf(out);
      });
      return texts.toSorted()[0]!;
    });
    return [...new Set(orbits)].toSorted();
  }

  #textOf(vector: Int32Array): string {
    const { objects, threadCount } = this.#shape;
    const { arena } = this.#learner.program;
    const threads = Array.from({ length: threadCount }, (_, thread) => {
      const node = this.#learner.nodeAt(thread as ThreadIndex, vector[thread]! as NodeId);
      return node === undefined ? 'finished' : keyOfPlace(node);
    });
    const held = arena.objects.flatMap(({ index }) => {
      const value = vector[objects + index] ?? 0;
      if (value === 0) return [];
      return [`${this.#nameOf(index)}=${keyOf(this.#learner.valuesOf(index).at(value as ValueId))}`];
    });
    const text = [...threads, ...held.toSorted()].join(' | ');
    // Numbers of objects depend on the order in which they became known.
    return text.replace(/@(\d+)/g, (_, index) => `@${this.#nameOf(Number(index) as ObjectIndex)}`);
  }

  #nameOf(object: ObjectIndex): string {
    const { name, pool, kind, initial } = this.#learner.program.arena.at(object);
    return pool === undefined
      ? name
      : `T${pool.thread}'s ${kind.name} ${keyOf(initial)} ${pool.slots.indexOf(object)}`;
  }
}

/** Threads that something has told apart have roles of their own. */
function rolesOf({ program: { arena, roles } }: Learner): readonly number[] {
  return arena.toldApartBy === undefined ? roles : roles.map((_, thread) => thread);
}

/** Every way to exchange threads of one role. */
function exchanges(roles: readonly number[]): number[][] {
  const extend = (names: number[]): number[][] =>
    names.length === roles.length
      ? [names]
      : roles.flatMap((role, thread) =>
          role === roles[names.length] && !names.includes(thread) ? extend([...names, thread]) : [],
        );
  return extend([]);
}
