/** Decides a rule about executions without end: is there a cycle that it forbids, and which is the shortest? */

import type { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { EndlessRule } from '../../core/monitor.ts';
import type { Limits, Surroundings } from '../limits.ts';
import { Product } from '../product.ts';
import type { SearchResult } from '../search.ts';
import { bypassBound } from './bypassBound.ts';
import { livelock, starvation, type CycleQuery } from './cycleQuery.ts';
import { endlessGraph, type ExploredGraph } from './endlessGraph.ts';
import { shortestLasso, type Lasso } from './lasso.ts';
import { lassoSchedule, type LassoSchedule } from './lassoSchedule.ts';

/** A cycle that is forbidden, and the way to it. */
export interface ForbiddenCycle extends LassoSchedule {
  readonly victim: number;
  /** Whether it is proved that no way and cycle together are shorter. */
  readonly isProvedShortest: boolean;
}

/** What was found out about a rule, with one client. */
export interface CycleFinding {
  /** Of the search, or of the one of several that came least far: states, transitions, and why it stopped. */
  readonly result: Pick<SearchResult, 'states' | 'transitions' | 'stop' | 'frontier'>;
  readonly cycle: ForbiddenCycle | undefined;
  /** For bypass: how often one waiter is overtaken at most, in the part that was explored, if there is a bound. */
  readonly bound?: number;
}

/** The graphs of one client, each explored once, when it is first asked for. */
export class EndlessClient {
  readonly #learner: Learner;
  readonly #limits: Limits;
  readonly #surroundings: Surroundings;
  #fair: ExploredGraph | undefined;

  /** @param limits for each graph by itself. */
  constructor(learner: Learner, limits: Limits, surroundings: Surroundings) {
    this.#learner = learner;
    this.#limits = limits;
    this.#surroundings = surroundings;
  }

  /** Looks for a cycle that a rule forbids. Exact where no limit stopped the search; a cycle that is found is real in any case. */
  find(rule: EndlessRule): CycleFinding {
    switch (rule.forbids) {
      case 'starvation':
        return this.#findIn((victim, { graph }) =>
          this.#stages.map((isCalled) => starvation(graph, victim, rule.fairness, isCalled)),
        );
      case 'livelock':
        return this.#findIn((victim, { graph }) => [livelock(graph, victim, rule.fairness)]);
      case 'unbounded bypass':
        return this.#findBypass(rule);
    }
  }

  get #hasTurns(): boolean {
    return this.#learner.turns !== undefined;
  }

  /**
   * Whether a victim is called: or whether it is blocked before its call, which is then left out. Not where turns
   * matter, for who has called stands in another place in the line. See docs/liveness.md.
   */
  get #stages(): readonly boolean[] {
    return this.#hasTurns ? [true] : [true, false];
  }

  #findIn(queriesOf: (victim: number, explored: ExploredGraph) => CycleQuery[]): CycleFinding {
    this.#fair ??= this.#explore(
      new Product(this.#learner, [], this.#hasTurns ? { callsAtAnyMoment: true } : { leavesOutCalls: true }),
    );
    return { result: this.#fair.result, cycle: cycleIn(this.#fair, queriesOf) };
  }

  #findBypass({ overtaking }: Extract<EndlessRule, { forbids: 'unbounded bypass' }>): CycleFinding {
    const { program } = this.#learner;
    let bound = 0;
    const cycles: ForbiddenCycle[] = [];
    const results: SearchResult[] = [];
    for (const { index: victim } of program.threads) {
      const table = new MonitorTable(overtaking(program.setup, victim));
      const explored = this.#explore(new Product(this.#learner, [table]));
      const found = bypassBound(explored.graph, victim, (state) => explored.depths[state]!);
      if ('bound' in found) bound = Math.max(bound, found.bound);
      // A monitor notes a quiet moment one step later, so a cycle may begin earlier than its states say.
      else cycles.push({ ...cycleOf(explored, found.unbounded), isProvedShortest: false });
      results.push(explored.result);
    }
    const result =
      results.find(({ stop }) => stop !== undefined) ??
      results.reduce((a, b) => (b.states > a.states ? b : a));
    const cycle = shortestOf(cycles);
    return cycle === undefined ? { result, cycle, bound } : { result, cycle };
  }

  #explore(product: Product): ExploredGraph {
    return endlessGraph(product, this.#limits, this.#surroundings);
  }
}

/**
 * A shortest cycle that a rule of fairness forbids, and the way to it from where the graph begins; undefined if there
 * is none in it. The graph must have calls in it at any moment.
 */
export function forbiddenCycle(
  explored: ExploredGraph,
  rule: Exclude<EndlessRule, { forbids: 'unbounded bypass' }>,
): ForbiddenCycle | undefined {
  return cycleIn(explored, (victim, { graph }) => [
    rule.forbids === 'starvation'
      ? starvation(graph, victim, rule.fairness, true)
      : livelock(graph, victim, rule.fairness),
  ]);
}

function cycleIn(
  explored: ExploredGraph,
  queriesOf: (victim: number, explored: ExploredGraph) => CycleQuery[],
): ForbiddenCycle | undefined {
  const lassos = explored.product.learner.program.threads
    .flatMap(({ index }) => queriesOf(index, explored))
    .flatMap((query) => shortestLasso(query, (state) => explored.depths[state]!) ?? []);
  return shortestOf(lassos.map((lasso) => cycleOf(explored, lasso)));
}

function cycleOf(explored: ExploredGraph, lasso: Lasso): ForbiddenCycle {
  // What lies beyond a limit may be shorter.
  const isProvedShortest = lasso.isProvedShortest && explored.result.stop === undefined;
  return { ...lassoSchedule(explored, lasso), victim: lasso.query.victim, isProvedShortest };
}

/** The first of the shortest. It is proved to be one if all others are, for theirs may have shorter ones too. */
function shortestOf(cycles: readonly ForbiddenCycle[]): ForbiddenCycle | undefined {
  const [first, ...others] = cycles;
  if (first === undefined) return undefined;
  const lengthOf = ({ stem, loop }: ForbiddenCycle): number => stem.length + loop.length;
  const best = others.reduce((a, b) => (lengthOf(b) < lengthOf(a) ? b : a), first);
  return { ...best, isProvedShortest: cycles.every(({ isProvedShortest }) => isProvedShortest) };
}
