import type { ThreadGraph } from './threadGraph.ts';
import { ThingSets } from './thingSets.ts';

/** An object that holds a value, for as long as it does. */
export interface Standing {
  readonly object: number;
  readonly value: number;
}

/**
 * Of each node of a thread: what the thread can touch from there on. With a standing, what it can
 * touch as long as that stands: a request that is blocked at the value is then a gate that the thread
 * cannot pass.
 *
 * A least fixed point over the edges that have been learned. A node touches what it asks for whether
 * or not an edge from it is known.
 */
export function futuresOf(graph: ThreadGraph, standing?: Standing): ThingSets {
  const { nodeCount, looks, from, to, values, effects, isStep } = graph;
  const futures = new ThingSets(nodeCount, looks.wordCount);
  const isGate = (node: number): boolean => standing !== undefined && graph.asksOnly(node, standing.object);

  for (let node = 1; node < nodeCount; node++) {
    if (!isGate(node)) futures.include(node, looks, node);
    // Nobody has asked yet what happens here, so it may be anything.
    else if (!graph.isKnown(node, standing!.value)) futures.write(node, standing!.object);
  }
  const edges: number[] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const node = from[edge]!;
    if (isGate(node)) {
      if (values[edge] !== -1 && values[edge] !== standing!.value) continue;
      if (isStep[edge] === true) futures.include(node, effects, edge);
      else futures.includeWritten(node, effects, edge);
    } else {
      futures.include(node, effects, edge);
    }
    edges.push(edge);
  }
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    // Nodes are numbered as they were found, so that most edges lead to higher numbers.
    for (let index = edges.length - 1; index >= 0; index--) {
      const edge = edges[index]!;
      if (futures.include(from[edge]!, futures, to[edge]!)) hasGrown = true;
    }
  }
  return futures;
}
