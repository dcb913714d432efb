/**
 * The whole graph of a client that repeats for ever: states and edges as numbers, with what decisions
 * about cycles need to know of them, and nothing else.
 */

import { IntVector } from '../../automata/intVector.ts';
import type { Learner } from '../../automata/learner.ts';
import { finishedNode, stepAction } from '../../automata/tables.ts';
import { isGrant } from '../../core/event.ts';
import type { EventId, NodeId, ThreadIndex } from '../../core/ids.ts';
import type { Limits, Surroundings } from '../limits.ts';
import type { Product } from '../product.ts';
import { search, type Recorder, type SearchResult } from '../search.ts';

/** Marks of a thread in a state: inside an operation. */
export const inside = 1;
/** It wants to move: see Fairness. */
export const wanting = 2;
/** It can step, and the scheduler may let it. */
export const stepping = 4;
/** It is held back by its wait loop, whose next turn would read the same again. */
export const idling = 8;
/** Between operations, and blocked at the first step of the next. */
export const blockedBefore = 16;
/** In or before an operation whose deadline has not passed: nobody has to wait in there for ever. */
export const timed = 32;

/** It can step, were it its turn. */
export const ready = 64;

/** Marks of an edge: the thread has taken a step of its own, not an interrupt, a deadline or a spurious wake-up. */
export const isStep = 1;
/** Its operation ends. */
export const ends = 2;
/** It is granted a permit. */
export const grants = 4;
/** The monitor of the search is violated by the edge. */
export const isMarked = 8;

/** The graph; see the head of this file. States are numbered in the order of a breadth-first search. */
export interface EndlessGraph {
  readonly threads: number;
  readonly states: number;
  /** The edges from a state `s` are those from `first[s]` up to `first[s + 1]`; none where a limit came before. */
  readonly first: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  /** Of each edge: the thread that moves, and its marks. */
  readonly movers: ArrayLike<number>;
  readonly edgeMarks: ArrayLike<number>;
  /** Of each state and thread, at `state * threads + thread`. */
  readonly threadMarks: ArrayLike<number>;
  /** Of each state: 1 if it is a quiet moment. */
  readonly quiet: ArrayLike<number>;
}

/** A graph, and the search that it came from. */
export interface ExploredGraph {
  readonly graph: EndlessGraph;
  readonly product: Product;
  readonly result: SearchResult;
  /** Of each state: how many steps lead to it, at least. */
  readonly depths: Int32Array;
}

/**
 * Explores a product, and keeps its graph. Exact, unless a limit is hit: then the graph is a part of the
 * whole one, and what it lacks may hold any cycle.
 *
 * @param product without reductions: none of them is proved to keep cycles.
 * @param from the packed state to begin with, in place of the initial one.
 */
export function endlessGraph(
  product: Product,
  limits: Limits,
  surroundings: Surroundings,
  from?: Int32Array,
): ExploredGraph {
  const recording = new Recording(product);
  const result = search(product, limits, surroundings, {
    recorder: recording,
    ...(from === undefined ? {} : { from }),
  });
  const depths = new Int32Array(result.states);
  for (let state = 1; state < result.states; state++)
    depths[state] = depths[result.store.parentOf(state)]! + 1;
  return { graph: recording.graph(result.states), product, result, depths };
}

class Recording implements Recorder {
  readonly #product: Product;
  readonly #places: PlaceMarks;
  readonly #events: EventMarks;
  readonly #threads: number;
  readonly #first = new IntVector();
  readonly #targets = new IntVector();
  readonly #edges = new IntVector();
  readonly #marks = new IntVector();
  readonly #quiet = new IntVector();

  constructor(product: Product) {
    this.#product = product;
    this.#threads = product.learner.program.threads.length;
    this.#places = new PlaceMarks(product.learner);
    this.#events = new EventMarks(product.learner);
  }

