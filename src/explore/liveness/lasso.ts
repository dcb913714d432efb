/** Lassos: a way to a state, and a cycle from there. The shortest, as far as that can be found in reasonable time. */

import { HeddleBug } from '../../core/errors.ts';
import type { CycleQuery } from './cycleQuery.ts';
import { cycleSets, type CycleSet } from './cycleSets.ts';

/** A cycle that was looked for, and where it begins. */
export interface Lasso {
  readonly query: CycleQuery;
  /** The state in which the cycle begins; a breadth-first search leads there on a shortest way. */
  readonly start: number;
  /** The edges of the cycle, in order. */
  readonly loop: readonly number[];
  /** Steps to the start, and around once. */
  readonly length: number;
  /** Whether no lasso of this query in this graph is shorter. */
  readonly isProvedShortest: boolean;
}

/** How many edges are gone along before a shorter cycle is given up. */
const workMax = 1_500_000;

/**
 * The shortest lasso that a query has in its graph; undefined if there is none, which is exact.
 *
 * @param depthOf how many steps lead to a state, at least; never less for a state with a larger number.
 */
export function shortestLasso(query: CycleQuery, depthOf: (state: number) => number): Lasso | undefined {
  const found = cycleSets(query);
  if (found.sets.length === 0) return undefined;
  const search = new CycleSearch(query, found.regionOf);
  const extra = query.startsWithCall ? 1 : 0;
  const lengthOf = ({ start, loop }: Cycle): number => depthOf(start) + extra + loop.length;
  const some = found.sets.map((set) => someCycle(query, set));
  let best = some.reduce((a, b) => (lengthOf(b) < lengthOf(a) ? b : a));
  let isProvedShortest = true;
  for (let start = 0; start < query.graph.states && isProvedShortest; start++) {
    const room = lengthOf(best) - depthOf(start) - extra - 1;
    if (room < 1) break;
    if (found.regionOf[start] === 0 || !query.mayStart(start)) continue;
    const loop = search.cycleFrom(start, room);
    if (loop === 'too much work') isProvedShortest = false;
    else if (loop !== undefined) best = { start, loop };
  }
  return { query, ...best, length: lengthOf(best), isProvedShortest };
}

interface Cycle {
  readonly start: number;
  readonly loop: readonly number[];
}

/** A cycle through the whole of a set would do; this one goes to what is missing, each time the nearest. */
function someCycle(query: CycleQuery, set: CycleSet): Cycle {
  const { graph, seenAt, seenBy, isMet, mayStart } = query;
  const members = new Set(set);
  const start = set.filter((state) => mayStart(state)).reduce((least, state) => Math.min(least, state));
  const loop: number[] = [];
  let at = start;
  let seen = seenAt(start);
  while (!isMet(seen) || at !== start || loop.length === 0) {
    const before = seen;
    const isWanted = (edge: number, target: number): boolean =>
      isMet(before) ? target === start : ((seenBy(edge) | seenAt(target)) & ~before) !== 0;
    for (const edge of wayToNearest(query, members, at, isWanted)) {
      loop.push(edge);
      at = graph.targets[edge]!;
      seen |= seenBy(edge) | seenAt(at);
    }
  }
  return { start, loop };
}

/** The way to the nearest edge inside a set that is wanted, and along it. */
function wayToNearest(
  { graph, admitsEdge }: CycleQuery,
  members: ReadonlySet<number>,
  from: number,
  isWanted: (edge: number, target: number) => boolean,
): number[] {
  const cameBy = new Map<number, { readonly edge: number; readonly state: number }>();
  const queue = [from];
  for (const state of queue) {
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
      const target = graph.targets[edge]!;
      if (!members.has(target) || !admitsEdge(edge)) continue;
      if (isWanted(edge, target)) {
        const way = [edge];
        for (let at = state; at !== from;) {
          const came = cameBy.get(at)!;
          way.push(came.edge);
          at = came.state;
        }
        return way.reverse();
      }
      if (target === from || cameBy.has(target)) continue;
      cameBy.set(target, { edge, state });
      queue.push(target);
    }
  }
  throw new HeddleBug('a set of states with a cycle lacks what it was said to have');
}

/** Searches for shortest cycles, among the pairs of a state and what has been seen on the way to it. */
class CycleSearch {
  readonly #query: CycleQuery;
  readonly #regionOf: Int32Array;
  #work = 0;

  constructor(query: CycleQuery, regionOf: Int32Array) {
    this.#query = query;
    this.#regionOf = regionOf;
  }

  /** The shortest cycle from a state, of at most `lengthMax` edges. */
  cycleFrom(start: number, lengthMax: number): number[] | undefined | 'too much work' {
    const { graph, bits, admitsEdge, seenAt, seenBy, isMet } = this.#query;
    // Of each pair that was come to: its state, what was seen, the edge by which, and the pair from which.
    const states = [start];
    const seens = [seenAt(start)];
    const edges = [-1];
    const parents = [-1];
    const depths = [0];
    const known = new Set<number>([start * 2 ** bits + seens[0]!]);
    for (let pair = 0; pair < states.length; pair++) {
      if (depths[pair]! >= lengthMax) return undefined;
      const state = states[pair]!;
      for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
        const target = graph.targets[edge]!;
        if (this.#regionOf[target] !== this.#regionOf[start] || !admitsEdge(edge)) continue;
        if (++this.#work > workMax) return 'too much work';
        const seen = seens[pair]! | seenBy(edge) | seenAt(target);
        if (target === start && isMet(seen)) return [...wayTo(pair), edge];
        const key = target * 2 ** bits + seen;
        if (known.has(key)) continue;
        known.add(key);
        states.push(target);
        seens.push(seen);
        edges.push(edge);
        parents.push(pair);
        depths.push(depths[pair]! + 1);
      }
    }
    return undefined;

    function wayTo(last: number): number[] {
      const way: number[] = [];
      for (let pair = last; parents[pair] !== -1; pair = parents[pair]!) way.push(edges[pair]!);
      return way.reverse();
    }
  }
}
