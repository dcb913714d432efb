/** How a check searches, and what is common to all that it can find. */

import { UsageError } from '../core/errors.ts';
import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import type { SampleNote, Stop, SwitchBound } from '../core/verdict.ts';
import { boundedSearch } from './boundedSearch.ts';
import { dporSearch } from './dpor/dporSearch.ts';
import type { Limits, Surroundings } from './limits.ts';
import { Product } from './product.ts';
import { allReductions, reducedSearch, type Reductions } from './reducedSearch.ts';
import { sample, type SampleResult } from './sample.ts';
import { pct } from './sampling/pct.ts';
import { pos } from './sampling/pos.ts';
import { randomWalk } from './sampling/randomWalk.ts';
import type { Strategy } from './sampling/strategy.ts';
import { uniform } from './sampling/uniform.ts';
import { chao1, goodTuring } from './sampling/unseen.ts';
import { scheduleOf } from './search.ts';
import { shortestSchedule, shortestSearched, type ShortestSchedule } from './shortestSchedule.ts';

/** How a check searches; plain data. */
export type Method =
  /** Every state. Exact. */
  | { readonly by: 'states'; readonly reductions: Reductions }
  /** One execution of each class of equivalent ones. Exact; where it does not apply, every state. */
  | { readonly by: 'executions' }
  /** Every state that can be reached within a bound. Exact within it. */
  | { readonly by: 'bounded states'; readonly bound: SwitchBound }
  /** Executions at random. May miss. */
  | {
      readonly by: 'sample';
      readonly strategy: SamplingStrategy;
      readonly executions: number;
      readonly seed: number;
      /** For `pct`: the depth of the bugs that are looked for. */
      readonly depth?: number;
    };

/** The strategies that draw executions, by the names that the command takes. */
export const samplingStrategies = ['random', 'pct', 'pos', 'uniform'] as const;

/** The name of a strategy that draws executions. */
export type SamplingStrategy = (typeof samplingStrategies)[number];

/** The exhaustive search with all reductions. */
export const byStates: Method = { by: 'states', reductions: allReductions };

/** What was found, whichever way it was looked for. */
export interface Found {
  readonly states: number;
  readonly transitions: number;
  /** For a search by executions. */
  readonly executions?: number;
  /** Why this is no proof; undefined when it is one, within {@link within}. */
  readonly stop: Stop | undefined;
  readonly frontier: number;
  /** The bound, if something was left out because of it. */
  readonly within?: SwitchBound;
  readonly sample?: SampleNote;
  /** Why the method that was asked for was not the one that was used. */
  readonly instead?: string;
  /** Of each monitor whether it is violated. */
  readonly isViolated: readonly boolean[];
  /** A schedule that violates a monitor, a shortest one where that can be had. */
  schedule(index: number): ShortestSchedule;
}

/** Neither bounds on switches nor samples are proved, or made, for programs that run in turns. */
function knowsNoTurns(by: string, { program }: Learner): UsageError {
  return new UsageError({
    what: 'Only a search by states knows turns.',
    found: `a search by ${by}, with scheduling ${program.scheduling}`,
    expected: '--search reduced or plain; or --scheduling preemptive',
  });
}

/**
 * Searches a program for violations of monitors.
 *
 * @throws UsageError for a bound or a sample of a program that runs in turns.
 */
export function searchBy(
  method: Method,
  learner: Learner,
  monitors: readonly MonitorTable[],
  limits: Limits,
  surroundings: Surroundings,
): Found {
  if (learner.turns !== undefined && method.by !== 'states') {
    if (method.by !== 'executions') throw knowsNoTurns(method.by, learner);
    const found = foundByStates(allReductions, learner, monitors, limits, surroundings);
    return { ...found, instead: 'it is turns that decide who may move' };
  }
  switch (method.by) {
    case 'states':
      return foundByStates(method.reductions, learner, monitors, limits, surroundings);
    case 'executions': {
      const result = dporSearch(learner, monitors, limits, surroundings);
      if ('refusal' in result) {
        const found = foundByStates(allReductions, learner, monitors, limits, surroundings);
        return { ...found, instead: result.refusal };
      }
      const { executions, moves, stop, violations } = result;
      return {
        states: 0,
        transitions: moves,
        executions,
        stop,
        frontier: 0,
        isViolated: violations.map((violation) => violation !== undefined),
        schedule: (index) =>
          shortestSearched(learner, monitors[index]!, surroundings, () => violations[index]!),
      };
    }
    case 'bounded states': {
      const product = new Product(learner, monitors, { tellsLastStepper: true });
      const result = boundedSearch(product, method.bound, limits, surroundings);
      const { states, transitions, stop, frontier, violations, store, isCut } = result;
      return {
        states,
        transitions,
        stop,
        frontier,
        ...(isCut ? { within: method.bound } : {}),
        isViolated: violations.map((violation) => violation !== undefined),
        schedule: (index) =>
          shortestSearched(learner, monitors[index]!, surroundings, () =>
            scheduleOf(product, store, violations[index]!),
          ),
      };
    }
    case 'sample': {
      const { executions, seed } = method;
      const { timeMs } = limits;
      const options = {
        strategy: strategyOf(method),
        seed,
        executions,
        ...(timeMs === undefined ? {} : { timeMs }),
      };
      const result = sample(learner, monitors, options, surroundings);
      const schedules = result.verdicts.map((verdict) =>
        verdict.verdict === 'violated' ? verdict.violation.choices : undefined,
      );
      return {
        states: 0,
        transitions: result.steps,
        stop: result.stop ?? 'sampled',
        frontier: 0,
        sample: noteOf(result),
        isViolated: schedules.map((choices) => choices !== undefined),
        schedule: (index) =>
          shortestSearched(learner, monitors[index]!, surroundings, () => schedules[index]!),
      };
    }
  }
}

function foundByStates(
  reductions: Reductions,
  learner: Learner,
  monitors: readonly MonitorTable[],
  limits: Limits,
  surroundings: Surroundings,
): Found {
  const result = reducedSearch(learner, monitors, reductions, limits, surroundings);
  const { states, transitions, stop, frontier, violations } = result;
  return {
    states,
    transitions,
    stop,
    frontier,
    isViolated: violations.map((violation) => violation !== undefined),
    schedule: (index) => shortestSchedule(result, index, surroundings),
  };
}

function strategyOf({ strategy, depth }: Extract<Method, { by: 'sample' }>): Strategy {
  switch (strategy) {
    case 'random':
      return randomWalk();
    case 'pct':
      return pct(depth === undefined ? {} : { depth });
    case 'pos':
      return pos();
    case 'uniform':
      return uniform();
  }
}

function noteOf({ strategy, seed, executions, cut, seen, guarantee }: SampleResult): SampleNote {
  return {
    strategy,
    seed,
    executions,
    cut,
    behaviours: { seen: seen.distinct, estimated: Math.round(chao1(seen)) },
    unseenChance: goodTuring(seen),
    ...(guarantee === undefined
      ? {}
      : {
          guarantee: {
            depth: guarantee.depth,
            // 1 - (1 - p)^n, without losing it where p is small.
            chance: -Math.expm1(guarantee.executions * Math.log1p(-guarantee.perExecution)),
          },
        }),
  };
}
