import type { RandomNumbers } from './randomNumbers.ts';

/**
 * What a strategy sees of an execution. Each thread makes two processes: number t takes the steps of
 * thread t, and number `threadCount + t` is what the environment does to it (an interrupt, its
 * deadline, a wait that ends for no reason).
 */
export interface Scene {
  readonly threadCount: number;
  readonly processCount: number;
  /** The processes to which something can happen now: the first `enabledCount` entries. */
  readonly enabled: Int32Array;
  readonly enabledCount: number;
  /** The threads, the interrupts left and the objects, as integers. */
  readonly state: Int32Array;
  /**
   * Whether what is pending in a process depends on what has just happened: it is the same thread, or
   * the same object and one of the two writes it.
   */
  isInRace(process: number): boolean;
}

/** Decides which process moves next. One that is reused for another sampling run begins anew. */
export interface Strategy {
  /** As in `--strategy`. */
  readonly name: string;
  /** An execution begins. */
  begin(scene: Scene, random: RandomNumbers): void;
  /** One of the processes that are enabled. */
  choose(scene: Scene, random: RandomNumbers): number;
  /** What was chosen has happened. */
  after(scene: Scene, process: number, random: RandomNumbers): void;
  /** The execution is over, after so many steps. */
  end?(steps: number): void;
  /** What the strategy promises of the executions so far, if it does. */
  guarantee?(): Guarantee | undefined;
}

/** A lower bound on the chance that one execution has to meet a bug. */
export interface Guarantee {
  /** So many orders between steps must come out right for the bug to show. */
  readonly depth: number;
  /** Processes that were seen to move. */
  readonly processes: number;
  /** Steps of the longest execution. */
  readonly steps: number;
  /** The bound: 1 / (processes * steps ^ (depth - 1)). */
  readonly perExecution: number;
  /** How many executions were made with these numbers. */
  readonly executions: number;
}

/** The enabled process with the highest priority; the first of them if there are several. */
export function highest(scene: Scene, priorities: Float64Array): number {
  const { enabled, enabledCount } = scene;
  let best = enabled[0]!;
  for (let index = 1; index < enabledCount; index++) {
    const process = enabled[index]!;
    if (priorities[process]! > priorities[best]!) best = process;
  }
  return best;
}
