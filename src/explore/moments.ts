import type { Learner } from '../automata/learner.ts';
import { SequenceInterner } from '../automata/sequenceInterner.ts';
import { infoSize, infoWaiting } from '../automata/tables.ts';
import type { QuietMoment } from '../core/event.ts';

/** Quiet moments as numbers: two that no monitor can tell apart have the same one. */
export class Moments {
  readonly #learner: Learner;
  readonly #sequences = new SequenceInterner();

  constructor(learner: Learner) {
    this.#learner = learner;
  }

  /** @param vector a state that is a quiet moment. */
  idOf(vector: ArrayLike<number>, isEnd: boolean): number {
    const { threads } = this.#learner;
    let id = this.#sequences.extend(0, isEnd ? 1 : 0);
    for (let thread = 0; thread < threads.length; thread++) {
      id = this.#sequences.extend(id, this.#waitingAt(thread, vector));
    }
    return id;
  }

  at(vector: ArrayLike<number>, isEnd: boolean): QuietMoment {
    const classes = this.#learner.threads.map((_, thread) => this.#waitingAt(thread, vector));
    const waiting = classes.filter((id) => id !== 0).map((id) => this.#learner.waitingOf(id));
    return { waiting, isEnd };
  }

  #waitingAt(thread: number, vector: ArrayLike<number>): number {
    return this.#learner.threads[thread]!.info.data[vector[thread]! * infoSize + infoWaiting]!;
  }
}