  onState(): void {
    const product = this.#product;
    const { successors } = product;
    this.#first.push(this.#targets.length);
    this.#quiet.push(product.isQuiet ? 1 : 0);
    const at = this.#marks.extend(this.#threads);
    const marks = this.#marks.data;
    for (let thread = 0; thread < this.#threads; thread++) {
      marks[at + thread] = this.#places.of(thread, product.nodeOf(thread));
    }
    for (let successor = 0; successor < successors.count; successor++) {
      const isOwnStep = (successors.actions[successor]! & 255) === stepAction;
      if (isOwnStep) marks[at + successors.threads[successor]!]! |= stepping;
    }
    const hasTurns = product.learner.turns !== undefined;
    for (let thread = 0; thread < this.#threads; thread++) {
      // Whose turn it is not could go on all the same.
      const isReady = hasTurns ? product.couldStep(thread) : (marks[at + thread]! & stepping) !== 0;
      if (isReady) marks[at + thread]! |= ready;
    }
    for (let thread = 0; thread < this.#threads; thread++) {
      const mark = marks[at + thread]!;
      if ((mark & inside) !== 0 && product.isHeldBack(thread)) marks[at + thread]! |= idling;
      if ((mark & ready) !== 0) marks[at + thread]! &= ~blockedBefore;
    }
  }

  onEdge(successor: number, target: number): void {
    const { threads, actions, events, violations } = this.#product.successors;
    const own = (actions[successor]! & 255) === stepAction ? isStep : 0;
    const marked = violations[successor] === 0 ? 0 : isMarked;
    this.#targets.push(target);
    this.#edges.push((threads[successor]! << 8) | own | marked | this.#events.of(events[successor]!));
  }

  graph(states: number): EndlessGraph {
    while (this.#first.length <= states) this.#first.push(this.#targets.length);
    this.#marks.extend(states * this.#threads - this.#marks.length);
    this.#quiet.extend(states - this.#quiet.length);
    const edges = this.#edges.data.subarray(0, this.#edges.length);
    return {
      threads: this.#threads,
      states,
      first: this.#first.data,
      targets: this.#targets.data,
      movers: Uint8Array.from(edges, (edge) => edge >> 8),
      edgeMarks: Uint8Array.from(edges, (edge) => edge & 255),
      threadMarks: Uint8Array.from(this.#marks.data.subarray(0, this.#marks.length)),
      quiet: this.#quiet.data,
    };
  }
}

/** What the nodes of the threads say of them, once for each node. */
class PlaceMarks {
  readonly #learner: Learner;
  readonly #known: Map<NodeId, number>[];

  constructor(learner: Learner) {
    this.#learner = learner;
    this.#known = learner.program.threads.map(() => new Map<NodeId, number>());
  }

  of(thread: number, node: NodeId): number {
    const known = this.#known[thread]!.get(node);
    if (known !== undefined) return known;
    const marks = node === (finishedNode as NodeId) ? 0 : this.#look(thread as ThreadIndex, node);
    this.#known[thread]!.set(node, marks);
    return marks;
  }

  #look(thread: ThreadIndex, id: NodeId): number {
    const { isCalled, operation, isDeadlinePast } = this.#learner.nodeAt(thread, id)!;
    // It goes on for ever, and waits for nobody's sake.
    if (operation.isBackground === true) return wanting;
    const time = operation.hasDeadline && !isDeadlinePast ? timed : 0;
    return (isCalled ? inside | wanting : blockedBefore | (operation.isOwed ? wanting : 0)) | time;
  }
}

/** What the events of an edge are about, once for each group of events. */
class EventMarks {
  readonly #learner: Learner;
  readonly #known: number[] = [0];

  constructor(learner: Learner) {
    this.#learner = learner;
  }

  of(id: number): number {
    return (this.#known[id] ??= this.#look(id as EventId));
  }

  #look(id: EventId): number {
    let marks = 0;
    for (const event of this.#learner.eventsOf(id)) {
      if (event.type === 'return' || event.type === 'throw') marks |= ends;
      if (isGrant(event)) marks |= grants;
    }
    return marks;
  }
}
