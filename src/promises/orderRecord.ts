import type { Occurrence, OrderStep, Position } from './order.ts';

/** What is possible, as numbers: one of these, plus the thread, or plus the number of the timer. */
export const optionCodes = { call: 0, abort: 1000, timer: 2000, probe: 3000, pass: 4000 } as const;

/** The order of the execution in progress, in arrays: millions are recorded and hardly one is looked at. */
export class OrderRecord {
  /** Occurrences that were not at rest. */
  unsettled = 0;
  readonly #options: number[] = [];
  readonly #positions: Position[] = [];
  readonly #isQuietBefore: boolean[] = [];
  /** For a timer: the time that passes until it fires. */
  readonly #passedMs: number[] = [];

  get length(): number {
    return this.#options.length;
  }

  clear(): void {
    this.unsettled = 0;
    this.#options.length = 0;
    this.#positions.length = 0;
    this.#isQuietBefore.length = 0;
    this.#passedMs.length = 0;
  }

  add(option: number, at: Position, isQuietBefore: boolean, passedMs: number): void {
    if (at !== 'settled') this.unsettled++;
    this.#options.push(option);
    this.#positions.push(at);
    this.#isQuietBefore.push(isQuietBefore);
    this.#passedMs.push(passedMs);
  }

  steps(): OrderStep[] {
    return this.#options.map((option, index) => ({
      at: this.#positions[index]!,
      does: occurrenceOf(option, this.#passedMs[index]!),
      isQuietBefore: this.#isQuietBefore[index]!,
    }));
  }
}

function occurrenceOf(option: number, afterMs: number): Occurrence {
  const { abort, timer, probe } = optionCodes;
  if (option >= probe) return { type: 'probe', thread: option - probe };
  if (option >= timer) return { type: 'timer', candidate: option - timer, afterMs };
  if (option >= abort) return { type: 'abort', thread: option - abort };
  return { type: 'call', thread: option };
}
