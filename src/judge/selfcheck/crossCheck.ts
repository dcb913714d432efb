/** Whether every way to search a program finds what the plain search finds. */

import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import type { SwitchBound } from '../../core/verdict.ts';
import { boundedSearch } from '../../explore/boundedSearch.ts';
import { dporSearch } from '../../explore/dpor/dporSearch.ts';
import { soundEngine, type Engine } from '../../explore/engine.ts';
import { timeless } from '../../explore/limits.ts';
import { Product } from '../../explore/product.ts';
import { realScheduleOf } from '../../explore/realSchedule.ts';
import { noReductions, reducedSearch, type Reductions } from '../../explore/reducedSearch.ts';
import { sample } from '../../explore/sample.ts';
import { pos } from '../../explore/sampling/pos.ts';
import { scheduleOf } from '../../explore/search.ts';
import type { Program } from '../../program/program.ts';
import { execute } from '../../trace/execution.ts';
import { EndStates } from './endStates.ts';
import { slowBounded } from './slowBounded.ts';

/** What is compared, and how far. */
export interface CrossCheckOptions {
  readonly judged: readonly Property[];
  /** A program with more states than this is left out. */
  readonly statesMax: number;
  /** Moves of the search by executions: where there are more, that one is left out. */
  readonly movesMax: number;
  /** Default {@link soundEngine}; another is what the check is to find wrong. */
  readonly engine?: Engine;
  /** The ways to search that are compared, by a part of their names. Default all. */
  readonly only?: string;
}

/** A way to search that says something else than the plain search, or what real executions do not show. */
export interface Disagreement {
  readonly search: string;
  readonly about: string;
  readonly expected: string;
  readonly found: string;
}

/** What came of it. */
export interface CrossCheckResult {
  readonly disagreements: readonly Disagreement[];
  /** The ways to search that were compared with the plain one, and how many states or moves each took. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The states of the plain search. */
  readonly states: number;
}

/** What a search says, in the words in which others must agree. */
interface Sayings {
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

const reductions: readonly (readonly [name: string, Reductions])[] = [
  ['footprints', { footprints: true, symmetry: false }],
  ['symmetry', { footprints: false, symmetry: true }],
  ['footprints and symmetry', { footprints: true, symmetry: true }],
];

/** Bounds that cut something off, and those that do not. */
const smallBounds: readonly SwitchBound[] = [
  { of: 'preemptions', max: 0 },
  { of: 'preemptions', max: 1 },
  { of: 'delays', max: 1 },
  { of: 'delays', max: 2 },
];
const largeBounds: readonly SwitchBound[] = [
  { of: 'preemptions', max: 1000 },
  { of: 'delays', max: 1000 },
];

/**
 * Compares all ways to search a program: footprints, symmetry, both, by executions, within bounds that
 * are large enough, within small ones (with a slow search that is right for certain), and a sample,
 * which must not find what there is not. What is found is executed on the real generators.
 *
 * @param make makes the program, the same each time.
 * @returns undefined if the program is too large.
 */
export function crossCheck(make: () => Program, options: CrossCheckOptions): CrossCheckResult | undefined {
  const { judged, statesMax, movesMax, engine = soundEngine, only = '' } = options;
  const disagreements: Disagreement[] = [];
  const sizes = new Map<string, number>();
  const plain = byStates(make, judged, noReductions, statesMax, soundEngine);
  if (plain === undefined) return undefined;
  const compare = (
    search: string,
    find: () => Sayings | undefined,
    expect: () => Sayings | undefined = () => plain,
  ): void => {
    if (!search.includes(only)) return;
    const expected = expect();
    const found = expected === undefined ? undefined : find();
    if (expected === undefined || found === undefined) return;
    sizes.set(search, found.size);
    disagreements.push(...differences(search, expected, found), ...unreal(search, make, found));
  };
  compare('plain', () => plain);
  for (const [name, wanted] of reductions) {
    compare(name, () => byStates(make, judged, wanted, 2 * statesMax, engine));
  }
  // Only a search by states knows turns.
  if (new Learner(make()).turns !== undefined) return { disagreements, sizes, states: plain.size };
  compare('dpor', () => byExecutions(make, judged, movesMax, engine));
  for (const bound of largeBounds) {
    compare(`${bound.of} without limit`, () => within(make, judged, bound, engine));
  }
  for (const bound of smallBounds) {
    compare(
      `${bound.max} ${bound.of}`,
      () => within(make, judged, bound, engine),
      () => slowly(make, judged, bound, 4 * statesMax),
    );
  }
  if ('sample'.includes(only)) {
    const drawn = bySample(make, judged);
    sizes.set('sample', drawn.size);
    disagreements.push(...unfounded(plain, drawn), ...unreal('sample', make, drawn));
  }
  return { disagreements, sizes, states: plain.size };
}

function tablesFor(program: Program, judged: readonly Property[]): MonitorTable[] {
  return judged.map((property) => new MonitorTable(property.monitor(program.setup)));
}

function byStates(
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

function byExecutions(
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

function within(
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

function slowly(
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

function bySample(make: () => Program, judged: readonly Property[]): Sayings {
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

function differences(search: string, expected: Sayings, found: Sayings): Disagreement[] {
  if (expected.reached !== undefined && expected.reached !== found.reached) {
    const about = 'the states that are reached';
    return [{ search, about, expected: String(expected.reached), found: String(found.reached) }];
  }
  return (['violated', 'measures', 'ends'] as const).flatMap((about) => {
    if (JSON.stringify(expected[about]) === JSON.stringify(found[about])) return [];
    const missing = expected[about].filter((one) => !(found[about] as readonly unknown[]).includes(one));
    const more = found[about].filter((one) => !(expected[about] as readonly unknown[]).includes(one));
    if (about === 'measures') {
      return [{ search, about, expected: expected[about].join(), found: found[about].join() }];
    }
    return [
      {
        search,
        about: about === 'ends' ? 'end states' : 'violated properties',
        expected: `${expected[about].length}${missing.length === 0 ? '' : `, with ${String(missing[0])}`}`,
        found: `${found[about].length}${more.length === 0 ? '' : `, with ${String(more[0])}`}`,
      },
    ];
  });
}

/** Violations that real executions do not show. */
function unreal(search: string, make: () => Program, { schedules }: Sayings): Disagreement[] {
  return schedules.flatMap(([property, choices]) => {
    const { divergence, violation } = execute(make(), choices, property);
    if (divergence === undefined && violation?.after === choices.length) return [];
    const found = divergence?.why ?? `violated after ${violation?.after ?? 'no'} steps`;
    const about = `the execution that violates ${property.name}`;
    return [{ search, about, expected: `violated after ${choices.length} steps`, found }];
  });
}

/** What a sample says that the plain search does not. */
function unfounded(plain: Sayings, drawn: Sayings): Disagreement[] {
  const more = drawn.violated.filter((name) => !plain.violated.includes(name));
  const larger = drawn.measures.some((measure, index) => measure > plain.measures[index]!);
  if (more.length === 0 && !larger) return [];
  return [
    {
      search: 'sample',
      about: 'what there is',
      expected: `no more than ${plain.violated.join()} ${plain.measures.join()}`,
      found: `${drawn.violated.join()} ${drawn.measures.join()}`,
    },
  ];
}
