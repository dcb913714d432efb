/**
 * Explains a violation: which rule, and the two or three steps that matter, in words.
 *
 * What is said here is read off the execution; it never decides anything.
 */

import type { ObjectIndex } from '../core/ids.ts';
import type { Property } from '../core/monitor.ts';
import type { Execution } from '../trace/execution.ts';
import { endlessStory } from './endlessStory.ts';
import { overtaking } from './overtaking.ts';
import { changes, interruptPoints, objectOf, wordsOf, type Point, type Story } from './story.ts';
import { stuckStory } from './stuckStory.ts';
import { tooMany } from './tooMany.ts';
import { unexplained } from './unexplained.ts';

/** Why an execution is a failure, in words. */
export interface Explanation {
  /** The rule that is broken. */
  readonly rule: string;
  /** What kind of failure it is, in a word or two: `leaked lock`. */
  readonly kind: string;
  /** What it is about, where that is one shared object: the lock that is leaked. */
  readonly object?: string;
  /** How it came to that, a sentence each. */
  readonly sentences: readonly string[];
  /** The steps that matter, counted from 1, in order. */
  readonly steps: readonly number[];
}

/** What a forbidden cycle is called, by the property that forbids it. */
const endlessKinds: Readonly<Record<string, string>> = {
  'starvation-weak': 'starved',
  'starvation-strong': 'starved',
  livelock: 'livelock',
  'bounded-bypass': 'overtaken',
};

/** @param rule the property that is violated, or the part of it. */
export function explain(execution: Execution, rule: Property): Explanation {
  const { kind, object, points } = story(execution, rule.name);
  const steps = points.flatMap(({ step }) => (step === undefined ? [] : [step]));
  return {
    rule: `${rule.title}: violated when ${rule.violatedWhen}.`,
    kind,
    ...(object === undefined ? {} : { object }),
    sentences: inOrder(points).map(({ step, says }) => (step === undefined ? says : `Step ${step}: ${says}`)),
    steps: [...new Set(steps)].sort((a, b) => a - b),
  };
}

/** Steps in the order in which they happen, remarks last. */
function inOrder(points: readonly Point[]): Point[] {
  return points.toSorted((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity));
}

function story(execution: Execution, rule: string): Story {
  if (execution.steps.length === 0) return { kind: 'violated', points: [] };
  if (execution.loop !== undefined)
    return { kind: endlessKinds[rule] ?? 'cycle', points: endlessStory(execution) };
  switch (rule) {
    case 'safety':
      return { kind: 'too many', points: tooMany(execution) };
    case 'fifo':
      return { kind: 'overtaken', points: overtaking(execution) };
    case 'refinement':
      return { kind: 'not in model', points: [...interruptPoints(execution), ...unexplained(execution)] };
    case 'failure-freedom':
      return { kind: 'error', points: [...interruptPoints(execution), ...thrown(execution)] };
    case 'no-lost-wakeup':
    case 'non-blocking':
    case 'deadlock-freedom':
      return stuckStory(execution);
    default:
      return { kind: 'violated', points: interruptPoints(execution) };
  }
}

/** The step that failed, and who had brought its object to where it fails. */
function thrown({ steps, program: { arena } }: Execution): Point[] {
  const last = steps.at(-1)!;
  const object = objectOf(last);
  const cause =
    object === undefined
      ? -1
      : steps.findLastIndex((step, index) => index < steps.length - 1 && changes(step, object));
  const holder = object === undefined || cause < 0 ? -1 : takenBefore(steps, cause, object);
  const does = (at: number): Point[] => {
    if (at < 0) return [];
    const { choice, invocation } = steps[at]!;
    return [
      {
        step: at + 1,
        says: `T${choice.thread} does ${wordsOf(steps[at]!, arena)} in ${invocation.operation}.`,
      },
    ];
  };
  return [
    ...does(holder),
    ...does(cause),
    { step: steps.length, says: `T${last.choice.thread} ends by an error at ${wordsOf(last, arena)}.` },
  ];
}

/** Where a lock that was given back was taken, if by another thread; -1 otherwise. */
function takenBefore(steps: Execution['steps'], given: number, object: ObjectIndex): number {
  const taken = steps.findLastIndex((step, index) => index < given && changes(step, object));
  return taken >= 0 && steps[taken]!.choice.thread !== steps[given]!.choice.thread ? taken : -1;
}
