import type { Choice } from '../../core/schedule.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import { expandStored, pathTo, successorBetween } from '../search.ts';
import type { ExploredGraph } from './endlessGraph.ts';
import type { Lasso } from './lasso.ts';

/** A lasso as the scheduler would follow it: the way to the cycle, and the cycle once. */
export interface LassoSchedule {
  readonly stem: readonly Choice[];
  readonly loop: readonly Choice[];
}

/** The choices of a lasso that was found in an explored graph. */
export function lassoSchedule(
  { product, result, graph }: ExploredGraph,
  { start, loop, query }: Lasso,
): LassoSchedule {
  const { store } = result;
  const path = pathTo(store, start);
  const stem = path
    .slice(1)
    .map((child, index) =>
      product.successors.choiceOf(successorBetween(product, store, path[index]!, child)),
    );
  let state = start;
  const around = loop.map((edge) => {
    // A state has the same successors, in the same order, each time that it is expanded.
    expandStored(product, store, state);
    const choice = product.successors.choiceOf(edge - graph.first[state]!);
    state = graph.targets[edge]!;
    return choice;
  });
  const call: Choice = { thread: query.victim as ThreadIndex, action: 'call', outcome: 0 };
  return { stem: query.startsWithCall ? [...stem, call] : stem, loop: around };
}
