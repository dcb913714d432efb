/** Which steps a step depends on, and which of them a failure does. */

import type { RecordedStep } from './recording.ts';

type Told = Pick<RecordedStep, 'thread' | 'object' | 'changes' | 'wakes'>;

/**
 * Of each step: the steps, counted from 0, that it must come after: the one before it in its thread,
 * the last that changed what it looks at, those that looked at what it changes, and the one that set
 * its thread going.
 */
export function causesOf(steps: readonly Told[]): number[][] {
  const lastOfThread = new Map<number, number>();
  const lastChange = new Map<number, number>();
  const looks = new Map<number, number[]>();
  /** Of each thread: the step that set it going, until it has gone on. */
  const wakers = new Map<number, number>();
  return steps.map(({ thread, object, changes, wakes }, index) => {
    const causes = new Set<number | undefined>([lastOfThread.get(thread), wakers.get(thread)]);
    const changed = changes.map((change) => change.object);
    for (const touched of new Set(object === undefined ? changed : [object, ...changed])) {
      causes.add(lastChange.get(touched));
      const lookers = looks.get(touched) ?? [];
      if (changed.includes(touched)) {
        for (const look of lookers) causes.add(look);
        lastChange.set(touched, index);
        looks.set(touched, []);
      } else {
        looks.set(touched, [...lookers, index]);
      }
    }
    lastOfThread.set(thread, index);
    wakers.delete(thread);
    for (const { thread: woken } of wakes) wakers.set(woken, index);
    return [...causes].filter((cause) => cause !== undefined).sort((a, b) => a - b);
  });
}

/** All that the given steps depend on, themselves included, in order. */
export function pastOf(causes: readonly (readonly number[])[], roots: readonly number[]): number[] {
  const found = new Set<number>();
  const open = [...roots];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    open.push(...(causes[step] ?? []));
  }
  return [...found].sort((a, b) => a - b);
}
