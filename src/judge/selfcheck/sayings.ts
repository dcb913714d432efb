/** What each way to search says of a program, in the words in which they can be compared. */

import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import type { SwitchBound } from '../../core/verdict.ts';
import { boundedSearch } from '../../explore/boundedSearch.ts';
import { dporSearch } from '../../explore/dpor/dporSearch.ts';
import type { Engine } from '../../explore/engine.ts';
import { timeless } from '../../explore/limits.ts';
import { Product } from '../../explore/product.ts';
import { realScheduleOf } from '../../explore/realSchedule.ts';
import { reducedSearch, type Reductions } from '../../explore/reducedSearch.ts';
import { sample } from '../../explore/sample.ts';
import { pos } from '../../explore/sampling/pos.ts';
import { scheduleOf } from '../../explore/search.ts';
import type { Program } from '../../program/program.ts';
import { EndStates } from './endStates.ts';
import { slowBounded } from './slowBounded.ts';

/** What a search says, in the words in which others must agree. */
export interface Sayings {
  readonly violated: readonly string[];
  readonly measures: readonly number[];
  readonly ends: readonly string[];
  /** States or moves. */
  readonly size: number;
  /** States that can be reached, where that is comparable. */
  readonly reached?: number;
  /** Schedules that are said to violate. */
  readonly schedules: readonly (readonly [property: Property, choices: readonly Choice[]])[];
}

function tablesFor(program: Program, judged: readonly Property[]): MonitorTable[] {
  return judged.map((property) => new MonitorTable(property.monitor(program.setup)));
}

/** The search of every state; undefined if there are too many. */
export function byStates(
  make: () => Program,
  judged: readonly Property[],
  wanted: Reductions,
  statesMax: number,
  engine: Engine,
): Sayings | undefined {
  const program = make();
  const learner = new Learner(program);
  const tables = tablesFor(program, judged);
  const result = reducedSearch(learner, tables, wanted, { states: statesMax }, timeless, 'exact', engine);
  if (result.stop !== undefined) return undefined;
  const { product, store, violations, states } = result;
  const ends = new EndStates(learner);
  ends.addStored(product, store);
  return said(judged, tables, ends, states, (index) => {
    const violation = violations[index];
    return violation === undefined ? undefined : () => realScheduleOf(product, store, violation);
  });
}

/** The search of one execution of each class; undefined where it does not apply or takes too long. */
export function byExecutions(
  make: () => Program,
  judged: readonly Property[],
  movesMax: number,
  { traces }: Engine,
): Sayings | undefined {
  const program = make();
  const learner = new Learner(program);
  const tables = tablesFor(program, judged);
  const ends = new EndStates(learner);
  const result = dporSearch(learner, tables, { states: movesMax }, timeless, {
    rules: traces,
    movesMax: 200,
    onEnd: (state) => ends.add(state),
  });
  if ('refusal' in result || result.stop !== undefined) return undefined;
  return said(judged, tables, ends, result.moves, (index) => {
    const choices = result.violations[index];
    return choices === undefined ? undefined : () => choices;
  });
}

/** The search within a bound. */
export function within(
  make: () => Program,
  judged: readonly Property[],
  bound: SwitchBound,
  { bounds }: Engine,
): Sayings {
  const program = make();
  const learner = new Learner(program);
  const tables = tablesFor(program, judged);
  const product = new Product(learner, tables, { tellsLastStepper: true });
  const { store, states, violations } = boundedSearch(product, bound, {}, timeless, bounds);
  const ends = new EndStates(learner);
  ends.addStored(product, store);
  const sayings = said(judged, tables, ends, states, (index) => {
    const violation = violations[index];
    return violation === undefined ? undefined : () => scheduleOf(product, store, violation);
  });
  return { ...sayings, reached: states };
}

/** The same by a search that is right for certain; undefined if that takes too long. */
export function slowly(
  make: () => Program,
  judged: readonly Property[],
  bound: SwitchBound,
  reachedMax: number,
): Sayings | undefined {
  const program = make();
  const learner = new Learner(program);
  const tables = tablesFor(program, judged);
  const ends = new EndStates(learner);
  const found = slowBounded(learner, tables, bound, ends, reachedMax);
  if (found === undefined) return undefined;
  const { isViolated, states } = found;
  return {
    violated: judged.filter((_, index) => isViolated[index]).map(({ name }) => name),
    measures: tables.map(({ measureMax }) => measureMax),
    ends: ends.texts(),
    size: 0,
    reached: states,
    schedules: [],
  };
}

/** A small sample. */
export function bySample(make: () => Program, judged: readonly Property[]): Sayings {
  const program = make();
  const learner = new Learner(program);
  const tables = tablesFor(program, judged);
  const options = { strategy: pos(), seed: 1, executions: 20, stepsMax: 200 };
  const { verdicts, steps } = sample(learner, tables, options, timeless);
  return said(judged, tables, new EndStates(learner), steps, (index) => {
    const verdict = verdicts[index]!;
    return verdict.verdict === 'violated' ? () => verdict.violation.choices : undefined;
  });
}

/** @param scheduleFor for a property that is violated, what finds a schedule that shows it. */
function said(
  judged: readonly Property[],
  tables: readonly MonitorTable[],
  ends: EndStates,
  size: number,
  scheduleFor: (index: number) => (() => readonly Choice[]) | undefined,
): Sayings {
  const found = judged.flatMap((property, index) => {
    const schedule = scheduleFor(index);
    return schedule === undefined ? [] : [[property, schedule()] as const];
  });
  return {
    violated: found.map(([{ name }]) => name),
    measures: tables.map(({ measureMax }) => measureMax),
    ends: ends.texts(),
    size,
    schedules: found,
  };
}
