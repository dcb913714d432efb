import { UsageError } from '../../core/errors.ts';
import type { RandomNumbers } from './randomNumbers.ts';
import { Recurrence } from './recurrence.ts';
import { highest, type Guarantee, type Scene, type Strategy } from './strategy.ts';

/** What probabilistic concurrency testing is told. */
export interface PctOptions {
  /** The depth of the bugs that are looked for, at least 1. Default 3. */
  readonly depth?: number;
  /** Steps of the longest execution. Default: that of those seen so far, the first being a random walk. */
  readonly steps?: number;
}

/**
 * Probabilistic concurrency testing: the processes have random priorities and the highest goes first;
 * after each of `depth - 1` steps, chosen at random, the process that took it falls below all others.
 *
 * Each execution meets a bug of this depth with a probability of at least 1 / (n k^(d-1)), for n
 * processes, k steps and depth d. It may miss one. Source: BurckhardtEtAl2010, algorithm 1.
 *
 * A process that goes round in a circle, alone and for nothing, would keep all others from moving:
 * when the state comes back, the process falls below all others. (The paper asks programs to yield
 * there; here the circle is seen.)
 */
export function pct(options: PctOptions = {}): Strategy {
  return new Pct(options);
}

class Pct implements Strategy {
  readonly name = 'pct';
  readonly #depth: number;
  readonly #stepsGiven: number | undefined;
  /** The longest execution; 0 before the first. */
  #stepsMax: number;
  #executions = 0;
  #processes = 0;
  #hasMoved = new Uint8Array(0);

  #priorities = new Float64Array(0);
  #order = new Int32Array(0);
  /** After which steps a priority is changed: after the i-th of them to i, below all that it began with. */
  readonly #changePoints: number[] = [];
  #steps = 0;
  /** Processes that were demoted are below all others, the latest lowest. */
  #lowest = 0;
  #last = -1;
  readonly #circle = new Recurrence();

  constructor({ depth = 3, steps }: PctOptions) {
    if (!Number.isSafeInteger(depth) || depth < 1) {
      throw new UsageError({
        what: 'The depth of a bug is a whole number of orders between steps.',
        found: String(depth),
        expected: '1 or more',
      });
    }
    this.#depth = depth;
    this.#stepsGiven = steps;
    this.#stepsMax = steps ?? 0;
  }

  begin({ processCount }: Scene, random: RandomNumbers): void {
    if (this.#priorities.length !== processCount) this.#prepare(processCount);
    this.#steps = 0;
    this.#lowest = 0;
    this.#last = -1;
    this.#shuffle(random);
    for (let process = 0; process < processCount; process++) {
      this.#priorities[process] = this.#depth + this.#order[process]!;
    }
    this.#drawChangePoints(random);
  }

  choose(scene: Scene, random: RandomNumbers): number {
    const { enabled, enabledCount } = scene;
    return this.#stepsMax === 0 ? enabled[random.below(enabledCount)]! : highest(scene, this.#priorities);
  }

  after(scene: Scene, process: number): void {
    this.#steps++;
    if (this.#hasMoved[process] === 0) {
      this.#hasMoved[process] = 1;
      this.#processes++;
      this.#executions = 0;
    }
    const change = this.#changePoints.indexOf(this.#steps);
    if (change >= 0) this.#priorities[process] = change + 1;
    if (process !== this.#last) {
      this.#last = process;
      this.#circle.restart();
    }
    if (this.#circle.isBackAt(scene.state)) {
      this.#priorities[process] = --this.#lowest;
      this.#circle.restart();
    }
  }

  end(steps: number): void {
    // The first execution only measures.
    const isCounted = this.#stepsMax > 0;
    if (this.#stepsGiven === undefined && steps > this.#stepsMax) {
      this.#stepsMax = steps;
      this.#executions = 0;
    } else if (isCounted) {
      this.#executions++;
    }
  }

  guarantee(): Guarantee | undefined {
    if (this.#executions === 0) return undefined;
    const processes = this.#processes;
    const steps = this.#stepsMax;
    const perExecution = 1 / (processes * steps ** (this.#depth - 1));
    return { depth: this.#depth, processes, steps, perExecution, executions: this.#executions };
  }

  #prepare(processCount: number): void {
    this.#priorities = new Float64Array(processCount);
    this.#hasMoved = new Uint8Array(processCount);
    this.#processes = 0;
    this.#order = Int32Array.from({ length: processCount }, (_, process) => process);
  }

  /** FisherYates1938, from the arrangement of the last execution: any will do. */
  #shuffle(random: RandomNumbers): void {
    const order = this.#order;
    for (let last = order.length - 1; last > 0; last--) {
      const other = random.below(last + 1);
      const process = order[last]!;
      order[last] = order[other]!;
      order[other] = process;
    }
  }

  /** In no order: which of two that are demoted is the lower one is left to chance too. */
  #drawChangePoints(random: RandomNumbers): void {
    const points = this.#changePoints;
    const count = Math.min(this.#depth - 1, this.#stepsMax);
    points.length = 0;
    while (points.length < count) {
      const point = 1 + random.below(this.#stepsMax);
      if (!points.includes(point)) points.push(point);
    }
  }
}
