import type { QuietMoment, Waiting } from '../core/event.ts';
import { SequenceInterner } from './sequenceInterner.ts';
import { infoSize, infoWaiting, type ThreadTables } from './tables.ts';

/** Quiet moments as numbers: two that no monitor can tell apart have the same one. */
export class Moments {
  readonly #threads: readonly ThreadTables[];
  readonly #waitingOf: (waitingClass: number) => Waiting;
  readonly #sequences: SequenceInterner;

  constructor(
    threads: readonly ThreadTables[],
    waitingOf: (waitingClass: number) => Waiting,
    sequences = new SequenceInterner(),
  ) {
    this.#threads = threads;
    this.#sequences = sequences;
    this.#waitingOf = waitingOf;
  }

  /** How many steps of sequences the numbers have taken. */
  get size(): number {
    return this.#sequences.size;
  }

  /** The numbers given so far, as integers. */
  get image(): Int32Array {
    return this.#sequences.image;
  }

  /** @param vector a state that is a quiet moment. */
  idOf(vector: ArrayLike<number>, isEnd: boolean): number {
    const threads = this.#threads;
    let id = this.#sequences.extend(0, isEnd ? 1 : 0);
    for (let thread = 0; thread < threads.length; thread++) {
      id = this.#sequences.extend(id, this.#waitingAt(thread, vector));
    }
    return id;
  }

  at(vector: ArrayLike<number>, isEnd: boolean): QuietMoment {
    const classes = this.#threads.map((_, thread) => this.#waitingAt(thread, vector));
    const waiting = classes.filter((id) => id !== 0).map((id) => this.#waitingOf(id));
    return { waiting, isEnd };
  }

  #waitingAt(thread: number, vector: ArrayLike<number>): number {
    return this.#threads[thread]!.info.data[vector[thread]! * infoSize + infoWaiting]!;
  }
}
