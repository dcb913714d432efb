/**
 * The violation with the fewest context switches, and among those with the fewest steps: Dijkstra's
 * algorithm over pairs (switches, steps), on states that tell which thread moved last.
 *
 * Source: the context bound of MusuvathiQadeer2007, as a cost to minimise; design after the 0-1
 * breadth-first search.
 */

import type { Choice } from '../core/schedule.ts';
import type { Product } from './product.ts';
import type { Violation } from './findings.ts';
import { expandStored, scheduleOf } from './search.ts';
import { StateStore } from './stateStore.ts';

/** A violating schedule, and how often it leaves a thread for another. */
export interface Cheapest {
  readonly choices: readonly Choice[];
  readonly switches: number;
}

interface Cost {
  readonly switches: number;
  readonly steps: number;
}

/**
 * The cheapest violation of the product's only monitor; undefined if more than `statesMax` states
 * would have to be stored to prove it.
 *
 * @param product made with `tellsLastThread`.
 */
export function fewestSwitches(product: Product, statesMax: number): Cheapest | undefined {
  const store = new StateStore(product.layout);
  store.add(product.initialWords(), 0, 0);
  const queue = new CostQueue();
  const costs: Cost[] = [{ switches: 0, steps: 0 }];
  const lastThreads: (number | undefined)[] = [undefined];
  queue.push(0, costs[0]!);
  let best: { readonly cost: Cost; readonly violation: Violation } | undefined;

  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    const { state, cost } = item;
    if (best !== undefined && !isLess(cost, best.cost)) break;
    if (costs[state] !== cost) continue;
    if (store.size > statesMax) return undefined;
    expandStored(product, store, state);
    if (product.quietViolations !== 0) {
      best = { cost, violation: { state, choice: undefined, length: cost.steps } };
      break;
    }
    const { successors } = product;
    for (let successor = 0; successor < successors.count; successor++) {
      const thread = successors.threads[successor]!;
      const last = lastThreads[state];
      const next: Cost = {
        switches: cost.switches + (last === undefined || last === thread ? 0 : 1),
        steps: cost.steps + 1,
      };
      if (best !== undefined && !isLess(next, best.cost)) continue;
      if (successors.violations[successor] !== 0) {
        const choice = successors.choiceOf(successor);
        best = { cost: next, violation: { state, choice, length: next.steps } };
        continue;
      }
      const isNew = store.add(successors.words, successor * product.layout.wordCount, state);
      const index = store.lastIndex;
      if (!isNew && !isLess(next, costs[index]!)) continue;
      store.setParent(index, state);
      costs[index] = next;
      lastThreads[index] = thread;
      queue.push(index, next);
    }
  }
  if (best === undefined) return undefined;
  return { choices: scheduleOf(product, store, best.violation), switches: best.cost.switches };
}

function isLess(a: Cost, b: Cost): boolean {
  return a.switches < b.switches || (a.switches === b.switches && a.steps < b.steps);
}

/** Buckets by switches, and in them by steps; costs that are popped never fall. */
class CostQueue {
  readonly #buckets: { state: number; cost: Cost }[][][] = [];
  #switches = 0;
  #steps = 0;

  push(state: number, cost: Cost): void {
    const byStep = (this.#buckets[cost.switches] ??= []);
    (byStep[cost.steps] ??= []).push({ state, cost });
  }

  pop(): { state: number; cost: Cost } | undefined {
    for (; this.#switches < this.#buckets.length; this.#switches++, this.#steps = 0) {
      const byStep = this.#buckets[this.#switches] ?? [];
      for (; this.#steps < byStep.length; this.#steps++) {
        const item = byStep[this.#steps]?.pop();
        if (item !== undefined) return item;
      }
    }
    return undefined;
  }
}

/** How often the thread that moves is another than before. */
export function switchesIn(choices: readonly Choice[]): number {
  return choices.filter(({ thread }, index) => index > 0 && choices[index - 1]!.thread !== thread).length;
}
