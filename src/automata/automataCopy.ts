/**
 * A copy of learned automata, for a thread that searches and does not learn: plain data that can be
 * sent, and from it what a search reads. A copy throws `unlearned` where it has no answer.
 */

import type { VisibleEvent } from '../core/event.ts';
import type { NodeId, ObjectIndex, ThreadIndex, ValueId } from '../core/ids.ts';
import type { Automata, ProgramShape, ValueReferences } from './automata.ts';
import { IntVector } from './intVector.ts';
import type { Learner } from './learner.ts';
import { Moments } from './moments.ts';
import type { MonitorTable } from './monitorTable.ts';
import { PairMap } from './pairMap.ts';
import { SequenceInterner } from './sequenceInterner.ts';
import { infoSize, SharedTables, ThreadTables, type SharedImage, type ThreadImage } from './tables.ts';
import { unlearned } from './unlearned.ts';

/** Everything that has been learned and that a search reads. */
export interface AutomataImage {
  readonly growth: number;
  readonly shared: SharedImage;
  readonly threads: readonly ThreadImage[];
  readonly references: readonly (readonly ObjectIndex[])[];
  readonly moments: Int32Array;
  readonly pools: readonly (readonly ObjectIndex[])[];
  /** Of each object: the number of its table of values, and whether it is made while running. */
  readonly objects: readonly { readonly table: number; readonly isAllocated: boolean }[];
  readonly values: readonly { readonly size: number; readonly references: Int32Array }[];
  readonly watchMemory: Int32Array;
  readonly starts: readonly NodeId[];
  readonly initials: readonly ValueId[];
  readonly interruptBudget: number | undefined;
}

/** A number that grows with everything that an image or a monitor's image shows. */
export function amountLearned(learner: Learner, monitors: readonly MonitorTable[]): number {
  let amount = learner.growth + learner.watchMemory.size + learner.moments.size;
  for (const { edgeCount } of monitors) amount += edgeCount;
  return amount;
}

/** All that a learner has learned so far. */
export function imageOf(learner: Learner): AutomataImage {
  const { objects } = learner.program.arena;
  const tables = [...new Set(objects.map(({ index }) => learner.valuesOf(index)))];
  return {
    growth: learner.growth,
    shared: learner.shared.image,
    threads: learner.threads.map(({ image }) => image),
    references: Array.from({ length: learner.references.size }, (_, id) => learner.references.at(id)),
    moments: learner.moments.image,
    pools: learner.pools.map(({ slots }) => slots),
    objects: objects.map(({ index, pool }) => ({
      table: tables.indexOf(learner.valuesOf(index)),
      isAllocated: pool !== undefined,
    })),
    values: tables.map(({ size, references }) => ({ size, references: references.toArray() })),
    watchMemory: learner.watchMemory.image,
    starts: learner.program.threads.map(({ index }) => learner.startOf(index)),
    initials: objects.map(({ index }) => learner.initialOf(index)),
    interruptBudget: learner.program.interrupts?.budget,
  };
}

/** Learned automata that learn no more; see the head of this file. */
export class AutomataCopy implements Automata {
  readonly growth: number;
  readonly shared: SharedTables;
  readonly threads: readonly ThreadTables[];
  readonly references: { at(id: number): readonly ObjectIndex[] };
  readonly moments: Moments;
  /** Turns are found as they come, so a search of a program that runs in turns is made by one thread. */
  readonly turns = undefined;
  readonly pools: readonly { readonly slots: readonly ObjectIndex[] }[];
  readonly program: ProgramShape;

  readonly #image: AutomataImage;
  readonly #values: readonly ValueReferences[];
  readonly #watchMemory: PairMap;

  constructor(image: AutomataImage) {
    const { interruptBudget: budget } = image;
    this.#image = image;
    this.growth = image.growth;
    this.shared = new SharedTables(image.shared);
    this.threads = image.threads.map((thread) => new ThreadTables(thread));
    this.references = { at: (id) => image.references[id]! };
    this.moments = new Moments(this.threads, () => refuse(), new SequenceInterner(1, image.moments));
    this.pools = image.pools.map((slots) => ({ slots }));
    this.#values = image.values.map(({ size, references }) => ({
      size,
      references: IntVector.from(references),
    }));
    this.#watchMemory = PairMap.from(image.watchMemory);
    this.program = {
      threads: image.threads.map((_, index) => ({ index: index as ThreadIndex })),
      ...(budget === undefined ? {} : { interrupts: { budget } }),
      arena: {
        objects: image.objects.map(({ isAllocated }, index) => ({
          index: index as ObjectIndex,
          ...(isAllocated ? { pool: true } : {}),
        })),
      },
    };
  }

  startOf(thread: ThreadIndex): NodeId {
    return this.#image.starts[thread]!;
  }

  initialOf(object: ObjectIndex): ValueId {
    return this.#image.initials[object]!;
  }

  valuesOf(object: ObjectIndex): ValueReferences {
    return this.#values[this.#image.objects[object]!.table]!;
  }

  nodeCount(thread: ThreadIndex): number {
    return this.threads[thread]!.info.length / infoSize;
  }

  hasMoved(watched: number, value: ValueId): boolean {
    const known = this.#watchMemory.get(watched, value);
    return known < 0 ? refuse() : known === 1;
  }

  /** Only a monitor that learns asks for events. */
  eventsOf(): readonly VisibleEvent[] {
    return refuse();
  }

  learnCell(): number {
    return refuse();
  }

  learnHeldCell(): number {
    return refuse();
  }

  learnCallCell(): number {
    return refuse();
  }
}

function refuse(): never {
  throw unlearned;
}
