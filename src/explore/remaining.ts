/**
 * How many states a breadth-first search has still to go through, as far as the sizes of its levels tell.
 *
 * The levels of a finite graph grow, reach a peak and shrink again, and their sizes mostly make a curve like a bell:
 * the ratio of each to the one before falls from level to level. So nothing can be said before the peak. Behind it, the
 * ratio and its fall are carried on until nothing is left. An estimate, for people who wait; nothing is decided by it.
 */
export class Remaining {
  /** Of the levels that were looked at: the states still to be expanded when that was first done. */
  readonly #frontiers: number[] = [];
  #depth = -1;

  /**
   * Takes a look at the search into account.
   *
   * @param frontier states that are stored and not yet expanded.
   * @returns about how many more states will be expanded, those of the frontier included; undefined while the levels
   * grow, or where too few of them have been seen.
   */
  after(depth: number, frontier: number): number | undefined {
    if (depth !== this.#depth) this.#frontiers.push(frontier);
    this.#depth = depth;
    const [before, first, second, last] = this.#frontiers.slice(-4);
    if (last === undefined || !(before! > first! && first! > second! && second! > last)) return undefined;
    const ratios = [first! / before!, second! / first!, last / second!] as const;
    // How the ratio itself changes from level to level; never taken to rise.
    const fall = Math.min(1, Math.sqrt(ratios[2] / ratios[0]));
    let left = frontier;
    let level = frontier;
    for (let ratio = ratios[2] * fall; level >= 1; ratio *= fall) {
      level *= ratio;
      left += level;
    }
    return Math.round(left);
  }
}
