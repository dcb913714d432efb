/**
 * Which cycles are looked for: what they may go through, what they must have seen, and that they are fair.
 *
 * Everything that a cycle must have seen is a bit. For each thread there are two bits more: that the
 * scheduler owes it a move, and that it has been given one. So what a cycle has seen is a small number, and
 * that of a whole component is the union of all in it.
 */

import { HeddleBug } from '../../core/errors.ts';
import type { Fairness } from '../../core/fairness.ts';
import {
  blockedBefore,
  ends,
  grants,
  idling,
  inside,
  ready,
  isMarked,
  isStep,
  stepping,
  timed,
  wanting,
  type EndlessGraph,
} from './endlessGraph.ts';

/** The most threads for which there are bits enough. */
export const threadsMax = 14;

/** Cycles that are looked for in one graph. */
export interface CycleQuery {
  readonly graph: EndlessGraph;
  /** The thread that the cycles are about. */
  readonly victim: number;
  /** Whether the victim is to call its operation where the cycle begins: it is blocked before it. */
  readonly startsWithCall: boolean;
  /** How many bits there are. */
  readonly bits: number;
  readonly admitsState: (state: number) => boolean;
  readonly admitsEdge: (edge: number) => boolean;
  /** Whether a cycle can begin in a state. */
  readonly mayStart: (state: number) => boolean;
  /** What a cycle has seen that goes through a state, or an edge. */
  readonly seenAt: (state: number) => number;
  readonly seenBy: (edge: number) => number;
  /** Whether a cycle that has seen this, and all of it, is one that is looked for. */
  readonly isMet: (seen: number) => boolean;
  /** Whether a component that has seen this may have a part that is met, and where: states with one of these bits are left out. Undefined for none. */
  readonly toLeaveOut: (seen: number) => number | undefined;
}

/**
 * Fair cycles in which the call of `victim` never ends, and others are granted.
 *
 * @param isCalled whether the victim is inside its operation; otherwise it stands before it, is blocked there
 * at some moment of the cycle, and calls it then. Both together are all.
 */
export function starvation(
  graph: EndlessGraph,
  victim: number,
  fairness: Fairness,
  isCalled: boolean,
): CycleQuery {
  const othersAreGranted = 1;
  return fairCycles(graph, victim, fairness, {
    goals: 1,
    startsWithCall: !isCalled,
    admitsState: (marks) => (marks & timed) === 0 && ((marks & inside) !== 0) === isCalled,
    admitsEdge: (mover, marks) => mover !== victim || (isCalled && (marks & ends) === 0),
    seenBy: (mover, marks) => (mover !== victim && (marks & grants) !== 0 ? othersAreGranted : 0),
  });
}

/** Fair cycles in which the call of `victim` never ends and takes step after step, and nobody is granted. */
export function livelock(graph: EndlessGraph, victim: number, fairness: Fairness): CycleQuery {
  const itMoves = 1;
  return fairCycles(graph, victim, fairness, {
    goals: 1,
    startsWithCall: false,
    admitsState: (marks) => (marks & inside) !== 0 && (marks & timed) === 0,
    admitsEdge: (mover, marks) => (marks & grants) === 0 && (mover !== victim || (marks & ends) === 0),
    seenBy: (mover, marks) => (mover === victim && (marks & isStep) !== 0 ? itMoves : 0),
  });
}

/**
 * Cycles, fair or not, in which the call of `victim` never ends and an edge is marked.
 *
 * @param isQuiet whether the cycle must go through a quiet moment.
 * @param isIn may leave out states.
 */
export function marked(
  graph: EndlessGraph,
  victim: number,
  isQuiet: boolean,
  isIn: (state: number) => boolean = () => true,
): CycleQuery {
  const goals = isQuiet ? 3 : 1;
  return {
    graph,
    victim,
    startsWithCall: false,
    bits: isQuiet ? 2 : 1,
    admitsState: (state) =>
      (graph.threadMarks[state * graph.threads + victim]! & inside) !== 0 && isIn(state),
    admitsEdge: (edge) => graph.movers[edge] !== victim || (graph.edgeMarks[edge]! & ends) === 0,
    mayStart: () => true,
    seenAt: (state) => (isQuiet && graph.quiet[state] === 1 ? 2 : 0),
    seenBy: (edge) => ((graph.edgeMarks[edge]! & isMarked) === 0 ? 0 : 1),
    isMet: (seen) => (seen & goals) === goals,
    toLeaveOut: () => undefined,
  };
}

/** What makes one kind of cycle different from another, in terms of the marks of the victim and of edges. */
interface Kind {
  /** How many bits must be seen; they are the lowest. */
  readonly goals: number;
  readonly startsWithCall: boolean;
  readonly admitsState: (marks: number) => boolean;
  readonly admitsEdge: (mover: number, marks: number) => boolean;
  readonly seenBy: (mover: number, marks: number) => number;
}

function fairCycles(graph: EndlessGraph, victim: number, fairness: Fairness, kind: Kind): CycleQuery {
  if (graph.threads > threadsMax)
    throw new HeddleBug(`${graph.threads} threads have more bits than a number`);
  const { threads, threadMarks, movers, edgeMarks } = graph;
  const { goals, startsWithCall } = kind;
  const allGoals = (1 << goals) - 1;
  // Of thread t: bit `given + t` is set once it has moved or need not, bit `owed + t` once a move is owed to it.
  const given = goals;
  const owed = goals + threads;
  const isStrong = fairness === 'strong';

  const seenOf = (marks: number, thread: number): number => {
    // A victim that stands before its call is taken to have called.
    const wants = (marks & wanting) !== 0 || thread === victim;
    const isReady = wants && (marks & ready) !== 0;
    const isEnabled = wants && (marks & stepping) !== 0;
    const needsNone = (marks & idling) !== 0 || (!isStrong && !isReady);
    return (needsNone ? 1 << (given + thread) : 0) | (isEnabled ? 1 << (owed + thread) : 0);
  };

  return {
    graph,
    victim,
    startsWithCall,
    bits: goals + 2 * threads,
    admitsState: (state) => kind.admitsState(threadMarks[state * threads + victim]!),
    admitsEdge: (edge) => kind.admitsEdge(movers[edge]!, edgeMarks[edge]!),
    mayStart: (state) => !startsWithCall || (threadMarks[state * threads + victim]! & blockedBefore) !== 0,
    seenAt: (state) => {
      let seen = 0;
      for (let thread = 0; thread < threads; thread++)
        seen |= seenOf(threadMarks[state * threads + thread]!, thread);
      return seen;
    },
    seenBy: (edge) => {
      const mover = movers[edge]!;
      const marks = edgeMarks[edge]!;
      return kind.seenBy(mover, marks) | ((marks & isStep) !== 0 ? 1 << (given + mover) : 0);
    },
    isMet: (seen) => (seen & allGoals) === allGoals && unpaid(seen) === 0,
    toLeaveOut: (seen) => {
      return (seen & allGoals) === allGoals ? unpaid(seen) << owed : undefined;
    },
  };

  /** The threads to which a move is owed and none was given. */
  function unpaid(seen: number): number {
    const all = (1 << threads) - 1;
    return (seen >> owed) & all & ~(seen >> given);
  }
}
