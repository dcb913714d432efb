import type { ThingSets } from './thingSets.ts';

/** What is asked of a graph by those who look for futures in it. */
export interface Graph {
  readonly nodeCount: number;
  readonly looks: ThingSets;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly values: readonly number[];
  readonly effects: ThingSets;
  /** Whether the node asks for that thing and for nothing else. */
  asksOnly(node: number, thing: number): boolean;
  /** Whether it has been learned what can happen at a node while its object holds `value`. */
  isKnown(node: number, value: number): boolean;
}
