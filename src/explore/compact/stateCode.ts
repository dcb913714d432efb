/**
 * Codes of 64 bits for states, by tabulation: every value of every component has a random number, and
 * the code of a state is the exclusive or of the numbers of its components. The value 0 has the number
 * 0, so that an object that is absent, or not known yet, changes nothing; and so a code does not depend
 * on how states are packed.
 *
 * Two states that differ do so in a component of which one of them has a value that the other has not and
 * that is not 0. Its number is drawn at random and independently of all others, so the codes of any two states
 * are equal with a chance of exactly 1 in 2^64. Source: CarterWegman1979, section 1.
 */

import type { Layout } from '../layout.ts';

/** Fills an array with random numbers of 32 bits. */
export type FillRandom = (numbers: Int32Array) => void;

/** Computes codes; the last one is in {@link high} and {@link low}. */
export class StateCode {
  high = 0;
  low = 0;

  readonly #fillRandom: FillRandom;
  /** Of each component: the two halves of the number of each value. */
  readonly #numbers: Int32Array[] = [];

  constructor(fillRandom: FillRandom) {
    this.#fillRandom = fillRandom;
  }

  /** Sees to it that all values that fit into a layout have numbers. */
  prepare({ widths }: Layout): void {
    widths.forEach((width, component) => {
      const known = this.#numbers[component] ?? new Int32Array(2);
      const length = 2 * 2 ** width;
      if (known.length >= length) {
        this.#numbers[component] = known;
        return;
      }
      const numbers = new Int32Array(length);
      this.#fillRandom(numbers);
      numbers.set(known);
      this.#numbers[component] = numbers;
    });
  }

  /** Finds the code of a packed state; the layout must have been prepared for. */
  find({ wordOf, shiftOf, maskOf }: Layout, words: Int32Array, base: number): void {
    let high = 0;
    let low = 0;
    for (let component = 0; component < wordOf.length; component++) {
      const value = (words[base + wordOf[component]!]! >>> shiftOf[component]!) & maskOf[component]!;
      const numbers = this.#numbers[component]!;
      high ^= numbers[2 * value]!;
      low ^= numbers[2 * value + 1]!;
    }
    this.high = high;
    this.low = low;
  }
}
