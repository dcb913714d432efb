import type { BlockedThread, Execution } from '../trace/execution.ts';
import type { Holder } from '../trace/possessions.ts';
import type { ObjectIndex } from '../core/ids.ts';

/** What keeps the blocked threads of a quiet moment from ever going on. */
export type StuckClass =
  /** A lock was taken in a call that is over, and never given back. */
  | { readonly type: 'leaked lock'; readonly object: ObjectIndex; readonly holder: Holder; readonly victim: BlockedThread }
  /** Threads wait for each other in a circle. */
  | { readonly type: 'circular wait'; readonly circle: readonly BlockedThread[] }
  /** A thread sleeps, nobody holds what it waits for, and nobody is left to wake it. */
  | { readonly type: 'lost wakeup'; readonly victim: BlockedThread };

/** Classifies the end of an execution in which somebody is stuck; undefined if nobody is blocked. */
export function classifyStuck({ steps }: Execution): StuckClass | undefined {
  const blocked = steps.at(-1)?.blocked ?? [];
  const circle = findCircle(blocked);
  if (circle !== undefined) return { type: 'circular wait', circle };
  for (const victim of blocked) {
    const { object, holder } = victim;
    if (object !== undefined && holder?.hasLeft === true) {
      return { type: 'leaked lock', object, holder, victim };
    }
  }
  const [victim] = blocked;
  return victim === undefined ? undefined : { type: 'lost wakeup', victim };
}

function findCircle(blocked: readonly BlockedThread[]): BlockedThread[] | undefined {
  const byThread = new Map(blocked.map((thread) => [thread.thread, thread]));
  /** The blocked thread that holds what a blocked thread waits for. */
  const next = ({ holder }: BlockedThread): BlockedThread | undefined =>
    holder?.hasLeft === false ? byThread.get(holder.thread) : undefined;
  for (const start of blocked) {
    const path: BlockedThread[] = [];
    let here: BlockedThread | undefined = start;
    for (; here !== undefined && !path.includes(here); here = next(here)) path.push(here);
    if (here !== undefined) return path.slice(path.indexOf(here));
  }
  return undefined;
}
