/** Climbing: each property with clients that grow, until a search would store too many states. */

import type { Property } from '../../core/monitor.ts';
import type { Primitive } from '../../program/primitive.ts';
import { check } from '../check.ts';
import type { CheckSurroundings } from '../checkOptions.ts';
import type { PropertyReport } from '../findings.ts';
import { disciplineOf, laddersOf, type Discipline, type Rung } from './ladders.ts';

/** The highest rung of a ladder that was explored whole. */
export interface Reach {
  /** What grows on the ladder. */
  readonly grows: string;
  /** The client in short, see {@link Rung.label}. */
  readonly label: string;
  /** Stored states of its search. */
  readonly states: number;
  /** The rung above, where the search was given up; undefined at the top of the ladder. */
  readonly givenUp?: string;
}

/** What is known of a property after the climb. */
export type Height =
  /** No execution of the clients up to these violates it. */
  | { readonly verdict: 'holds'; readonly reaches: readonly Reach[] }
  /** The first client that violates it, and how. */
  | { readonly verdict: 'violated'; readonly label: string; readonly client: string; readonly why: string }
  /** Not even the first client of any ladder could be explored whole. */
  | { readonly verdict: 'unknown' }
  /** No client puts it to the test. */
  | { readonly verdict: 'does not apply' };

/** A primitive as far up as it could be checked. */
export interface Climb {
  readonly primitive: string;
  readonly heights: readonly { readonly property: string; readonly height: Height }[];
  /** Properties whose verdict is not the declared one. */
  readonly surprises: readonly string[];
}

/** How far to climb. */
export interface ClimbOptions {
  readonly properties: readonly Property[];
  /** A search that would store more is given up. */
  readonly statesMax: number;
  readonly surroundings?: CheckSurroundings;
}

/**
 * Climbs every ladder of a primitive. Each client is checked as `check` does it: what it calls `holds` was explored
 * whole, and what is violated was executed. A ladder is left at the first client that is not explored whole.
 */
export function climb(primitive: Primitive, options: ClimbOptions): Climb {
  const heights = new Map<string, Height>();
  for (const discipline of ['ordinary', 'interrupted', 'endless'] as const) {
    const properties = options.properties.filter((property) => disciplineOf(property) === discipline);
    for (const [name, height] of climbFor(primitive, discipline, properties, options))
      heights.set(name, height);
  }
  const named = options.properties.map(({ name }) => ({ property: name, height: heights.get(name)! }));
  return { primitive: primitive.name, heights: named, surprises: surprisesIn(primitive, options, heights) };
}

function climbFor(
  primitive: Primitive,
  discipline: Discipline,
  properties: readonly Property[],
  options: ClimbOptions,
): Map<string, Height> {
  const ladders = laddersOf(primitive, discipline);
  const violated = new Map<string, Height>();
  const reaches = new Map<string, Reach[]>(properties.map(({ name }) => [name, []]));
  const wasGivenUp = new Set<string>();
  for (const { grows, rungs } of ladders) {
    const highest = new Map<string, Reach>();
    let open = properties.filter(({ name }) => !violated.has(name));
    for (const rung of rungs) {
      if (open.length === 0 || options.surroundings?.isInterrupted?.() === true) break;
      const climbing: Property[] = [];
      for (const report of reportsOn(primitive, open, rung, options)) {
        const { verdict } = report;
        const name = report.property;
        if (verdict.verdict === 'violated') {
          const { why } = verdict.counterexample.trace.verdict;
          violated.set(name, { verdict: 'violated', label: rung.label, client: verdict.client, why });
        } else if (verdict.verdict === 'holds') {
          const [bound] = verdict.bounds;
          // Without a bound, the client has nothing to ask of the property; a larger one may.
          if (bound !== undefined) highest.set(name, { grows, label: rung.label, states: bound.states });
          climbing.push(open.find((property) => property.name === name)!);
        } else {
          wasGivenUp.add(name);
          const reach = highest.get(name);
          if (reach !== undefined) highest.set(name, { ...reach, givenUp: rung.label });
        }
      }
      open = climbing;
    }
    for (const [name, reach] of highest) reaches.get(name)!.push(reach);
  }
  return new Map(
    properties.map(({ name }) => [
      name,
      violated.get(name) ?? heightOf(reaches.get(name)!, wasGivenUp.has(name)),
    ]),
  );
}

function heightOf(reaches: readonly Reach[], wasGivenUp: boolean): Height {
  if (reaches.length > 0) return { verdict: 'holds', reaches };
  return { verdict: wasGivenUp ? 'unknown' : 'does not apply' };
}

function reportsOn(
  primitive: Primitive,
  properties: readonly Property[],
  { client }: Rung,
  { statesMax, surroundings }: ClimbOptions,
): readonly PropertyReport[] {
  return check(primitive, {
    properties,
    clients: [client],
    limits: { states: statesMax },
    ...(surroundings === undefined ? {} : { surroundings }),
  }).properties;
}

function surprisesIn(
  { expected }: Primitive,
  { properties }: ClimbOptions,
  heights: ReadonlyMap<string, Height>,
): string[] {
  if (expected === undefined) return [];
  return properties.flatMap((property) => {
    const declared = disciplineOf(property) === 'endless' ? expected.endless : expected.violates;
    if (declared === undefined || declared.includes(property.name)) return [];
    // What is declared violated may need a client of another shape; what is declared to hold must do so here.
    return heights.get(property.name)!.verdict === 'violated' ? [property.name] : [];
  });
}
