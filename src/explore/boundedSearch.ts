/**
 * The search of the executions that switch threads seldom: at most so many preemptions, or so many
 * delays. States are visited at the least cost at which they can be reached, so that none is left
 * behind with too little of the bound. Sources: MusuvathiQadeer2007, EmmiQadeerRakamaric2011.
 */

import { stepAction } from '../automata/tables.ts';
import type { SwitchBound } from '../core/verdict.ts';
import type { Limits, Surroundings } from './limits.ts';
import type { Product } from './product.ts';
import type { Violation } from './findings.ts';
import { expandStored, whyStop, type SearchResult } from './search.ts';
import { StateStore } from './stateStore.ts';

/** What was found within the bound. */
export interface BoundedResult extends SearchResult {
  /** Whether some execution was left out since it costs more. */
  readonly isCut: boolean;
}

/** Whether a state that is known at one cost is to be looked at again at another; see {@link reopensIfCheaper}. */
export type ReopenRule = (known: number, now: number) => boolean;

/** What a state leads to within the bound depends on what is left of it. */
export const reopensIfCheaper: ReopenRule = (known, now) => now < known;

/** How many states are expanded between two looks at the limits. */
const interval = 1024;

/**
 * Explores every execution within the bound. Exact; reductions change what an execution costs, so the
 * product is one without.
 *
 * @param product that tells which thread stepped last.
 * @param reopens others than the default are for tests of the tests.
 */
export function boundedSearch(
  product: Product,
  bound: SwitchBound,
  limits: Limits,
  surroundings: Surroundings,
  reopens: ReopenRule = reopensIfCheaper,
): BoundedResult {
  const store = new StateStore(product.layout);
  store.add(product.initialWords(), 0, 0);
  const violations: (Violation | undefined)[] = product.monitors.map(() => undefined);
  const startedAt = surroundings.now();
  /** Of each state: the least cost so far, whether it has been expanded at it, and the thread that stepped last. */
  const costs: number[] = [0];
  const isExpanded: boolean[] = [];
  const lastThreads: number[] = [-1];
  const queues: number[][] = [[0]];
  const canStep = new Uint8Array(product.learner.threads.length);
  let queued = 1;
  let expanded = 0;
  let transitions = 0;
  let quietMoments = 0;
  let endStates = 0;
  let isCut = false;
  let stop: SearchResult['stop'];

  search: for (let cost = 0; cost <= bound.max && queued > 0; cost++) {
    const queue = (queues[cost] ??= []);
    for (let at = 0; at < queue.length; at++) {
      const state = queue[at]!;
      queued--;
      if (costs[state] !== cost || isExpanded[state] === true) continue;
      if (expanded++ % interval === 0) {
        const elapsedMs = surroundings.now() - startedAt;
        const progress = { states: store.size, transitions, frontier: queued, depth: cost, elapsedMs };
        stop = whyStop(progress, store.bytes, limits, surroundings);
        if (stop !== undefined) break search;
        surroundings.onProgress?.(progress);
      }
      isExpanded[state] = true;
      expandStored(product, store, state);
      const { successors, layout } = product;
      const last = lastThreads[state]!;
      if (product.isQuiet) quietMoments++;
      if (product.isEnd) endStates++;
      note(violations, product.quietViolations, state);
      transitions += successors.count;
      markSteppers(product, canStep);
      for (let successor = 0; successor < successors.count; successor++) {
        const isStep = (successors.actions[successor]! & 255) === stepAction;
        const thread = successors.threads[successor]!;
        const next = cost + (isStep ? priceOf(thread, last, canStep, bound.of) : 0);
        if (next > bound.max) {
          isCut = true;
          continue;
        }
        const isNew = store.add(successors.words, successor * layout.wordCount, state);
        const child = store.lastIndex;
        note(violations, successors.violations[successor]!, state, successor, product);
        if (!isNew && !(reopens(costs[child]!, next) && isExpanded[child] !== true)) continue;
        costs[child] = next;
        lastThreads[child] = isStep ? thread : last;
        store.setParent(child, state);
        (queues[next] ??= []).push(child);
        queued++;
      }
    }
  }
  return {
    states: store.size,
    transitions,
    depth: 0,
    quietMoments,
    endStates,
    stop,
    frontier: stop === undefined ? 0 : queued,
    bytesPerState: store.bytes / store.size,
    violations,
    store,
    threads: 1,
    isCut,
  };
}

/** Marks the threads that can take a step in the expanded state. */
function markSteppers({ successors }: Product, canStep: Uint8Array): void {
  canStep.fill(0);
  for (let successor = 0; successor < successors.count; successor++) {
    if ((successors.actions[successor]! & 255) === stepAction) canStep[successors.threads[successor]!] = 1;
  }
}

/** What it costs that a thread steps after `last` did (-1 if none has). */
function priceOf(thread: number, last: number, canStep: Uint8Array, of: SwitchBound['of']): number {
  if (of === 'preemptions') return last >= 0 && last !== thread ? canStep[last]! : 0;
  let passed = 0;
  for (let turn = Math.max(0, last); turn % canStep.length !== thread; turn++)
    passed += canStep[turn % canStep.length]!;
  return passed;
}

function note(
  violations: (Violation | undefined)[],
  broken: number,
  state: number,
  successor?: number,
  product?: Product,
): void {
  if (broken === 0) return;
  for (let monitor = 0; monitor < violations.length; monitor++) {
    if ((broken & (1 << monitor)) === 0 || violations[monitor] !== undefined) continue;
    const choice = successor === undefined ? undefined : product!.successors.choiceOf(successor);
    violations[monitor] = { state, choice, length: 0 };
  }
}
