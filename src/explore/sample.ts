import { IntVector } from '../automata/intVector.ts';
import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import { actions } from '../automata/tables.ts';
import { HeddleBug } from '../core/errors.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Choice } from '../core/schedule.ts';
import type { Stop } from '../core/verdict.ts';
import type { Surroundings } from './limits.ts';
import { Behaviours } from './sampling/behaviours.ts';
import { RandomNumbers } from './sampling/randomNumbers.ts';
import { Recurrence } from './sampling/recurrence.ts';
import type { Guarantee, Strategy } from './sampling/strategy.ts';
import type { SeenCounts } from './sampling/unseen.ts';
import { Walk } from './sampling/walk.ts';

/** How a sample is drawn. */
export interface SampleOptions {
  readonly strategy: Strategy;
  /** A 32-bit integer that determines the whole sample. */
  readonly seed: number;
  /** How many executions. */
  readonly executions: number;
  /** An execution that goes on for so many steps is cut there. Default 10,000. */
  readonly stepsMax?: number;
  /** Milliseconds, by the clock of the surroundings. Default no limit. */
  readonly timeMs?: number;
}

/** A violation that some execution has shown. */
export interface SampledViolation {
  /** The shortest schedule that showed it, up to the violation. */
  readonly choices: readonly Choice[];
  /** How many executions showed it. */
  readonly executions: number;
}

/** What a sample has shown of one monitor. A sample proves nothing: there is no `holds`. */
export type SampledVerdict =
  | { readonly verdict: 'sampled' }
  | { readonly verdict: 'violated'; readonly violation: SampledViolation };

/** What a sample has shown. */
export interface SampleResult {
  readonly strategy: string;
  readonly seed: number;
  /** Of each monitor. */
  readonly verdicts: readonly SampledVerdict[];
  readonly executions: number;
  readonly steps: number;
  readonly stepsOfLongest: number;
  /** Executions that were cut. */
  readonly cut: number;
  /** Behaviours: what was visible of an execution, in order, and the state in which it ended or was cut. */
  readonly seen: SeenCounts;
  /** What the strategy promises, if it does. */
  readonly guarantee: Guarantee | undefined;
  /** Why there are fewer executions than were asked for; undefined when there are not. */
  readonly stop: Extract<Stop, 'time' | 'interrupted'> | undefined;
}

/** How many executions are made between two looks at the clock. */
const interval = 64;

/**
 * Draws executions at random, for clients that are too large to exhaust, and judges each.
 *
 * May miss a violation: whoever finds none has seen no more than {@link SampleResult.seen} tells. One
 * that is found is real, with a schedule that can be replayed. The same options give the same sample,
 * whatever the learner knew before.
 *
 * Time grows with the steps taken, about as many nanoseconds each as there are threads, times ten;
 * memory with the behaviours seen and with the automata, not with the states.
 */
export function sample(
  learner: Learner,
  monitors: readonly MonitorTable[],
  options: SampleOptions,
  surroundings: Surroundings,
): SampleResult {
  if (learner.turns !== undefined) throw new HeddleBug('a sample of a program that runs in turns');
  return new Sampling(learner, monitors, options).run(surroundings);
}

class Sampling {
  readonly #options: SampleOptions;
  readonly #walk: Walk;
  readonly #random: RandomNumbers;
  readonly #behaviours = new Behaviours();
  readonly #endStates = new Recurrence();
  readonly #findings: ({ choices: readonly Choice[]; executions: number } | undefined)[];
  /** The schedule of the execution: thread and action in turn. */
  readonly #schedule = new IntVector(256);
  /** The monitors that the execution has violated. */
  #violated = 0;
  #executions = 0;
  #steps = 0;
  #longest = 0;
  #cut = 0;

  constructor(learner: Learner, monitors: readonly MonitorTable[], options: SampleOptions) {
    this.#options = options;
    this.#walk = new Walk(learner, monitors);
    this.#random = new RandomNumbers(options.seed);
    this.#findings = monitors.map(() => undefined);
  }

