import type { Property } from '../core/monitor.ts';
import type { Bound, Stop, Verdict } from '../core/verdict.ts';
import type { Found } from '../explore/method.ts';
import type { Counterexample } from './counterexample.ts';

/** That a search was given up. */
export type UnknownVerdict = Extract<Verdict<Counterexample>, { verdict: 'unknown' }>;

/** What is known of one property so far. */
export interface Finding {
  readonly bounds: Bound[];
  violation?: { readonly client: string; readonly counterexample: Counterexample };
  unknown?: UnknownVerdict;
  measure?: { readonly max: number; readonly client: string };
  /** Whether some client was not explored whole. */
  isPartial?: true;
  remark?: { readonly says: string; readonly client: string };
  /** Whether the model has nothing of what the property speaks of, so that it was not judged. */
  readonly isBesideModel?: true;
  brokenWithout?: BrokenWithout;
}

/** What fails without an interrupt, and with which client: there, no interrupt is blamed for it. */
export interface BrokenWithout {
  readonly parts: readonly string[];
  readonly client: string;
}

/** The verdict on one property. */
export interface PropertyReport {
  readonly property: string;
  readonly title: string;
  readonly verdict: Verdict<Counterexample>;
  /** Whether it is about executions without end: then the clients repeat for ever, and no reduction was used. */
  readonly isEndless?: boolean;
  /**
   * The largest measure over all executions, for a property that measures; with the client that showed
   * it. Of those that were explored, if `isLeast`: then there may be a larger one.
   */
  readonly measure?: { readonly max: number; readonly client: string; readonly isLeast?: true };
  /** What a reader should know although it is no violation, with the first client that showed it. */
  readonly remark?: { readonly says: string; readonly client: string };
  /** Whether the model has nothing of what the property speaks of: it does not apply, and was not judged. */
  readonly isBesideModel?: true;
  /** For a kind of interrupt: the first client that breaks something without one, if any does. */
  readonly brokenWithout?: BrokenWithout;
}

/** What a search of a client that was given up leaves behind. */
export function unknownOf(client: string, stop: Stop, { states, frontier, sample }: Found): UnknownVerdict {
  const note = sample === undefined ? {} : { sample };
  return { verdict: 'unknown', client, stop, states, frontier, ...note, bounds: [] };
}

/** What was found of a property as a verdict: a violation counts most, then what is unknown. */
export function reportOf(property: Property, finding: Finding): PropertyReport {
  const { bounds, violation, unknown, measure, isPartial, remark } = finding;
  const { name, title, measures, endless } = property;
  const head = { property: name, title, ...(endless === undefined ? {} : { isEndless: true }) };
  const tail = {
    ...(measures === undefined || measure === undefined
      ? {}
      : { measure: { ...measure, ...(isPartial === undefined ? {} : { isLeast: isPartial }) } }),
    ...(remark === undefined ? {} : { remark }),
    ...(finding.isBesideModel === undefined ? {} : { isBesideModel: finding.isBesideModel }),
    ...(finding.brokenWithout === undefined ? {} : { brokenWithout: finding.brokenWithout }),
  };
  if (violation !== undefined) {
    return { ...head, verdict: { verdict: 'violated', ...violation, bounds }, ...tail };
  }
  if (unknown !== undefined) return { ...head, verdict: { ...unknown, bounds }, ...tail };
  const within = bounds.find((bound) => bound.within !== undefined)?.within;
  if (within !== undefined) return { ...head, verdict: { verdict: 'bounded', within, bounds }, ...tail };
  const chances = bounds.flatMap((bound) => bound.missChance ?? []);
  if (chances.length > 0) {
    const missChance = chances.reduce((sum, chance) => sum + chance, 0);
    return { ...head, verdict: { verdict: 'probable', missChance, bounds }, ...tail };
  }
  return { ...head, verdict: { verdict: 'holds', bounds }, ...tail };
}

/** Whether no client of the primitive puts the property to the test, or its model gives it no meaning. */
export function isIdle({ verdict }: PropertyReport): boolean {
  return verdict.verdict === 'holds' && verdict.bounds.length === 0;
}

/** Whether it is known of clients that repeat for ever that a waiter is overtaken without end, or how often at most. */
export function isBoundDecided(properties: readonly PropertyReport[]): boolean {
  const endless = properties.find(({ property }) => property === 'bounded-bypass');
  return endless !== undefined && endless.verdict.verdict !== 'unknown' && !isIdle(endless);
}
