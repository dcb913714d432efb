import { componentsOf, memoryFor, type Memory } from './components.ts';
import type { CycleQuery } from './cycleQuery.ts';

/** A set of states such that some cycle through all of them, and through all admitted edges between them, is one that is looked for. */
export type CycleSet = Int32Array;

/** The cycles that are looked for, if there are any. */
export interface FoundSets {
  readonly sets: readonly CycleSet[];
  /** Of each state: a number that is the same for all states of a cycle that is looked for; 0 where there is none. */
  readonly regionOf: Int32Array;
}

/**
 * Sets of states with a cycle that is looked for; there is such a cycle in the graph if and only if there is
 * such a set. Exact.
 *
 * Within a component, one cycle can go through everything. So under weak fairness a component is looked at
 * once: has it seen all that it must (EmersonLei1987, Couvreur1999)? Under strong fairness, a thread to which a move
 * is owed in some states and given nowhere makes a fair cycle avoid these states; what is left without them is
 * taken apart again. Each time states are left out, so it ends (Streett emptiness, EmersonLei1987).
 */
export function cycleSets(query: CycleQuery, memory: Memory = memoryFor(query.graph.states)): FoundSets {
  const { graph, admitsState, seenAt } = query;
  // Which part of the graph a state belongs to just now.
  const part = new Int32Array(graph.states);
  let parts = 1;
  const admitted = Int32Array.from({ length: graph.states }, (_, state) => state).filter((state) =>
    admitsState(state),
  );
  for (const state of admitted) part[state] = parts;
  const sets: CycleSet[] = [];
  const regionOf = new Int32Array(graph.states);
  const regions = new Set<number>();
  const open: Int32Array[] = [admitted];
  for (let states = open.pop(); states !== undefined; states = open.pop()) {
    const number = states.length === 0 ? 0 : part[states[0]!]!;
    for (const component of componentsOf(query, states, (state) => part[state] === number, memory)) {
      const own = ++parts;
      for (const state of component) part[state] = own;
      if (states === admitted) for (const state of component) regionOf[state] = own;
      const seen = seenIn(component, query, (state) => part[state] === own);
      if (query.isMet(seen) && component.some((state) => query.mayStart(state))) {
        sets.push(component);
        regions.add(regionOf[component[0]!]!);
        continue;
      }
      const bad = query.toLeaveOut(seen);
      if (bad === undefined || bad === 0) continue;
      const rest = component.filter((state) => (seenAt(state) & bad) === 0);
      // All of it would be taken apart in the same way for ever, and none of it is a part of its own.
      if (rest.length === component.length || rest.length === 0) continue;
      const next = ++parts;
      for (const state of rest) part[state] = next;
      open.push(rest);
    }
  }
  return { sets, regionOf: regionOf.map((region) => (regions.has(region) ? region : 0)) };
}

function seenIn(
  component: Int32Array,
  { graph, admitsEdge, seenAt, seenBy }: CycleQuery,
  isIn: (state: number) => boolean,
): number {
  let seen = 0;
  for (const state of component) {
    seen |= seenAt(state);
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
      if (isIn(graph.targets[edge]!) && admitsEdge(edge)) seen |= seenBy(edge);
    }
  }
  return seen;
}
