/**
 * What can be seen of a program from outside: places, with edges that carry one visible event each, or
 * none. A step that shows several events passes through places in between.
 *
 * Whoever is between two operations may call the next one at any moment, long before the first step of it: so
 * a place is a state together with those who have called and not yet begun. Without that, a call that is
 * blocked at its first step would be seen later than one that is not, and that is no difference.
 *
 * A quiet moment can be seen too, with who waits in it; only so does it show that somebody is overtaken. What is
 * left when nothing moves any more is the end of a history.
 */

import type { Interner } from '../../automata/interner.ts';
import type { Learner } from '../../automata/learner.ts';
import type { VisibleEvent } from '../../core/event.ts';
import type { EventId } from '../../core/ids.ts';
import type { Choice } from '../../core/schedule.ts';
import type { Stop } from '../../core/verdict.ts';
import type { Limits, Surroundings } from '../limits.ts';
import { Product } from '../product.ts';
import { search } from '../search.ts';

/** The label of an edge that shows nothing. */
export const silent = 0;

/** One edge; the choice is that of the step, undefined for a call, a later event of a step and a rest. */
export interface HistoryEdge {
  readonly target: number;
  readonly label: number;
  readonly choice: Choice | undefined;
}

/** The graph; place 0 is where everything begins. */
export interface HistoryGraph {
  /** The edges from a place. */
  from(place: number): readonly HistoryEdge[];
  readonly states: number;
  /** Why it is not the whole; undefined when it is. */
  readonly stop: Stop | undefined;
}

/** A step from a state, as the search has found it. */
interface Step {
  readonly target: number;
  readonly choice: Choice;
  /** Whether an operation begins with it. */
  readonly begins: boolean;
  /** What it shows besides the call. */
  readonly shows: readonly number[];
}

/** A state, as the search has found it. */
interface Found {
  /** Of each thread: the label of the call that it may make, or {@link silent}. */
  readonly calls: readonly number[];
  /** The label of the quiet moment, if it is one in which somebody waits, or {@link silent}. */
  readonly quiet: number;
  /** The label of what is left here, if nothing moves any more, or {@link silent}. */
  readonly rest: number;
  readonly steps: Step[];
}

/**
 * Explores a program without reductions. Exact, unless a limit is hit.
 *
 * @param labels gives labels from 1 on to texts, so that several programs can share them.
 * @param textOf what an event is called; undefined for one that is not to be told.
 */
export function historyGraph(
  learner: Learner,
  labels: Interner<string>,
  textOf: (event: VisibleEvent) => string | undefined,
  limits: Limits,
  surroundings: Surroundings,
): HistoryGraph {
  const product = new Product(learner, []);
  const states: Found[] = [];
  const label = (text: string | undefined): number => (text === undefined ? silent : labels.intern(text) + 1);
  const recorder = {
    onState: (state: number) => {
      states[state] = {
        calls: learner.program.threads.map(({ index }) => label(callOf(learner, product, index, textOf))),
        quiet: product.isQuiet && !product.isEnd ? label(quietOf(learner, product)) : silent,
        rest: product.isEnd ? label(restOf(learner, product)) : silent,
        steps: [],
      };
    },
    onEdge: (successor: number, target: number) => {
      const events = learner.eventsOf(product.successors.events[successor]! as EventId);
      states.at(-1)!.steps.push({
        target,
        choice: product.successors.choiceOf(successor),
        begins: events.some(({ type }) => type === 'call'),
        shows: events
          .filter(({ type }) => type !== 'call')
          .map((event) => label(textOf(event)))
          .filter((shown) => shown !== silent),
      });
    },
  };
  const result = search(product, limits, surroundings, { recorder });
  return new Places(states, result.states, result.stop);
}

