import type { Automata } from '../automata/automata.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import { bitsFor, Layout } from './layout.ts';

/**
 * Which component of a state vector is what:
 *
 *   T0 … Tn │ interrupts left │ last thread │ turn │ monitors … │ objects …
 */
export class Shape {
  readonly threadCount: number;
  readonly budget: number;
  readonly lastThread: number;
  /** Of no meaning where scheduling is preemptive. */
  readonly turn: number;
  readonly monitors: number;
  readonly objects: number;

  readonly #learner: Automata;
  readonly #tables: readonly MonitorTable[];
  readonly #tellsLastThread: boolean;

  constructor(learner: Automata, tables: readonly MonitorTable[], tellsLastThread: boolean) {
    this.#learner = learner;
    this.#tables = tables;
    this.#tellsLastThread = tellsLastThread;
    this.threadCount = learner.program.threads.length;
    this.budget = this.threadCount;
    this.lastThread = this.budget + 1;
    this.turn = this.lastThread + 1;
    this.monitors = this.turn + 1;
    this.objects = this.monitors + tables.length;
  }

  /** The initial state; the last thread is one past the last, for none has moved. */
  initialVector(): number[] {
    const { program } = this.#learner;
    return [
      ...program.threads.map(({ index }) => this.#learner.startOf(index)),
      program.interrupts?.budget ?? 0,
      this.#tellsLastThread ? this.threadCount : 0,
      0,
      ...this.#tables.map(() => 0),
      ...program.arena.objects.map(({ index }) => this.#learner.initialOf(index)),
    ];
  }

  /**
   * The rank of the first slot of a pool that is absent in a state: nothing points to it, for garbage is made absent at
   * once.
   */
  freeRank(vector: ArrayLike<number>, poolId: number): number {
    const { slots } = this.#learner.pools[poolId]!;
    let rank = 0;
    while (rank < slots.length && (vector[this.objects + slots[rank]!] ?? 0) !== 0) rank++;
    return rank;
  }

  /** A layout with room for everything that has been learned, and some room to grow; or `current` if that has it. */
  layoutFrom(current: Layout | undefined): Layout {
    const counts = this.#counts();
    const fits =
      current !== undefined &&
      current.componentCount === counts.length &&
      counts.every((count, component) => bitsFor(count) <= current.widths[component]!);
    if (fits) return current;
    return new Layout(
      counts.map((count, component) => {
        const needed = bitsFor(count);
        const had = current?.widths[component] ?? 0;
        return needed <= had ? had : needed < 3 ? needed : needed + 1;
      }),
    );
  }

  /** How many different values each component can have so far. */
  #counts(): number[] {
    const { program } = this.#learner;
    return [
      ...program.threads.map(({ index }) => this.#learner.nodeCount(index)),
      (program.interrupts?.budget ?? 0) + 1,
      this.#tellsLastThread ? this.threadCount + 1 : 0,
      this.#learner.turns?.size ?? 0,
      ...this.#tables.map(({ size }) => size),
      ...program.arena.objects.map(({ index }) => this.#learner.valuesOf(index).size),
    ];
  }

  threadOf(component: number): ThreadIndex {
    return component as ThreadIndex;
  }

  objectOf(component: number): ObjectIndex {
    return (component - this.objects) as ObjectIndex;
  }
}
