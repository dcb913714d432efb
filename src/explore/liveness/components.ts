/**
 * Strongly connected components: the sets of states that a cycle can stay in.
 *
 * Source: Tarjan1972, with a stack of its own, since graphs are deeper than the stack of the machine.
 */

import type { CycleQuery } from './cycleQuery.ts';

/**
 * The components of the part of the graph that the query admits and `isIn` answers true for; those without
 * an edge inside are left out unless `all` is true. Each comes after those that it leads to. Time is linear
 * in the part.
 *
 * @param states all states of the part.
 * @param memory of {@link memoryFor} the graph; it is as before afterwards.
 */
export function componentsOf(
  { graph, admitsEdge }: CycleQuery,
  states: Int32Array,
  isIn: (state: number) => boolean,
  memory: Memory,
  all = false,
): Int32Array[] {
  const { first, targets } = graph;
  const { order, low } = memory;
  const stack: number[] = [];
  const path: number[] = [];
  const nextEdge: number[] = [];
  const lists: Int32Array[] = [];
  let count = 0;

  const enter = (state: number): void => {
    order[state] = low[state] = ++count;
    stack.push(state);
    path.push(state);
    nextEdge.push(first[state]!);
  };

  for (const root of states) {
    if (order[root] !== 0) continue;
    enter(root);
    while (path.length > 0) {
      const state = path[path.length - 1]!;
      const edge = nextEdge[nextEdge.length - 1]!++;
      if (edge < first[state + 1]!) {
        const target = targets[edge]!;
        if (!isIn(target) || !admitsEdge(edge)) continue;
        if (order[target] === 0) enter(target);
        // A state whose component is known has a low of 0.
        else if (low[target] !== 0) low[state] = Math.min(low[state]!, order[target]!);
        continue;
      }
      path.pop();
      nextEdge.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[state]!);
      if (low[state] !== order[state]) continue;
      const list: number[] = [];
      for (let member = -1; member !== state;) {
        member = stack.pop()!;
        low[member] = 0;
        list.push(member);
      }
      if (all || list.length > 1 || hasLoop(state)) lists.push(Int32Array.from(list));
    }
  }
  for (const state of states) order[state] = 0;
  return lists;

  function hasLoop(state: number): boolean {
    for (let edge = first[state]!; edge < first[state + 1]!; edge++) {
      if (targets[edge] === state && admitsEdge(edge)) return true;
    }
    return false;
  }
}

/** What the search for components writes on; made once for a graph. */
export interface Memory {
  readonly order: Int32Array;
  readonly low: Int32Array;
}

/** A memory for graphs of so many states. */
export function memoryFor(states: number): Memory {
  return { order: new Int32Array(states), low: new Int32Array(states) };
}
