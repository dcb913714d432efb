import { componentsOf, memoryFor } from './components.ts';
import { marked, type CycleQuery } from './cycleQuery.ts';
import type { EndlessGraph } from './endlessGraph.ts';
import { shortestLasso, type Lasso } from './lasso.ts';

/** How often one waiter can be overtaken within one call: so often at most, or without bound, as the cycle shows. */
export type BypassBound = { readonly bound: number } | { readonly unbounded: Lasso };

/**
 * The most marked edges on a way on which a call of `victim` does not end, up to a quiet moment. Exact for the
 * graph that is given.
 *
 * @param graph in which an edge is marked if the victim is overtaken by it.
 * @param depthOf as for {@link shortestLasso}.
 */
export function bypassBound(
  graph: EndlessGraph,
  victim: number,
  depthOf: (state: number) => number,
): BypassBound {
  const { most, endsQuiet } = mostMarks(marked(graph, victim, false));
  if (most < Infinity) return { bound: most };
  // A cycle with a quiet moment in it shows best that each turn counts; where there is none, one that leads to one.
  const lasso =
    shortestLasso(marked(graph, victim, true), depthOf) ??
    shortestLasso(marked(graph, victim, false, endsQuiet), depthOf);
  return { unbounded: lasso! };
}

interface MostMarks {
  /** The most marked edges on a way that the query admits and that ends in a quiet state. */
  readonly most: number;
  /** Whether such a way begins in a state. */
  readonly endsQuiet: (state: number) => boolean;
}

function mostMarks(query: CycleQuery): MostMarks {
  const { graph, admitsState, admitsEdge, seenBy } = query;
  const { first, targets, quiet } = graph;
  const states = Int32Array.from({ length: graph.states }, (_, state) => state).filter((state) =>
    admitsState(state),
  );
  const component = new Int32Array(graph.states).fill(-1);
  const lists = componentsOf(query, states, (state) => admitsState(state), memoryFor(graph.states), true);
  lists.forEach((list, index) => {
    for (const state of list) component[state] = index;
  });
  // Of each component: the most marks from there on to a quiet state; -1 if none can be come to. A component
  // comes after those that it leads to.
  const most: number[] = [];
  lists.forEach((list, index) => {
    let best = -1;
    let hasMarkInside = false;
    for (const state of list) {
      if (quiet[state] === 1) best = Math.max(best, 0);
      for (let edge = first[state]!; edge < first[state + 1]!; edge++) {
        const target = component[targets[edge]!]!;
        if (target < 0 || !admitsEdge(edge)) continue;
        const mark = seenBy(edge);
        if (target === index) hasMarkInside ||= mark === 1;
        else if (most[target]! >= 0) best = Math.max(best, most[target]! + mark);
      }
    }
    most.push(best >= 0 && hasMarkInside ? Infinity : best);
  });
  return {
    most: most.reduce((a, b) => Math.max(a, b), 0),
    endsQuiet: (state) => most[component[state]!]! >= 0,
  };
}
