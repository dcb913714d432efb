import type { Learner } from '../../automata/learner.ts';
import type { MonitorTable } from '../../automata/monitorTable.ts';
import { actions, moveAction, moveEvent, stepAction } from '../../automata/tables.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import type { Choice } from '../../core/schedule.ts';
import type { Stop } from '../../core/verdict.ts';
import type { Limits, Surroundings } from '../limits.ts';
import { Walk } from '../sampling/walk.ts';
import { Effects } from './effects.ts';
import { linearize } from './linearize.ts';
import { exploreTraces, soundRules, type Execution, type Rules } from './traces.ts';
import type { Event } from './wakeupTree.ts';

/** What the search by executions has found, and how far it came. */
export interface DporResult {
  /** Executions, one of each class. */
  readonly executions: number;
  /** Moves that were made for it. */
  readonly moves: number;
  readonly longest: number;
  /** Why the search is not complete; undefined when it is. */
  readonly stop: Stop | undefined;
  /** Of each monitor: the shortest schedule that was seen to violate it; there may be a shorter one. */
  readonly violations: readonly (readonly Choice[] | undefined)[];
}

/** How to search. */
export interface DporOptions {
  /** Default {@link soundRules}; others are for tests of the tests. */
  readonly rules?: Rules;
  /** An execution of more moves is taken for one without end. Default 2,000. */
  readonly movesMax?: number;
  /** Is told of each state in which an execution may end: threads, interrupts, objects. */
  readonly onEnd?: (state: Int32Array) => void;
}

/** How many moves are made between two looks at the limits. */
const interval = 1024;

/**
 * Judges one execution of each class of equivalent ones: the verdicts, end states and measures of the
 * plain search, for programs whose states seldom meet again. Exact. Time grows with the number of
 * classes, memory with the length of one execution.
 *
 * A limit on states counts moves here, since no states are stored.
 *
 * @returns in words, why it does not apply, for a program or a monitor for which it is not proved.
 */
export function dporSearch(
  learner: Learner,
  monitors: readonly MonitorTable[],
  limits: Limits,
  surroundings: Surroundings,
  options: DporOptions = {},
): DporResult | { readonly refusal: string } {
  const { interrupts } = learner.program;
  if ((interrupts?.budget ?? 0) > 0) return { refusal: 'interrupts may come' };
  if (monitors.some(({ watchesSteps }) => watchesSteps)) return { refusal: 'the property counts steps' };
  for (let effects = new Effects(learner); ; effects = new Effects(learner, effects)) {
    const judge = new Judge(learner, monitors, options.onEnd);
    let stop: Stop | undefined;
    let looked = -interval;
    const startedAt = surroundings.now();
    const result = exploreTraces(learner, {
      rules: options.rules ?? soundRules,
      effects,
      movesMax: options.movesMax ?? 2000,
      onExecution: (execution) => judge.judge(execution),
      isOver: (moves) => {
        if (!effects.isSettled()) return true;
        if (moves - looked < interval) return false;
        looked = moves;
        stop = whyStop(moves, surroundings.now() - startedAt, limits, surroundings);
        surroundings.onProgress?.({
          states: moves,
          transitions: moves,
          frontier: 0,
          depth: 0,
          elapsedMs: surroundings.now() - startedAt,
        });
        return stop !== undefined;
      },
    });
    if (!effects.isSettled()) continue;
    if (effects.hasPhases) return { refusal: 'some operations wait until others are over' };
    if (result.isTooLong)
      return { refusal: `an execution goes on for more than ${options.movesMax ?? 2000} moves` };
    if (monitors.some(({ dependsOnMoments }) => dependsOnMoments)) {
      return { refusal: 'the property may forget at a quiet moment what it has seen before' };
    }
    const { executions, moves, longest } = result;
    return { executions, moves, longest, stop, violations: judge.violations };
  }
}

function whyStop(
  moves: number,
  elapsedMs: number,
  limits: Limits,
  { isInterrupted }: Surroundings,
): Stop | undefined {
  if (isInterrupted?.() === true) return 'interrupted';
  if (limits.states !== undefined && moves >= limits.states) return 'states';
  if (limits.timeMs !== undefined && elapsedMs >= limits.timeMs) return 'time';
  return undefined;
}

/** Carries executions out once more, in the order that passes all quiet moments, and asks the monitors. */
class Judge {
  readonly violations: (readonly Choice[] | undefined)[];
  readonly #learner: Learner;
  readonly #walk: Walk;
  readonly #onEnd: DporOptions['onEnd'];
  readonly #isNeeded: boolean;

  constructor(learner: Learner, monitors: readonly MonitorTable[], onEnd: DporOptions['onEnd']) {
    this.#learner = learner;
    this.#walk = new Walk(learner, monitors);
    this.#onEnd = onEnd;
    this.#isNeeded = monitors.length > 0 || onEnd !== undefined;
    this.violations = monitors.map(() => undefined);
  }

  judge({ past }: Execution): void {
    if (!this.#isNeeded) return;
    const walk = this.#walk;
    const order = linearize(past, ({ move }) => this.#isSeen(move));
    walk.restart();
    this.#note(order, 0);
    order.forEach(({ thread, move }, index) => {
      walk.follow(thread, move);
      this.#note(order, index + 1);
    });
  }

  #isSeen(move: number): boolean {
    const moves = this.#learner.shared.moves.data;
    return moves[move + moveEvent] !== 0 || (moves[move + moveAction]! & 255) !== stepAction;
  }

  #note(order: readonly Event[], length: number): void {
    const { violations, options, state } = this.#walk;
    if (options.isEnd) this.#onEnd?.(state);
    if (violations === 0) return;
    for (let monitor = 0; monitor < this.violations.length; monitor++) {
      if ((violations & (1 << monitor)) === 0) continue;
      const known = this.violations[monitor];
      if (known === undefined || length < known.length) {
        this.violations[monitor] = order.slice(0, length).map((event) => this.#choiceOf(event));
      }
    }
  }

  #choiceOf({ thread, move }: Event): Choice {
    const action = this.#learner.shared.moves.data[move + moveAction]!;
    return { thread: thread as ThreadIndex, action: actions[action & 255]!, outcome: action >> 8 };
  }
}
