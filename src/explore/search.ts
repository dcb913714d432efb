/**
 * The exhaustive search: breadth first, so that the first violation of a property is a shortest one.
 *
 * States are stored in the order in which they are found; the frontier is the part of the store that
 * has not been expanded yet.
 */

import { HeddleBug } from '../core/errors.ts';
import type { Choice } from '../core/schedule.ts';
import type { Stop } from '../core/verdict.ts';
import type { Begun } from './begun.ts';
import { Findings, type Violation } from './findings.ts';
import type { Layout } from './layout.ts';
import type { Limits, Progress, Surroundings } from './limits.ts';
import type { Crew, Mate } from './parallel/crew.ts';
import { leadSearch, type Look } from './parallel/leadSearch.ts';
import type { Product } from './product.ts';
import { Remaining } from './remaining.ts';
import { StateStore } from './stateStore.ts';
import type { VisitedStates } from './visitedStates.ts';

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
  readonly store: VisitedStates;
  /** How many threads have searched. */
  readonly threads: number;
}

/** How to search. */
export interface SearchOptions {
  /** Whether the search is over once every monitor is violated: what it has found then is all that it is for. */
  readonly endsWithViolation?: boolean;
  /** How states are told to be the same; another than the default is for tests of the tests. */
  readonly makeStore?: (layout: Layout) => StateStore;
  /** The packed state to begin with, in place of the initial one. */
  readonly from?: Int32Array;
  /** Is told all that is found, in order. */
  readonly recorder?: Recorder;
  /** What has been searched before; the search goes on with it. */
  readonly begun?: Begun;
  /** Is shown how far a search is, so that it can keep it; the search is then made by one thread. */
  readonly observer?: Observer;
}

/** What sees a search while it is made. */
export interface Observer {
  /** How many states are expanded between two looks, at most. */
  readonly interval: number;
  onExpanded(state: number): void;
  onLook(begun: Begun): void;
  /** A limit, or an interrupt, ends the search here. */
  onStop(begun: Begun): void;
}

/** What keeps the whole graph that a search goes through. */
export interface Recorder {
  /** A state has been expanded, and the product still shows it. */
  onState(state: number): void;
  /** One of its successors, by its number in {@link Product.successors}, is the state `target`. */
  onEdge(successor: number, target: number): void;
}

/** Two states are the same if all their words are. */
export const storeExactly = (layout: Layout): StateStore => new StateStore(layout);

/** How many states are expanded between two looks at the limits. */
const intervalMax = 1024;

/**
 * Explores every state of `product`, unless a limit is hit.
 *
 * Time and memory grow with the number of states; the store takes about 20 bytes a state. With a crew
 * that has mates, a search without reductions that gets long is gone on with by all of them: the result is
 * the same, but for the numbers of states and for which of the shortest ways a violation is found on.
 */
export function search(
  product: Product,
  limits: Limits,
  surroundings: Surroundings,
  {
    endsWithViolation = false,
    makeStore = storeExactly,
    recorder,
    from = product.initialWords(),
    begun,
    observer,
  }: SearchOptions = {},
): SearchResult {
  const store = begun?.store ?? makeStore(product.layout);
  if (begun === undefined) store.add(from, 0, 0);
  const findings = begun?.findings ?? new Findings(product.monitors.length);
  const startedAt = surroundings.now() - (begun?.elapsedMs ?? 0);
  const look = lookout(limits, surroundings, startedAt);
  const interval = Math.min(intervalMax, observer?.interval ?? intervalMax);
  const onStored =
    recorder === undefined ? undefined : (successor: number) => recorder.onEdge(successor, store.lastIndex);
  // What is recorded is recorded in order, by one thread.
  const crew = recorder === undefined && observer === undefined ? surroundings.crew : undefined;
  let depth = begun?.depth ?? 0;
  let levelEnd = begun?.levelEnd ?? 1;
  let stop: Stop | undefined;
  let state = begun?.state ?? 0;
  const now = (): Begun => {
    const elapsedMs = surroundings.now() - startedAt;
    return { store, findings, state, levelEnd, depth, elapsedMs };
  };

  for (; state < store.size; state++) {
    if (state === levelEnd) {
      // Shorter violations can still turn up within a level, and not after it.
      if (endsWithViolation && findings.isAllViolated) break;
      depth++;
      levelEnd = store.size;
    }
    if (state % interval === 0) {
      const { size: states, bytes } = store;
      stop = look({ states, transitions: findings.transitions, frontier: states - state, depth, bytes });
      if (stop !== undefined) {
        observer?.onStop(now());
        break;
      }
      observer?.onLook(now());
      const mates = matesFor(product, states, crew);
      if (mates.length > 0) {
        const together = leadSearch(product, now(), crew!, mates, look, endsWithViolation);
        return resultOf(together, mates.length + 1);
      }
    }
    expandStored(product, store, state);
    recorder?.onState(state);
    findings.take(product, store, state, depth, onStored);
    observer?.onExpanded(state);
  }
  const { size: states } = store;
  return resultOf({ store, findings, states, depth, frontier: states - state, stop }, 1);
}

/** Those who are to help with a search that has come so far; any but the plain search is made alone. */
function matesFor(product: Product, states: number, crew: Crew | undefined): readonly Mate[] {
  return crew === undefined || !product.isPlain ? [] : crew.mates(states);
}

function resultOf({ store, findings, states, depth, frontier, stop }: Found, threads: number): SearchResult {
  const bytesPerState = store.bytes / states;
  return { ...findings.image, states, depth, stop, frontier, bytesPerState, store, threads };
}

/** What {@link search} comes to, by one thread or by several. */
interface Found {
  readonly store: VisitedStates & { readonly bytes: number };
  readonly findings: Findings;
  readonly states: number;
  readonly depth: number;
  readonly frontier: number;
  readonly stop: Stop | undefined;
}

/** Expands a stored state, laying the store out anew as often as it takes. */
export function expandStored(product: Product, store: VisitedStates, state: number): void {
  for (;;) {
    const before = product.layout;
    if (product.expand(store.chunkOf(state), store.offsetOf(state))) return;
    store.repack(before, product.layout);
  }
}

/** Tells how far a search is, and answers why it is to stop, if it is. */
export function lookout(limits: Limits, surroundings: Surroundings, startedAt: number): Look {
  const remaining = new Remaining();
  return ({ bytes, ...rest }) => {
    const left = remaining.after(rest.depth, rest.frontier);
    const elapsedMs = surroundings.now() - startedAt;
    const progress: Progress = { ...rest, ...(left === undefined ? {} : { left }), elapsedMs };
    const stop = whyStop(progress, bytes, limits, surroundings);
    if (stop === undefined) surroundings.onProgress?.(progress);
    return stop;
  };
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
export function scheduleOf(product: Product, store: VisitedStates, violation: Violation): Choice[] {
  const path = pathTo(store, violation.state);
  const choices = path.slice(1).map((child, index) => {
    const successor = successorBetween(product, store, path[index]!, child);
    return product.successors.choiceOf(successor);
  });
  return violation.choice === undefined ? choices : [...choices, violation.choice];
}

/** The stored states on the way to a state, from the initial one on. */
export function pathTo(store: VisitedStates, target: number): number[] {
  const path = [target];
  for (let state = target; state !== 0;) {
    state = store.parentOf(state);
    path.push(state);
  }
  return path.reverse();
}

/** Which of the successors of `parent`, which is expanded for it, is `child`. */
export function successorBetween(
  product: Product,
  store: VisitedStates,
  parent: number,
  child: number,
): number {
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
