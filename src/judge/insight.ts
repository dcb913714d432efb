/** What is learned from a failure by looking at what else could have happened. */

import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import { isGrant, type VisibleEvent } from '../core/event.ts';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { timeless } from '../explore/limits.ts';
import { Outlook } from '../explore/outlook.ts';
import type { Program } from '../program/program.ts';
import { allOf, defineProperty } from '../program/property.ts';
import type { Execution } from '../trace/execution.ts';

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

/** Where an execution without end could soonest be left for one that ends somebody's waiting. */
export interface WayOut {
  /** After how many steps, of the first time around. */
  readonly after: number;
  /** A whole schedule that begins with those steps, and ends when the wait does. */
  readonly choices: readonly Choice[];
}

/** For each moment of the loop. */
const wayOutStatesMax = 50_000;

/**
 * A shortest way out of a loop: to the end of the call of its victim, or, where nobody is granted, to a grant of
 * anybody. At each moment of the loop the scheduler may choose otherwise, so there is no last good one; the one told
 * is that from which it takes the fewest steps. Undefined if no way was found within a limit on states.
 */
export function wayOutOf(program: Program, { steps, loop }: Execution, rule: Property): WayOut | undefined {
  if (loop?.victim === undefined) return undefined;
  const { victim, after } = loop;
  const isServed =
    rule.endless?.forbids === 'livelock'
      ? isGrant
      : ({ type, invocation }: VisibleEvent): boolean =>
          invocation.thread === victim && (type === 'return' || type === 'throw');
  const before = steps.flatMap(({ events }) => events.filter(isServed)).length;
  const served = new MonitorTable(onceMore(isServed, before).monitor(program.setup));
  const choices = steps.map(({ choice }) => choice);
  const outlook = new Outlook(new Learner(program), served, wayOutStatesMax, true);
  const ways = outlook.along(choices.slice(0, -1)).flatMap((state, made) => {
    if (made < after) return [];
    const way = outlook.failureFrom(state, timeless);
    return typeof way === 'string' ? [] : [{ after: made, way: way.choices }];
  });
  const fewest = Math.min(...ways.map(({ way }) => way.length));
  const nearest = ways.find(({ way }) => way.length === fewest);
  if (nearest === undefined) return undefined;
  return { after: nearest.after, choices: [...choices.slice(0, nearest.after), ...nearest.way] };
}

/** Violated by the next of some events, after so many of them. */
function onceMore(isCounted: (event: VisibleEvent) => boolean, before: number): Property {
  return defineProperty<number>({
    name: 'once-more',
    title: 'Once more',
    violatedWhen: `more than ${before} of the events come`,
    monitor: () => ({
      initial: 0,
      onEvent: (seen, event) => {
        if (!isCounted(event)) return { state: seen };
        return seen === before ? { state: seen, violation: 'it comes' } : { state: seen + 1 };
      },
    }),
  });
}
