/** Whether every way to search a program finds what the plain search finds. */

import { Learner } from '../../automata/learner.ts';
import type { Property } from '../../core/monitor.ts';
import type { SwitchBound } from '../../core/verdict.ts';
import { soundEngine, type Engine } from '../../explore/engine.ts';
import { noReductions, type Reductions } from '../../explore/reducedSearch.ts';
import type { Program } from '../../program/program.ts';
import { execute } from '../../trace/execution.ts';
import { byExecutions, bySample, byStates, slowly, within, type Sayings } from './sayings.ts';

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
