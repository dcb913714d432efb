/**
 * Explores the executions of a program, one of each class of those that differ only in the order of
 * moves that do not depend on each other: optimal dynamic partial-order reduction with wakeup trees
 * (AbdullaAronisJonssonSagonas2017, algorithm 2), on the learned tables.
 *
 * States are not stored, so that programs whose states seldom meet again cost no memory; a visited
 * check would hide races. What differs from the paper, and why it is right, is told in docs/dpor.md:
 * moves that depend on several outcomes, and operations that block.
 */

import type { Learner } from '../../automata/learner.ts';
import { infoKind, infoObject, infoSize, operating } from '../../automata/tables.ts';
import { Walk } from '../sampling/walk.ts';
import { Effects } from './effects.ts';
import { Past } from './past.ts';
import { insert, isWeakInitial, type Branch, type Event } from './wakeupTree.ts';

/** The rules that decide what is explored; others than {@link soundRules} are for tests of the tests. */
export interface Rules {
  /** Where two moves cannot be exchanged, looks for an earlier one that can be: what is unlocked was locked. */
  readonly looksPastUnlock: boolean;
  /** Looks for races of what is pending in threads that are blocked in the end. */
  readonly considersBlocked: boolean;
  /** Wakes a sleeping move when one on which it depends is made. */
  readonly wakesSleepers: boolean;
  /** Goes on where a state has been before. */
  readonly explores: (state: Int32Array) => boolean;
}

/** What is proved. */
export const soundRules: Rules = {
  looksPastUnlock: true,
  considersBlocked: true,
  wakesSleepers: true,
  explores: () => true,
};

/** An execution that was explored to its end. */
export interface Execution {
  readonly past: Past;
  /** The state in which it ends. */
  readonly state: Int32Array;
}

/** What is done with the executions, and when to stop. */
export interface TracesOptions {
  readonly rules: Rules;
  readonly effects: Effects;
  /** An execution of more moves than this is not explored to its end, and nothing after it is. */
  readonly movesMax: number;
  readonly onExecution: (execution: Execution) => void;
  /** Asked before each move; true ends the exploration. */
  readonly isOver: (moves: number) => boolean;
}

/** How an exploration went. */
export interface TracesResult {
  /** Executions that were explored to their ends. */
  readonly executions: number;
  /** Those that were given up because all that could follow was explored elsewhere; 0 unless there are choices of outcomes. */
  readonly blocked: number;
  readonly moves: number;
  readonly longest: number;
  /** Whether everything was explored. */
  readonly isComplete: boolean;
  /** Whether an execution went on for too long. */
  readonly isTooLong: boolean;
}

/** Explores a program; see the head of this file. */
export function exploreTraces(learner: Learner, options: TracesOptions): TracesResult {
  return new Exploration(learner, options).run();
}

/** A state on the way, with what is left to explore from it. */
interface Place {
  readonly state: Int32Array;
  /** Moves that need not be made here: whatever begins with them has been explored. */
  readonly sleep: Event[];
  /** The first one is being explored. */
  readonly branches: Branch[];
}

class Exploration {
  readonly #learner: Learner;
  readonly #options: TracesOptions;
  readonly #effects: Effects;
  readonly #walk: Walk;
  /** For moves that have been made elsewhere, in another order. */
  readonly #trial: Walk;
  readonly #objects: number;
  readonly #past: Past;
  readonly #places: Place[] = [];
  readonly #areDependent: (a: number, b: number) => boolean;
  #executions = 0;
  #blocked = 0;
  #moves = 0;
  #longest = 0;

  constructor(learner: Learner, options: TracesOptions) {
    this.#learner = learner;
    this.#options = options;
    this.#effects = options.effects;
    this.#areDependent = (a, b) => this.#effects.areDependent(a, b);
    this.#walk = new Walk(learner, []);
    this.#trial = new Walk(learner, []);
    this.#objects = this.#walk.objects;
    this.#past = new Past(this.#walk.threadCount, this.#effects);
  }