class Places implements HistoryGraph {
  readonly states: number;
  readonly stop: Stop | undefined;
  readonly #found: readonly Found[];
  /** Of each place: its state and who has called; or the edges, for one in the middle of a step. */
  readonly #places: { readonly state: number; readonly called: number }[] = [{ state: 0, called: 0 }];
  readonly #ids = new Map<string, number>([['0 0', 0]]);
  readonly #edges: (readonly HistoryEdge[])[] = [];

  constructor(found: readonly Found[], states: number, stop: Stop | undefined) {
    this.#found = found;
    this.states = states;
    this.stop = stop;
  }

  from(place: number): readonly HistoryEdge[] {
    return (this.#edges[place] ??= this.#find(place));
  }

  #find(place: number): readonly HistoryEdge[] {
    const { state, called } = this.#places[place]!;
    const found = this.#found[state];
    // Beyond a limit there is nothing; the answer is void then anyway.
    if (found === undefined) return [];
    const edges: HistoryEdge[] = [];
    found.calls.forEach((label, thread) => {
      if (label === silent || (called & (1 << thread)) !== 0) return;
      edges.push({ target: this.#placeOf(state, called | (1 << thread)), label, choice: undefined });
    });
    for (const { target, choice, begins, shows } of found.steps) {
      const mark = 1 << choice.thread;
      if (begins && (called & mark) === 0) continue;
      const end = this.#placeOf(target, begins ? called & ~mark : called);
      edges.push(...this.#chain(end, shows, choice));
    }
    // Whoever has called and not begun can still move.
    if (found.quiet !== silent && called === 0) {
      edges.push({ target: place, label: found.quiet, choice: undefined });
    }
    if (found.rest !== silent) edges.push({ target: this.#middle([]), label: found.rest, choice: undefined });
    return edges;
  }

  /** The first edge of a step that shows these labels, one after the other. */
  #chain(end: number, [first, ...others]: readonly number[], choice: Choice | undefined): HistoryEdge[] {
    if (first === undefined) return choice === undefined ? [] : [{ target: end, label: silent, choice }];
    const target = others.length === 0 ? end : this.#middle(this.#chain(end, others, undefined));
    return [{ target, label: first, choice }];
  }

  #middle(edges: readonly HistoryEdge[]): number {
    const place = this.#places.push({ state: -1, called: 0 }) - 1;
    this.#edges[place] = edges;
    return place;
  }

  #placeOf(state: number, called: number): number {
    const key = `${state} ${called}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const place = this.#places.push({ state, called }) - 1;
    this.#ids.set(key, place);
    return place;
  }
}

/** The call that a thread may make in the state that was expanded. */
function callOf(
  learner: Learner,
  product: Product,
  thread: Parameters<Learner['nodeAt']>[0],
  textOf: (event: VisibleEvent) => string | undefined,
): string | undefined {
  const node = learner.nodeAt(thread, product.nodeOf(thread));
  const mayCall = node !== undefined && !node.isCalled && node.operation.isVisible;
  return mayCall ? textOf({ type: 'call', invocation: node.operation.invocation }) : undefined;
}

/** Who waits, if somebody does. */
function waitingIn(learner: Learner, product: Product): string | undefined {
  const waiting = learner.program.threads.flatMap(({ index }) => {
    const node = learner.nodeAt(index, product.nodeOf(index));
    const isWaiting = node?.isCalled === true && node.operation.isBackground !== true;
    return isWaiting ? [`T${index} waits in ${node.operation.invocation.operation}`] : [];
  });
  return waiting.length === 0 ? undefined : waiting.join(', ');
}

function quietOf(learner: Learner, product: Product): string | undefined {
  const waiting = waitingIn(learner, product);
  return waiting === undefined ? undefined : `all is quiet while ${waiting}`;
}

/** How everything comes to rest: who is still waiting then. */
function restOf(learner: Learner, product: Product): string {
  const waiting = waitingIn(learner, product);
  return waiting === undefined ? 'all have finished' : `nothing moves any more while ${waiting}`;
}
