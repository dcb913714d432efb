import type { Past } from './past.ts';
import type { Event } from './wakeupTree.ts';

/**
 * The order of an execution's events in which everything that is seen from outside comes as late as
 * it can. It passes every quiet moment of all executions that differ from it in the order of
 * independent events alone: before something seen comes, everything has happened that need not wait
 * for it. The proof is in docs/dpor.md.
 *
 * @param isSeen of each event, whether it is seen from outside; those depend on each other.
 */
export function linearize(past: Past, isSeen: (event: Event) => boolean): Event[] {
  const { events } = past;
  const order: Event[] = [];
  const isTaken = new Uint8Array(events.length);
  const take = (index: number): void => {
    isTaken[index] = 1;
    order.push(events[index]!);
  };
  for (let seen = 0; seen < events.length; seen++) {
    if (!isSeen(events[seen]!)) continue;
    for (let index = 0; index < events.length; index++) {
      if (isTaken[index] === 0 && (index < seen || !past.isBefore(seen, index))) take(index);
    }
    take(seen);
  }
  for (let index = 0; index < events.length; index++) if (isTaken[index] === 0) take(index);
  return order;
}
