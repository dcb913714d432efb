/**
 * Executions without end, decided the slow way: on real generators, in which every call is a choice of its own,
 * and by fixed points instead of components. What the search for fair cycles is held against.
 *
 * Each thread is guessed to be enabled no more from some moment on, or to get what it is owed for ever; for every
 * guess the cycle must go through certain steps again and again, and states outside of it are left out.
 * The edges on such a cycle are a greatest fixed point (EmersonLei1987).
 */

import { isGranted } from '../core/event.ts';
import type { Fairness } from '../core/fairness.ts';
import type { EndlessRule } from '../core/monitor.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Choice } from '../core/schedule.ts';
import { keyOfWorld } from '../program/keyOfWorld.ts';
import type { Program } from '../program/program.ts';
import { World } from '../program/world.ts';

type FairRule = Extract<EndlessRule, { fairness: Fairness }>;

interface ThreadState {
  readonly isInside: boolean;
  readonly isTimed: boolean;
  /** Whether it wants to move and could, were it its turn; and whether it can. */
  readonly isReady: boolean;
  readonly isEnabled: boolean;
  /** Whether it can idle in a wait loop. */
  readonly canIdle: boolean;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly thread: number;
  readonly isStep: boolean;
  readonly ends: boolean;
  readonly grants: boolean;
}

/** All states of a program, by real executions. */
export interface NaiveGraph {
  readonly states: readonly (readonly ThreadState[])[];
  readonly edges: readonly Edge[];
}

/** @param statesMax gives up, with undefined, where there are more. */
export function naiveGraph(program: Program, statesMax: number): NaiveGraph | undefined {
  const seen = new Map<string, number>();
  const schedules: (readonly Choice[])[] = [];
  const states: ThreadState[][] = [];
  const edges: Edge[] = [];
  const visit = (world: World, schedule: readonly Choice[]): number => {
    const key = keyOfWorld(world);
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, seen.size);
    schedules.push(schedule);
    states.push(program.threads.map(({ index }) => threadState(world, index)));
    return seen.size - 1;
  };
  visit(run(program, []), []);
  for (const [from, schedule] of schedules.entries()) {
    if (seen.size > statesMax) return undefined;
    for (const choice of run(program, schedule).choices()) {
      const next = run(program, schedule);
      const { events } = next.apply(choice);
      const end = events.find(({ type }) => type === 'return' || type === 'throw');
      edges.push({
        from,
        to: visit(next, [...schedule, choice]),
        thread: choice.thread,
        isStep: choice.action === 'step',
        ends: end !== undefined,
        grants: end?.type === 'return' && end.invocation.effect === 'takes' && isGranted(end.value),
      });
    }
  }
  return { states, edges };
}

function run(program: Program, schedule: readonly Choice[]): World {
  const world = new World(program, { callsAtAnyMoment: true });
  for (const choice of schedule) world.apply(choice);
  return world;
}

function threadState(world: World, index: ThreadIndex): ThreadState {
  const running = world.thread(index);
  if (running === undefined)
    return { isInside: false, isTimed: false, isReady: false, isEnabled: false, canIdle: false };
  const { isCalled, isDeadlinePast, operation } = running;
  const canIdle = isCalled && world.isHeldBack(index);
  const wants = isCalled || operation.isOwed;
  return {
    isInside: isCalled && operation.isBackground !== true,
    isTimed: operation.hasDeadline && !isDeadlinePast,
    isReady: wants && !world.isBlocked(index),
    isEnabled: wants && world.movesOf(index).some(({ action }) => action === 'step'),
    canIdle,
  };
}

/** Whether a fair execution exists that the rule forbids, with `victim` as the thread whose call never ends. */
export function naivelyForbidden(graph: NaiveGraph, victim: number, rule: FairRule): boolean {
  const isStarving = rule.forbids === 'starvation';
  const admitted = graph.edges.filter(
    ({ from, to, thread, ends, grants }) =>
      [from, to].every(
        (state) => graph.states[state]![victim]!.isInside && !graph.states[state]![victim]!.isTimed,
      ) &&
      !(thread === victim && ends) &&
      (isStarving || !grants),
  );
  const goal = (edge: Edge): boolean =>
    isStarving ? edge.thread !== victim && edge.grants : edge.thread === victim && edge.isStep;
  const threads = graph.states[0]!.map((_, thread) => thread);
  const movesOf =
    (thread: number) =>
    (edge: Edge): boolean =>
      (edge.thread === thread && edge.isStep) || graph.states[edge.from]![thread]!.canIdle;
  const isServed =
    (thread: number) =>
    (edge: Edge): boolean =>
      movesOf(thread)(edge) || (rule.fairness === 'weak' && !graph.states[edge.from]![thread]!.isReady);
  return Array.from({ length: 2 ** threads.length }, (_, guess) => guess).some((guess) => {
    const disabled = threads.filter((thread) => ((guess >> thread) & 1) === 1);
    const moving = threads.filter((thread) => !disabled.includes(thread));
    const left = admitted.filter(({ from }) =>
      disabled.every((thread) => !graph.states[from]![thread]!.isEnabled),
    );
    return hasCycleThrough(left, [goal, ...moving.map(isServed)]);
  });
}

/** Whether some walk along the edges satisfies each of the wishes again and again. */
function hasCycleThrough(edges: readonly Edge[], wishes: readonly ((edge: Edge) => boolean)[]): boolean {
  let kept = edges;
  for (;;) {
    const before = kept.length;
    for (const wish of wishes) {
      // The states from which some edge that is wished for lies ahead.
      const reaching = new Set(kept.filter(wish).map(({ from }) => from));
      for (let grown = -1; grown !== reaching.size;) {
        grown = reaching.size;
        for (const { from, to } of kept) if (reaching.has(to)) reaching.add(from);
      }
      kept = kept.filter(({ to }) => reaching.has(to));
    }
    if (kept.length === before) return kept.length > 0;
  }
}
