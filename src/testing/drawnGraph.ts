/** Graphs that are drawn by hand, or made up, for tests of what is decided about cycles. */

import {
  ends,
  grants,
  inside,
  isMarked,
  isStep,
  wanting,
  ready,
  stepping,
  type EndlessGraph,
} from '../explore/liveness/endlessGraph.ts';

/** An edge: the thread that moves, from where to where, and what comes of it; a step of its own unless it says otherwise. */
export interface DrawnEdge {
  readonly from: number;
  readonly to: number;
  readonly by: number;
  readonly grants?: boolean;
  readonly ends?: boolean;
  readonly isMarked?: boolean;
  readonly isForeign?: boolean;
}

/** @param marks of each state and thread; where left out, a thread is inside, and steps where an edge of it leads away. */
export function drawnGraph(
  threads: number,
  states: number,
  edges: readonly DrawnEdge[],
  marks: Readonly<Record<string, number>> = {},
  quiet: readonly number[] = [],
): EndlessGraph {
  const sorted = edges.toSorted((a, b) => a.from - b.from);
  const first = Array.from(
    { length: states + 1 },
    (_, state) => sorted.filter(({ from }) => from < state).length,
  );
  const threadMarks = Array.from({ length: states * threads }, (_, index) => {
    const state = Math.floor(index / threads);
    const thread = index % threads;
    const steps = sorted.some(
      ({ from, by, isForeign }) => from === state && by === thread && isForeign !== true,
    );
    return (marks[`${state} T${thread}`] ?? inside | wanting) | (steps ? stepping | ready : 0);
  });
  return {
    threads,
    states,
    first,
    targets: sorted.map(({ to }) => to),
    movers: sorted.map(({ by }) => by),
    edgeMarks: sorted.map(
      (edge) =>
        (edge.isForeign === true ? 0 : isStep) |
        (edge.grants === true ? grants : 0) |
        (edge.ends === true ? ends : 0) |
        (edge.isMarked === true ? isMarked : 0),
    ),
    threadMarks,
    quiet: Array.from({ length: states }, (_, state) => (quiet.includes(state) ? 1 : 0)),
  };
}
