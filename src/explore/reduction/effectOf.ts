import type { Learner } from '../../automata/learner.ts';
import {
  allocating,
  infoKind,
  infoObject,
  infoSize,
  moveNode,
  moveObject,
  moveValue,
  operating,
} from '../../automata/tables.ts';
import type { ObjectIndex, ThreadIndex, ValueId } from '../../core/ids.ts';
import type { Things } from './thingSets.ts';

/** A move that a thread takes from a node. */
export interface Taken {
  readonly thread: ThreadIndex;
  readonly node: number;
  /** The value of the object that the node asks, or less than 0 where none matters. */
  readonly value: number;
  /** Where it lies in the table of moves. */
  readonly move: number;
}

/** The things that a move asks, and those that it changes or may make free. Wait loops look at more. */
export function effectOf(
  taken: Taken,
  learner: Learner,
  things: Things,
): { readonly touched: readonly number[]; readonly written: readonly number[] } {
  const { info } = learner.threads[taken.thread]!;
  const at = taken.node * infoSize;
  const kind = info.data[at + infoKind]!;
  const asked = info.data[at + infoObject]!;
  const changed = learner.shared.moves.data[taken.move + moveObject]!;
  const freed = things.freedBy(dropped(taken, kind === operating ? asked : -1, learner), learner);
  return {
    touched: kind === operating ? [things.ofObject(asked)] : [],
    written: [
      ...(changed < 0 ? [] : [things.ofObject(changed)]),
      ...(kind === allocating ? [things.ofPool(learner.pools[asked]!)] : []),
      ...freed,
    ],
  };
}

/** The objects that the thread or its object pointed to before a move, and neither does after it. */
function dropped({ thread, node, value, move }: Taken, asked: number, learner: Learner): ObjectIndex[] {
  const { data } = learner.shared.moves;
  const held = learner.threads[thread]!.references.data;
  const changed = data[move + moveObject]!;
  const knowsValue = asked >= 0 && value >= 0;
  const before = [
    ...learner.references.at(held[node]!),
    ...(knowsValue ? referencesOf(asked, value, learner) : []),
  ];
  const heldAfter = learner.references.at(held[data[move + moveNode]!]!);
  // What it sets and lets go of may be reached through itself alone.
  const isReached =
    changed >= 0 &&
    (learner.program.arena.at(changed as ObjectIndex).pool === undefined ||
      heldAfter.includes(changed as ObjectIndex));
  const after = new Set([
    ...heldAfter,
    ...(isReached ? referencesOf(changed, data[move + moveValue]!, learner) : []),
    ...(knowsValue && changed !== asked ? referencesOf(asked, value, learner) : []),
  ]);
  return before.filter((one) => !after.has(one));
}

function referencesOf(object: number, value: number, learner: Learner): readonly ObjectIndex[] {
  const table = learner.valuesOf(object as ObjectIndex);
  return learner.references.at(table.references.data[value as ValueId]!);
}
