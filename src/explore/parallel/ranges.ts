/** Sets of states as pairs of integers: from a state, up to and without another. */
export type Ranges = readonly number[];

/** How many states there are in some ranges. */
export function countOf(ranges: Ranges): number {
  let count = 0;
  for (let at = 0; at < ranges.length; at += 2) count += ranges[at + 1]! - ranges[at]!;
  return count;
}

/** Adds a range at the end of a list, joining it with the last one where they meet. */
export function addRange(ranges: number[], from: number, to: number): void {
  if (from === to) return;
  if (ranges.length > 0 && ranges[ranges.length - 1] === from) ranges[ranges.length - 1] = to;
  else ranges.push(from, to);
}

/** The states at the places `from` up to `to`, counted through all ranges. */
export function slice(ranges: Ranges, from: number, to: number): number[] {
  const part: number[] = [];
  let place = 0;
  for (let at = 0; at < ranges.length && place < to; at += 2) {
    const start = ranges[at]!;
    const count = ranges[at + 1]! - start;
    const first = Math.max(from - place, 0);
    const end = Math.min(to - place, count);
    if (first < end) addRange(part, start + first, start + end);
    place += count;
  }
  return part;
}
