/** Judges a loop that was carried out on real generators, by the definitions of fairness and of each rule. */

import { isGrant } from '../core/event.ts';
import type { Fairness } from '../core/fairness.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { EndlessRule } from '../core/monitor.ts';
import type { Program } from '../program/program.ts';
import type { World } from '../program/world.ts';
import { NativeMonitor, type ExecutedLoop, type ExecutedStep, type Treatment } from './execution.ts';

/** How a thread stands in a state. */
export interface Standing {
  /** The operation that it is inside of; undefined between operations. */
  readonly inside: string | undefined;
  /** Whether its deadline may still come. */
  readonly isTimed: boolean;
  readonly wants: boolean;
  /** Whether it can step and the scheduler may let it; and whether it can, were it its turn. */
  readonly canStep: boolean;
  readonly isReady: boolean;
  readonly idles: boolean;
}

/** One turn of a loop: how all threads stand before each step and after the last, and the steps. */
export interface Turn {
  readonly standings: readonly (readonly Standing[])[];
  readonly steps: readonly ExecutedStep[];
}

/** What came of a loop. */
export interface JudgedLoop extends Pick<ExecutedLoop, 'victim' | 'treatment'> {
  /** Why it is forbidden; undefined if it is not. */
  readonly why: string | undefined;
}

/** How all threads stand now. */
export function standingsIn(world: World): Standing[] {
  return world.program.threads.map(({ index }): Standing => {
    const running = world.thread(index);
    if (running === undefined) {
      return {
        inside: undefined,
        isTimed: false,
        wants: false,
        canStep: false,
        isReady: false,
        idles: false,
      };
    }
    const { isCalled, isDeadlinePast, operation } = running;
    return {
      inside: isCalled && operation.isBackground !== true ? operation.invocation.operation : undefined,
      isTimed: operation.hasDeadline && !isDeadlinePast,
      wants: isCalled || operation.isOwed,
      canStep: world.movesOf(index).some(({ action }) => action === 'step'),
      isReady: !world.isBlocked(index),
      idles: isCalled && world.isHeldBack(index),
    };
  });
}

/**
 * Whether a loop is what a rule forbids, and for whom: for the first of the threads for which it is.
 *
 * @param stem the steps before the loop.
 * @param turns all alike.
 */
export function judgeLoop(
  rule: EndlessRule,
  program: Program,
  stem: readonly ExecutedStep[],
  turns: readonly Turn[],
): JudgedLoop {
  const { standings, steps } = turns[0]!;
  const treatment = program.threads.map(({ index }) => treatmentOf(index, standings, steps));
  const allowed = { why: undefined, victim: undefined, treatment };
  if (rule.forbids !== 'unbounded bypass' && !treatment.every((one) => isFair(one, rule.fairness)))
    return allowed;
  for (const { index } of program.threads) {
    const operation = standings[0]![index]!.inside;
    const lasts =
      standings.every((all) => all[index]!.inside !== undefined) &&
      !steps.some((step) => isEndOf(step, index));
    if (operation === undefined || !lasts) continue;
    if (rule.forbids !== 'unbounded bypass' && standings.some((all) => all[index]!.isTimed)) continue;
    const why = complaint(rule, program, index, stem, turns);
    if (why !== undefined) return { why: `T${index} ${why(operation)}`, victim: index, treatment };
  }
  return allowed;
}

function complaint(
  rule: EndlessRule,
  program: Program,
  victim: ThreadIndex,
  stem: readonly ExecutedStep[],
  turns: readonly Turn[],
): ((operation: string) => string) | undefined {
  const { steps } = turns[0]!;
  const granted = [...new Set(steps.filter(hasGrant).map(({ choice }) => choice.thread))].toSorted(
    (a, b) => a - b,
  );
  switch (rule.forbids) {
    case 'starvation': {
      const others = granted.filter((thread) => thread !== victim).map((thread) => `T${thread}`);
      if (others.length === 0) return undefined;
      const are = others.length === 1 ? 'is' : 'are';
      return (operation) =>
        `never returns from ${operation}, while ${others.join(' and ')} ${are} granted again and again`;
    }
    case 'livelock': {
      const moves = steps.some(({ choice }) => choice.thread === victim && choice.action === 'step');
      if (!moves || granted.length > 0) return undefined;
      return (operation) => `goes on in ${operation} for ever, step by step, and nobody is granted`;
    }
    case 'unbounded bypass': {
      const counts = bypasses(rule, program, victim, stem, turns);
      if (counts.some((count) => count === 0)) return undefined;
      return (operation) => `is overtaken in ${operation} again and again, without end`;
    }
  }
}

/** How often the victim is overtaken in each turn but the first, in which its waiting may not have been seen yet. */
function bypasses(
  { overtaking }: Extract<EndlessRule, { forbids: 'unbounded bypass' }>,
  { setup }: Program,
  victim: ThreadIndex,
  stem: readonly ExecutedStep[],
  turns: readonly Turn[],
): number[] {
  const monitor = new NativeMonitor(overtaking(setup, victim));
  const countIn = (steps: readonly ExecutedStep[]): number => {
    let count = 0;
    for (const step of steps) {
      if (monitor.afterStep(step) !== undefined) count++;
      monitor.afterMoment(step.moment);
    }
    return count;
  };
  countIn(stem);
  return turns.map(({ steps }) => countIn(steps)).slice(1);
}

function treatmentOf(
  thread: ThreadIndex,
  standings: readonly (readonly Standing[])[],
  steps: readonly ExecutedStep[],
): Treatment {
  const own = standings.map((all) => all[thread]!);
  return {
    wants: own.some(({ wants }) => wants),
    moves: steps.some(({ choice }) => choice.thread === thread && choice.action === 'step'),
    idles: own.some(({ idles }) => idles),
    isEnabledOnce: own.some(({ wants, canStep }) => wants && canStep),
    isReadyAlways: own.every(({ wants, isReady }) => wants && isReady),
  };
}

/** Whether a thread gets what a scheduler of this fairness owes it. */
export function isFair(
  { moves, idles, isEnabledOnce, isReadyAlways }: Treatment,
  fairness: Fairness,
): boolean {
  return moves || idles || !isEnabledOnce || (fairness === 'weak' && !isReadyAlways);
}

function isEndOf({ events }: ExecutedStep, thread: ThreadIndex): boolean {
  return events.some(
    ({ type, invocation }) => invocation.thread === thread && (type === 'return' || type === 'throw'),
  );
}

function hasGrant({ events }: ExecutedStep): boolean {
  return events.some(isGrant);
}
