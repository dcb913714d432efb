/**
 * Notices that a sequence of states has come round in a circle, with one state in memory: it compares
 * each state with one that it keeps, and keeps another after 1, 2, 4, 8... states.
 *
 * Exact: what it notices is a circle, and each circle is noticed within about three times the states
 * that lead to it and round it. Source: Brent1980.
 */
export class Recurrence {
  #kept = new Int32Array(0);
  #seen = 0;
  #keepNextAt = 1;

  /** Begins a new sequence. */
  restart(): void {
    this.#seen = 0;
    this.#keepNextAt = 1;
  }

  /** Takes the next state; tells whether the sequence was in it before. */
  isBackAt(state: Int32Array): boolean {
    const kept = this.#kept;
    if (this.#seen > 0 && kept.length === state.length) {
      let component = 0;
      while (component < state.length && kept[component] === state[component]) component++;
      if (component === state.length) return true;
    }
    if (++this.#seen === this.#keepNextAt) {
      this.#kept = kept.length === state.length ? kept : new Int32Array(state.length);
      this.#kept.set(state);
      this.#keepNextAt *= 2;
    }
    return false;
  }
}