  run(): TracesResult {
    let isHere = true;
    let isTooLong = false;
    let isComplete = false;
    this.#enter([], []);
    for (;;) {
      const place = this.#places.at(-1)!;
      const branch = place.branches[0];
      if (branch === undefined) {
        this.#places.pop();
        isHere = false;
        isComplete = this.#places.length === 0;
        if (isComplete) break;
        this.#past.pop();
        const above = this.#places.at(-1)!;
        above.sleep.push(above.branches.shift()!);
        continue;
      }
      isTooLong = this.#past.length >= this.#options.movesMax;
      if (isTooLong || this.#options.isOver(this.#moves)) break;
      if (!isHere) this.#walk.goTo(place.state);
      this.#walk.follow(branch.thread, branch.move);
      isHere = true;
      this.#moves++;
      this.#past.push(branch);
      const { wakesSleepers } = this.#options.rules;
      this.#enter(
        place.sleep.filter(
          ({ thread, effect }) =>
            !wakesSleepers || (thread !== branch.thread && !this.#areDependent(effect, branch.effect)),
        ),
        branch.next,
      );
    }
    return {
      executions: this.#executions,
      blocked: this.#blocked,
      moves: this.#moves,
      longest: this.#longest,
      isComplete,
      isTooLong,
    };
  }

  #enter(sleep: Event[], branches: Branch[]): void {
    const state = this.#walk.state.slice();
    this.#places.push({ state, sleep, branches });
    if (branches.length > 0) return;
    if (!this.#options.rules.explores(state)) return;
    let isEnd = true;
    for (let thread = 0; thread < this.#walk.threadCount; thread++) {
      const events = this.#eventsOf(this.#walk, thread);
      if (events.length > 0) isEnd = false;
      const awake = events.filter(
        ({ move }) => !sleep.some((other) => other.thread === thread && other.move === move),
      );
      if (awake.length === 0) continue;
      // Any thread will do; all that can happen to it, since each of that excludes the rest.
      branches.push(...awake.map((event) => ({ ...event, next: [] })));
      return;
    }
    if (isEnd) this.#end(state);
    else this.#blocked++;
  }

  #end(state: Int32Array): void {
    this.#executions++;
    this.#longest = Math.max(this.#longest, this.#past.length);
    this.#options.onExecution({ past: this.#past, state });
    const { events } = this.#past;
    for (let index = 0; index < events.length; index++) {
      this.#findRaces(events[index]!.thread, events[index]!.effect, index);
    }
    if (!this.#options.rules.considersBlocked) return;
    for (let thread = 0; thread < this.#walk.threadCount; thread++) {
      if (state[thread] !== 0)
        this.#findRaces(thread, this.#effects.looks(thread, state[thread]!), events.length);
    }
  }

  /**
   * Finds the earlier events with which one that has happened at `end`, or is pending there, could be
   * exchanged, and plans that.
   */
  #findRaces(thread: number, effect: number, end: number): void {
    const past = this.#past;
    const before = past.lastOf(thread, end);
    const exchanged: number[] = [];
    for (let index = end - 1; index >= 0; index--) {
      const other = past.events[index]!;
      if (other.thread === thread || (before >= 0 && past.isBefore(index, before))) continue;
      if (!this.#areDependent(other.effect, effect)) continue;
      if (exchanged.some((later) => past.isBefore(index, later))) continue;
      if (this.#exchange(index, thread) || !this.#options.rules.looksPastUnlock) exchanged.push(index);
    }
  }

  /** Plans executions in which a thread moves before an event, if it can. */
  #exchange(index: number, thread: number): boolean {
    const events = this.#past.without(index);
    const place = this.#places[index]!;
    const trial = this.#trial;
    trial.goTo(place.state);
    for (const event of events) trial.apply(event.thread, event.move);
    trial.options.find(trial.state);
    const possible = this.#eventsOf(trial, thread);
    for (const event of possible) {
      const whole = [...events, event];
      if (place.sleep.some((sleeper) => isWeakInitial(sleeper, whole, this.#areDependent))) continue;
      insert(whole, place.branches, true, this.#areDependent);
    }
    return possible.length > 0;
  }

  #eventsOf(walk: Walk, thread: number): Event[] {
    const { state } = walk;
    const node = state[thread]!;
    const at = node * infoSize;
    return walk.options.movesOf(state, thread).map((move) => {
      const info = this.#learner.threads[thread]!.info.data;
      const value = info[at + infoKind] === operating ? state[this.#objects + info[at + infoObject]!]! : -1;
      return { thread, move, effect: this.#effects.of(thread, node, value, move) };
    });
  }
}
