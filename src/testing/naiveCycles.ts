/**
 * The slowest correct way to decide whether a graph has a cycle that is forbidden: tries every set of states.
 * It knows nothing of components, and reads the definitions off the page. Exponential in the states.
 */

import type { Fairness } from '../core/fairness.ts';
import type { EndlessRule } from '../core/monitor.ts';
import {
  blockedBefore,
  ends,
  grants,
  idling,
  inside,
  isStep,
  ready,
  stepping,
  timed,
  wanting,
  type EndlessGraph,
} from '../explore/liveness/endlessGraph.ts';

type FairRule = Extract<EndlessRule, { fairness: Fairness }>;

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly by: number;
  readonly marks: number;
}

/** Whether some set of states is gone through again and again by a fair execution that the rule forbids for a victim. */
export function hasForbiddenCycle(graph: EndlessGraph, victim: number, rule: FairRule): boolean {
  for (let set = 1; set < 2 ** graph.states; set++) {
    const states = Array.from({ length: graph.states }, (_, state) => state).filter(
      (state) => ((set >> state) & 1) === 1,
    );
    if ([true, false].some((isCalled) => isForbidden(graph, states, victim, rule, isCalled))) return true;
  }
  return false;
}

function isForbidden(
  graph: EndlessGraph,
  states: readonly number[],
  victim: number,
  rule: FairRule,
  isCalled: boolean,
): boolean {
  const marksOf = (state: number, thread: number): number =>
    graph.threadMarks[state * graph.threads + thread]!;
  const has = (state: number, thread: number, mark: number): boolean => (marksOf(state, thread) & mark) !== 0;
  const isStarving = rule.forbids === 'starvation';
  if (!isCalled && !isStarving) return false;
  // The victim is in its call throughout, or it is blocked before it at some moment, calls it then, and never moves.
  if (states.some((state) => has(state, victim, timed))) return false;
  if (states.some((state) => has(state, victim, inside) !== isCalled)) return false;
  if (!isCalled && !states.some((state) => has(state, victim, blockedBefore))) return false;
  const edges = edgesOf(graph).filter(
    ({ from, to, by, marks }) =>
      states.includes(from) &&
      states.includes(to) &&
      (by !== victim || (isCalled && (marks & ends) === 0)) &&
      (isStarving || (marks & grants) === 0),
  );
  if (edges.length === 0 || !isStronglyConnected(states, edges)) return false;
  const hasGoal = isStarving
    ? edges.some(({ by, marks }) => by !== victim && (marks & grants) !== 0)
    : edges.some(({ by, marks }) => by === victim && (marks & isStep) !== 0);
  if (!hasGoal) return false;

  for (let thread = 0; thread < graph.threads; thread++) {
    const wants = (state: number): boolean => has(state, thread, wanting) || thread === victim;
    const isReady = (state: number): boolean => wants(state) && has(state, thread, ready);
    const isEnabled = (state: number): boolean => wants(state) && has(state, thread, stepping);
    const moves =
      edges.some(({ by, marks }) => by === thread && (marks & isStep) !== 0) ||
      states.some((state) => has(state, thread, idling));
    const isOwed = states.some(isEnabled) && (rule.fairness === 'strong' || states.every(isReady));
    if (isOwed && !moves) return false;
  }
  return true;
}

function edgesOf({ states, first, targets, movers, edgeMarks }: EndlessGraph): Edge[] {
  return Array.from({ length: states }, (_, from) => from).flatMap((from) =>
    Array.from({ length: first[from + 1]! - first[from]! }, (_, index) => first[from]! + index).map(
      (edge) => ({
        from,
        to: targets[edge]!,
        by: movers[edge]!,
        marks: edgeMarks[edge]!,
      }),
    ),
  );
}

function isStronglyConnected(states: readonly number[], edges: readonly Edge[]): boolean {
  return states.every((start) => {
    const reached = new Set<number>([start]);
    for (const state of reached) {
      for (const { from, to } of edges) if (from === state) reached.add(to);
    }
    return states.every((state) => reached.has(state));
  });
}
