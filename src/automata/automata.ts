import type { VisibleEvent } from '../core/event.ts';
import type { EventId, NodeId, ObjectIndex, ThreadIndex, ValueId } from '../core/ids.ts';
import type { Moments } from './moments.ts';
import type { TurnTable } from './turnTable.ts';
import type { SharedTables, ThreadTables } from './tables.ts';
import type { IntVector } from './intVector.ts';

/**
 * The learned automata of a program as a search reads them: a {@link Learner}, which fills in what is
 * missing when it is asked, or a copy of its tables, which throws `unlearned`.
 */
export interface Automata {
  /** Grows with everything that is learned. */
  readonly growth: number;
  readonly shared: SharedTables;
  readonly threads: readonly ThreadTables[];
  readonly references: { at(id: number): readonly ObjectIndex[] };
  readonly moments: Moments;
  /** Where turns matter. */
  readonly turns: TurnTable | undefined;
  readonly pools: readonly { readonly slots: readonly ObjectIndex[] }[];
  readonly program: ProgramShape;

  startOf(thread: ThreadIndex): NodeId;
  initialOf(object: ObjectIndex): ValueId;
  valuesOf(object: ObjectIndex): ValueReferences;
  nodeCount(thread: ThreadIndex): number;
  eventsOf(event: EventId): readonly VisibleEvent[];
  hasMoved(watched: number, value: ValueId): boolean;
  learnCell(thread: ThreadIndex, node: NodeId, valueOrRank: number): number;
  learnHeldCell(thread: ThreadIndex, node: NodeId, value: number): number;
  learnCallCell(thread: ThreadIndex, node: NodeId): number;
}

/** What a search must know of a program. */
export interface ProgramShape {
  readonly threads: readonly { readonly index: ThreadIndex }[];
  readonly interrupts?: { readonly budget: number } | undefined;
  readonly arena: {
    readonly objects: readonly { readonly index: ObjectIndex; readonly pool?: unknown }[];
  };
}

/** The values of a kind of object, as far as a search reads them. */
export interface ValueReferences {
  readonly size: number;
  /** Of each value: the set of allocated objects that it points to; 0 is the empty set. */
  readonly references: IntVector;
}
