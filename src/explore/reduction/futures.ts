import type { Graph } from './graph.ts';
import { ThingSets } from './thingSets.ts';
import type { View } from './view.ts';

/** A thing that holds a value, for as long as it does. */
export interface Standing {
  readonly thing: number;
  readonly value: number;
}

/**
 * Of each node of a graph: what a thread can touch from there on. With a standing, what it can touch
 * as long as that stands: a request that is blocked at the value is then a gate that the thread cannot
 * pass.
 *
 * A least fixed point over the edges that have been learned. A node touches what it asks for whether
 * or not an edge from it is known.
 */
export function futuresIn(graph: Graph, standing?: Standing): ThingSets {
  const { nodeCount, looks, from, to, values, effects } = graph;
  const futures = new ThingSets(nodeCount, looks.wordCount);
  const isGate = (node: number): boolean => standing !== undefined && graph.asksOnly(node, standing.thing);

  for (let node = 0; node < nodeCount; node++) {
    if (!isGate(node)) futures.include(node, looks, node);
    // Nobody has asked yet what happens here, so it may be anything.
    else if (!graph.isKnown(node, standing!.value)) futures.write(node, standing!.thing);
  }
  const edges: number[] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const node = from[edge]!;
    edges.push(edge);
    if (!isGate(node)) futures.include(node, effects, edge);
    // A call that is blocked at once comes at quiet moments only: what does not move is not looked at.
    else if (values[edge] === -1) continue;
    // An interrupt or a deadline that comes to a blocked thread depends on its being blocked.
    else if (values[edge] === standing!.value) futures.include(node, effects, edge);
    else edges.pop();
  }
  for (let hasGrown = true; hasGrown;) {
    hasGrown = false;
    // Nodes are numbered as they were found, so that most edges lead to higher numbers.
    for (let index = edges.length - 1; index >= 0; index--) {
      const edge = edges[index]!;
      if (futures.include(from[edge]!, futures, to[edge]!)) hasGrown = true;
    }
  }
  return futures;
}

/** The futures of one thread, from those of its role: node by node, as they are asked for. */
export class Futures {
  /** By class of node; a row is there once it has been prepared. */
  readonly sets: ThingSets;

  readonly #role: ThingSets;
  readonly #view: View;
  readonly #thread: number;
  readonly #isDone: Uint8Array;

  constructor(role: ThingSets, roleCount: number, view: View, thread: number, wordCount: number) {
    this.#role = role;
    this.#view = view;
    this.#thread = thread;
    this.sets = new ThingSets(roleCount, wordCount);
    this.#isDone = new Uint8Array(roleCount);
  }

  /** Makes sure that the row of a class of nodes is there. */
  prepare(row: number): this {
    if (this.#isDone[row] === 0) {
      this.#isDone[row] = 1;
      this.#write(row);
    }
    return this;
  }

  // Apart from the question above, which is asked all the time and must not make a closure.
  #write(row: number): void {
    this.#role.forEach(row, (seen, isWritten) => {
      for (const thing of this.#view.meantBy(this.#thread, seen)) {
        if (isWritten) this.sets.write(row, thing);
        else this.sets.touch(row, thing);
      }
    });
  }
}
