/** The slowest correct bounded search, which a faster one is held against. */

import type { Learner } from '../../automata/learner.ts';
import type { MonitorTable } from '../../automata/monitorTable.ts';
import { stepAction } from '../../automata/tables.ts';
import type { SwitchBound } from '../../core/verdict.ts';
import { Product } from '../../explore/product.ts';
import type { EndStates } from './endStates.ts';

/** What has been spent is part of the state here, so that nothing depends on the order of the search. */
interface Reached {
  readonly vector: Int32Array;
  readonly spent: number;
  readonly last: number;
}

/**
 * Which monitors are violated within a bound, and how many states are reached, those with another last
 * thread being others.
 *
 * @param ends takes the end states.
 * @returns undefined if there is too much to look at.
 */
export function slowBounded(
  learner: Learner,
  monitors: readonly MonitorTable[],
  bound: SwitchBound,
  ends: EndStates,
  reachedMax: number,
): { readonly isViolated: readonly boolean[]; readonly states: number } | undefined {
  const product = new Product(learner, monitors);
  const isViolated = monitors.map(() => false);
  const note = (broken: number): void => {
    for (let monitor = 0; monitor < monitors.length; monitor++) {
      if ((broken & (1 << monitor)) !== 0) isViolated[monitor] = true;
    }
  };
  const seen = new Set<string>();
  const states = new Set<string>();
  const queue: Reached[] = [];
  const reach = (vector: Int32Array, spent: number, last: number): void => {
    let length = vector.length;
    while (length > 0 && vector[length - 1] === 0) length--;
    const state = `${vector.subarray(0, length).join()} ${last}`;
    const key = `${state} ${spent}`;
    if (seen.has(key)) return;
    seen.add(key);
    states.add(state);
    queue.push({ vector, spent, last });
  };
  reach(vectorOf(product, product.initialWords(), 0), 0, -1);
  for (const { vector, spent, last } of queue) {
    if (seen.size > reachedMax) return undefined;
    expand(product, vector);
    note(product.quietViolations);
    if (product.isEnd) ends.add(withoutMonitors(vector, learner, monitors.length));
    const { successors, layout } = product;
    const canStep = learner.threads.map((_, thread) =>
      successors.actions
        .slice(0, successors.count)
        .some((action, index) => (action & 255) === stepAction && successors.threads[index] === thread),
    );
    for (let successor = 0; successor < successors.count; successor++) {
      const isStep = (successors.actions[successor]! & 255) === stepAction;
      const thread = successors.threads[successor]!;
      const cost = spent + (isStep ? priceOf(thread, last, canStep, bound) : 0);
      if (cost > bound.max) continue;
      note(successors.violations[successor]!);
      reach(vectorOf(product, successors.words, successor * layout.wordCount), cost, isStep ? thread : last);
    }
  }
  return { isViolated, states: states.size };
}

function priceOf(thread: number, last: number, canStep: readonly boolean[], { of }: SwitchBound): number {
  if (of === 'preemptions') return last >= 0 && last !== thread && canStep[last] === true ? 1 : 0;
  const first = Math.max(0, last);
  const inTurn = canStep.map((_, turn) => (first + turn) % canStep.length);
  return inTurn.slice(0, inTurn.indexOf(thread)).filter((other) => canStep[other] === true).length;
}

function expand(product: Product, vector: Int32Array): void {
  for (;;) {
    const words = new Int32Array(product.layout.wordCount);
    const whole = new Int32Array(product.layout.componentCount);
    whole.set(vector.subarray(0, whole.length));
    product.layout.pack(whole, words, 0);
    if (product.expand(words, 0)) return;
  }
}

function vectorOf({ layout }: Product, words: Int32Array, base: number): Int32Array {
  const vector = new Int32Array(layout.componentCount);
  layout.unpack(words, base, vector);
  return vector;
}

/** The threads, the interrupts and the last thread come first, then the monitors, then the objects. */
function withoutMonitors(vector: Int32Array, learner: Learner, count: number): Int32Array {
  const monitors = learner.threads.length + 2;
  return Int32Array.from([...vector.subarray(0, monitors), ...vector.subarray(monitors + count)]);
}
