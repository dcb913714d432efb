/**
 * The exhaustive search: breadth first, so that the first violation of a property is a shortest one.
 *
 * States are stored in the order in which they are found; the frontier is the part of the store that
 * has not been expanded yet.
 */

import { HeddleBug } from '../core/errors.ts';
import type { Choice } from '../core/schedule.ts';
import type { Stop } from '../core/verdict.ts';
import type { Limits, Progress, Surroundings } from './limits.ts';
import type { Product } from './product.ts';
import { StateStore } from './stateStore.ts';

/** Where a monitor was first violated: in a quiet state, or by a step from a state. */
export interface Violation {
  readonly state: number;
  /** Undefined for a violation in the state itself. */
  readonly choice: Choice | undefined;
  /** Steps from the initial state. */
  readonly length: number;
}

/** What a search found, and how far it came. */
export interface SearchResult {
  readonly states: number;
  readonly transitions: number;
  /** Steps of the longest of the shortest ways to a state. */
  readonly depth: number;
  readonly quietMoments: number;
  readonly endStates: number;
  /** Why the search is not complete; undefined when it is. */
  readonly stop: Stop | undefined;
  /** States that were not expanded; 0 when the search is complete. */
  readonly frontier: number;
  readonly bytesPerState: number;
  /** Of each monitor: its shortest violation, if there is one. */
  readonly violations: readonly (Violation | undefined)[];
  readonly store: StateStore;
}

/** How to search. */
export interface SearchOptions {
  /** Whether the search is over once every monitor is violated: what it has found then is all that it is for. */
  readonly endsWithViolation?: boolean;
  /** The packed state to begin with, in place of the initial one. */
  readonly from?: Int32Array;
  /** Is told all that is found, in order. */
  readonly recorder?: Recorder;
}

/** What keeps the whole graph that a search goes through. */
export interface Recorder {
  /** A state has been expanded, and the product still shows it. */
  onState(state: number): void;
  /** One of its successors, by its number in {@link Product.successors}, is the state `target`. */
  onEdge(successor: number, target: number): void;
}

/** How many states are expanded between two looks at the limits. */
const interval = 1024;

/**
 * Explores every state of `product`, unless a limit is hit.
 *
 * Time and memory grow with the number of states; the store takes about 20 bytes a state.
 */
export function search(
  product: Product,
  limits: Limits,
  surroundings: Surroundings,
  { endsWithViolation = false, recorder, from = product.initialWords() }: SearchOptions = {},
): SearchResult {
  const store = new StateStore(product.layout);
  store.add(from, 0, 0);
  const violations: (Violation | undefined)[] = product.monitors.map(() => undefined);
  const startedAt = surroundings.now();
  let transitions = 0;
  let quietMoments = 0;
  let endStates = 0;
  let depth = 0;
  let levelEnd = 1;
  let stop: Stop | undefined;

  let state = 0;
  for (; state < store.size; state++) {
    if (state === levelEnd) {
      // Shorter violations can still turn up within a level, and not after it.
      if (
        endsWithViolation &&
        violations.length > 0 &&
        violations.every((violation) => violation !== undefined)
      )
        break;
      depth++;
      levelEnd = store.size;
    }
    if (state % interval === 0) {
      const progress: Progress = {
        states: store.size,
        transitions,
        frontier: store.size - state,
        depth,
        elapsedMs: surroundings.now() - startedAt,
      };
      stop = whyStop(progress, store.bytes, limits, surroundings);
      if (stop !== undefined) break;
      surroundings.onProgress?.(progress);
    }

    expandStored(product, store, state);
    if (product.isQuiet) quietMoments++;
    if (product.isEnd) endStates++;
    if (product.quietViolations !== 0) note(violations, product.quietViolations, state, undefined, depth);
    const { successors, layout } = product;
    transitions += successors.count;
    recorder?.onState(state);
    for (let successor = 0; successor < successors.count; successor++) {
      store.add(successors.words, successor * layout.wordCount, state);
      recorder?.onEdge(successor, store.lastIndex);
      const broken = successors.violations[successor]!;
      if (broken !== 0) note(violations, broken, state, successors.choiceOf(successor), depth + 1);
    }
  }

  return {
    states: store.size,
    transitions,
    depth,
    quietMoments,
    endStates,
    stop,
    frontier: store.size - state,
    bytesPerState: store.bytes / store.size,
    violations,
    store,
  };
}

/** Expands a stored state, laying the store out anew as often as it takes. */
export function expandStored(product: Product, store: StateStore, state: number): void {
  for (;;) {
    const before = product.layout;
    if (product.expand(store.chunkOf(state), store.offsetOf(state))) return;
    store.repack(before, product.layout);
  }
}

function note(
  violations: (Violation | undefined)[],
  broken: number,
  state: number,
  choice: Choice | undefined,
  length: number,
): void {
  for (let monitor = 0; monitor < violations.length; monitor++) {
    if ((broken & (1 << monitor)) === 0) continue;
    const known = violations[monitor];
    if (known === undefined || length < known.length) violations[monitor] = { state, choice, length };
  }
}

/** The limit that a search has come to, if it has. */
export function whyStop(
  progress: Progress,
  bytes: number,
  limits: Limits,
  surroundings: Surroundings,
): Stop | undefined {
  if (surroundings.isInterrupted?.() === true) return 'interrupted';
  if (limits.states !== undefined && progress.states >= limits.states) return 'states';
  if (limits.memoryBytes !== undefined && bytes >= limits.memoryBytes) return 'memory';
  if (limits.timeMs !== undefined && progress.elapsedMs >= limits.timeMs) return 'time';
  return undefined;
}

/** The choices that lead from the initial state to a violation, for a search without reductions. */
export function scheduleOf(product: Product, store: StateStore, violation: Violation): Choice[] {
  const path = pathTo(store, violation.state);
  const choices = path.slice(1).map((child, index) => {
    const successor = successorBetween(product, store, path[index]!, child);
    return product.successors.choiceOf(successor);
  });
  return violation.choice === undefined ? choices : [...choices, violation.choice];
}

/** The stored states on the way to a state, from the initial one on. */
export function pathTo(store: StateStore, target: number): number[] {
  const path = [target];
  for (let state = target; state !== 0;) {
    state = store.parentOf(state);
    path.push(state);
  }
  return path.reverse();
}

/** Which of the successors of `parent`, which is expanded for it, is `child`. */
export function successorBetween(product: Product, store: StateStore, parent: number, child: number): number {
  expandStored(product, store, parent);
  const { wordCount } = product.layout;
  const chunk = store.chunkOf(child);
  const offset = store.offsetOf(child);
  const { successors } = product;
  for (let successor = 0; successor < successors.count; successor++) {
    const base = successor * wordCount;
    let word = 0;
    while (word < wordCount && successors.words[base + word] === chunk[offset + word]) word++;
    if (word === wordCount) return successor;
  }
  throw new HeddleBug(`no step leads from state ${parent} to state ${child}`);
}
