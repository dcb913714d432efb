/** What is learned from a failure by looking at what else could have happened. */

import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { Outlook } from '../explore/outlook.ts';
import type { Program } from '../program/program.ts';
import { allOf } from '../program/property.ts';

/** Where a failing schedule lost its last chance, and how it could have gone. */
export interface Insight {
  /**
   * The largest number of its steps after which some way on violates nothing. Undefined if it had no
   * chance from the start, or if a limit was hit before that was settled.
   */
  readonly lastGood: number | undefined;
  /** Why {@link lastGood} is undefined. */
  readonly why?: 'never' | 'unknown';
  /** A whole schedule that violates nothing and begins with those steps; endless ones are cut where they repeat. */
  readonly passing?: readonly Choice[];
}

/** Enough for every client of the gallery's default ones, in about a second. */
const statesMax = 300_000;

/**
 * Exact where it answers: the passing schedule shares as many steps with the failing one as any can.
 *
 * @param choices that violate `rule` with the last of them.
 * @param companions what going well means besides; if nothing can go that well, `rule` alone counts.
 */
export function insightOf(
  program: Program,
  rule: Property,
  companions: readonly Property[],
  choices: readonly Choice[],
): Insight {
  const learner = new Learner(program);
  const all = [rule, ...companions.filter(({ name }) => name !== rule.name)];
  const found = insightBy(learner, all, choices);
  return found.why === 'never' && all.length > 1 ? insightBy(learner, [rule], choices) : found;
}

function insightBy(learner: Learner, rules: readonly Property[], choices: readonly Choice[]): Insight {
  const monitor = new MonitorTable(allOf(rules, learner.program.setup));
  const outlook = new Outlook(learner, monitor, statesMax);
  const states = outlook.along(choices);
  for (let made = states.length - 1; made >= 0; made--) {
    const way = outlook.successFrom(states[made]!, likeTheRestOf(choices.slice(made)));
    if (way === 'unknown') return { lastGood: undefined, why: 'unknown' };
    if (way !== 'none') return { lastGood: made, passing: [...choices.slice(0, made), ...way.choices] };
  }
  return { lastGood: undefined, why: 'never' };
}

/** Prefers what the failing schedule does next, then whoever moved last, then no accident. */
function likeTheRestOf(rest: readonly Choice[]): (choices: readonly Choice[], made: number) => number {
  return (choices, made) => {
    const wanted = rest[made];
    const before = rest[made - 1];
    const scores = choices.map((choice): number => {
      if (choice.thread === wanted?.thread && choice.action === wanted.action) return 3;
      if (choice.action !== 'step' && choice.action !== 'call') return 0;
      return choice.thread === before?.thread ? 2 : 1;
    });
    return scores.indexOf(Math.max(...scores));
  };
}
