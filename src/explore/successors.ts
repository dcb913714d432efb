import { actions } from '../automata/tables.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Choice } from '../core/schedule.ts';

/** The states that follow from one state, and how: as columns, filled anew for each state. */
export class Successors {
  count = 0;
  /** The packed words of one state after the other. */
  words = new Int32Array(64);
  /** The thread that moved. */
  readonly threads: number[] = [];
  /** The action, and its outcome above bit 8. */
  readonly actions: number[] = [];
  /** What was visible of the step, by the number that the learner knows it by; 0 for nothing. */
  readonly events: number[] = [];
  /** Bit m is set if the step violates monitor m. */
  readonly violations: number[] = [];

  /** Of each successor: the steps after the first, where these are recorded. */
  readonly chains: (readonly Choice[])[] = [];

  /** Of each successor: the new names of the threads, if it was renamed and these are recorded. */
  readonly names: (readonly number[] | undefined)[] = [];

  /** Adds a copy of a packed state; answers its number. */
  add(state: Int32Array): number {
    const base = this.count * state.length;
    if (base + state.length > this.words.length) this.#lengthen();
    for (let word = 0; word < state.length; word++) this.words[base + word] = state[word]!;
    return this.count++;
  }

  choiceOf(successor: number): Choice {
    const action = this.actions[successor]!;
    return {
      thread: this.threads[successor]! as ThreadIndex,
      action: actions[action & 255]!,
      outcome: action >> 8,
    };
  }

  #lengthen(): void {
    const longer = new Int32Array(this.words.length * 2);
    longer.set(this.words);
    this.words = longer;
  }
}