  run({ now, isInterrupted }: Surroundings): SampleResult {
    const { executions, timeMs, strategy, seed } = this.#options;
    const startedAt = now();
    let stop: SampleResult['stop'];
    for (; this.#executions < executions; this.#executions++) {
      if (this.#executions % interval === 0) {
        if (isInterrupted?.() === true) stop = 'interrupted';
        else if (timeMs !== undefined && now() - startedAt >= timeMs) stop = 'time';
        if (stop !== undefined) break;
      }
      this.#execute();
    }
    const { distinct, once, twice } = this.#behaviours;
    return {
      strategy: strategy.name,
      seed,
      verdicts: this.#findings.map((violation) =>
        violation === undefined ? { verdict: 'sampled' } : { verdict: 'violated', violation },
      ),
      executions: this.#executions,
      steps: this.#steps,
      stepsOfLongest: this.#longest,
      cut: this.#cut,
      seen: { executions: this.#executions, distinct, once, twice },
      guarantee: this.#walk.hasDrawnOutcome ? undefined : strategy.guarantee?.(),
      stop,
    };
  }

  #execute(): void {
    const { strategy, stepsMax = 10_000 } = this.#options;
    const walk = this.#walk;
    const schedule = this.#schedule;
    const behaviours = this.#behaviours;
    walk.restart();
    strategy.begin(walk, this.#random);
    behaviours.begin();
    this.#endStates.restart();
    schedule.length = 0;
    this.#violated = 0;
    if (walk.violations !== 0) this.#note(0);

    let steps = 0;
    while (walk.enabledCount > 0 && !this.#goesRound()) {
      if (steps === stepsMax) {
        this.#cut++;
        break;
      }
      const process = strategy.choose(walk, this.#random);
      walk.step(process, this.#random);
      steps++;
      const at = schedule.extend(2);
      schedule.data[at] = walk.lastThread;
      schedule.data[at + 1] = walk.lastAction;
      if (walk.lastEvent !== 0) behaviours.add(walk.lastEvent);
      if (walk.violations !== 0) this.#note(steps);
      strategy.after(walk, process, this.#random);
    }
    strategy.end?.(steps);
    this.#steps += steps;
    this.#longest = Math.max(this.#longest, steps);
    this.#endBehaviour();
  }

  /** Whether the execution is at its end but for what the environment may do, and was there before. */
  #goesRound(): boolean {
    const { options, state } = this.#walk;
    return options.isEnd && this.#endStates.isBackAt(state);
  }

  #endBehaviour(): void {
    const { state } = this.#walk;
    // Objects that became known later are absent, like those at the end of the state.
    let length = state.length;
    while (length > 0 && state[length - 1] === 0) length--;
    this.#behaviours.add(-1);
    for (let component = 0; component < length; component++) this.#behaviours.add(state[component]!);
    this.#behaviours.end();
  }

  /** Notes the violations of the monitors that the execution has not violated before. */
  #note(steps: number): void {
    const fresh = this.#walk.violations & ~this.#violated;
    this.#violated |= fresh;
    for (let monitor = 0; monitor < this.#findings.length; monitor++) {
      if ((fresh & (1 << monitor)) === 0) continue;
      const known = this.#findings[monitor];
      const isShorter = known === undefined || steps < known.choices.length;
      this.#findings[monitor] = {
        choices: isShorter ? this.#choices() : known.choices,
        executions: (known?.executions ?? 0) + 1,
      };
    }
  }

  #choices(): Choice[] {
    const { data, length } = this.#schedule;
    return Array.from({ length: length / 2 }, (_, step) => ({
      thread: data[2 * step]! as ThreadIndex,
      action: actions[data[2 * step + 1]! & 255]!,
      outcome: data[2 * step + 1]! >> 8,
    }));
  }
}
