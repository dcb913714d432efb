import type { Naming } from '../symmetry/naming.ts';
import { PairMap } from '../../automata/pairMap.ts';
import type { Graph } from './graph.ts';
import type { ThreadGraph } from './threadGraph.ts';
import { ThingSets } from './thingSets.ts';
import type { View } from './view.ts';

/** The value of an edge that can be taken at a value which names threads. */
const namingValue = -2;

/**
 * One graph for all threads of a role: what has been learned of one of them is known of each. Its
 * nodes are the classes of nodes that differ by names alone, and things are called as the thread sees
 * them.
 */
export class RoleGraph implements Graph {
  readonly nodeCount: number;
  readonly looks: ThingSets;
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly values: number[] = [];
  readonly effects: ThingSets;

  readonly #asked: Int32Array;
  readonly #known = new PairMap();

  /** @param graphs of the threads of the role. */
  constructor(graphs: readonly ThreadGraph[], view: View, naming: Naming) {
    const edges = new Map<string, readonly [graph: ThreadGraph, edge: number]>();
    for (const graph of graphs) {
      graph.effectTexts((edge, text) => {
        const { thread, from, to, values, objects } = graph;
        const value = this.#valueOf(naming, objects[from[edge]!]!, values[edge]!);
        const ends = [view.classOf(thread, from[edge]!), value, view.classOf(thread, to[edge]!)];
        const key = `${ends.join(' ')} ${text((thing) => view.seenAs(thread, thing))}`;
        if (!edges.has(key)) edges.set(key, [graph, edge]);
      });
      graph.knownCells((node, value) => {
        const object = graph.objects[node]!;
        const mentioned = object < 0 ? [] : naming.mentionedIn(object, value);
        const role = view.classOf(graph.thread, node);
        if (mentioned.length === 0 && this.#known.get(role, value) < 0) this.#known.add(role, value, 1);
      });
    }
    // Nodes that no edge leads to have classes, too.
    for (const { thread, nodeCount } of graphs) {
      for (let node = 1; node < nodeCount; node++) view.classOf(thread, node);
    }
    this.nodeCount = naming.classCount;
    this.looks = new ThingSets(this.nodeCount, view.wordCount);
    this.effects = new ThingSets(edges.size, view.wordCount);
    this.#asked = new Int32Array(this.nodeCount).fill(-1);
    for (const [graph, edge] of edges.values()) {
      const { thread, from, to, values, objects, effects } = graph;
      const index = this.from.length;
      this.from.push(view.classOf(thread, from[edge]!));
      this.to.push(view.classOf(thread, to[edge]!));
      this.values.push(this.#valueOf(naming, objects[from[edge]!]!, values[edge]!));
      effects.forEach(edge, (thing, isWritten) => {
        const seen = view.seenAs(thread, thing);
        if (isWritten) this.effects.write(index, seen);
        else this.effects.touch(index, seen);
      });
    }
    for (const graph of graphs) this.#readNodes(graph, view);
  }

  asksOnly(node: number, thing: number): boolean {
    return this.#asked[node] === thing;
  }

  isKnown(node: number, value: number): boolean {
    return this.#known.get(node, value) >= 0;
  }

  #valueOf(naming: Naming, object: number, value: number): number {
    if (value < 0 || object < 0) return value;
    return naming.mentionedIn(object, value).length === 0 ? value : namingValue;
  }

  #readNodes(graph: ThreadGraph, view: View): void {
    const { thread, looks, objects, nodeCount } = graph;
    for (let node = 1; node < nodeCount; node++) {
      const role = view.classOf(thread, node);
      looks.forEach(node, (thing) => this.looks.touch(role, view.seenAs(thread, thing)));
      const object = objects[node]!;
      const thing = graph.things.ofObject(object);
      if (object >= 0 && graph.asksOnly(node, thing)) this.#asked[role] = view.seenAs(thread, thing);
    }
  }
}
