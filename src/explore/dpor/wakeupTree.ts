/** Wakeup trees: the beginnings of executions that are still to be explored. Source: AbdullaAronisJonssonSagonas2017. */

/** A move of a thread, with its effect. */
export interface Event {
  readonly thread: number;
  /** Where it lies in the table of moves. */
  readonly move: number;
  readonly effect: number;
}

/** An event to be taken, and what is to be taken after it, first branch first. */
export interface Branch extends Event {
  readonly next: Branch[];
}

type AreDependent = (a: number, b: number) => boolean;

/**
 * Whether some execution that is equivalent to one that begins with `events` can begin with `event`:
 * it is the first of its thread and nothing before it in `events` depends on it, or its thread does
 * not move in `events`, and nothing there depends on it (a weak initial).
 */
export function isWeakInitial(event: Event, events: readonly Event[], areDependent: AreDependent): boolean {
  for (const other of events) {
    if (other.thread === event.thread) return other.move === event.move;
    if (areDependent(other.effect, event.effect)) return false;
  }
  return true;
}

/**
 * Adds a sequence of events to the branches of a node, unless one of them covers it.
 *
 * @param isBegun whether the first branch is being explored: what it covers is explored with it.
 * @returns whether the tree has grown.
 */
export function insert(
  events: readonly Event[],
  branches: Branch[],
  isBegun: boolean,
  areDependent: AreDependent,
): boolean {
  let left = events;
  let at = branches;
  for (let isRoot = isBegun; ; isRoot = false) {
    const index = at.findIndex((branch) => isWeakInitial(branch, left, areDependent));
    if (index < 0) break;
    const branch = at[index]!;
    if (isRoot && index === 0) return false;
    // A leaf stands for all that can follow it.
    if (branch.next.length === 0) return false;
    left = withoutFirstOf(branch.thread, left);
    if (left.length === 0) return false;
    at = branch.next;
  }
  for (const event of left) {
    const branch: Branch = { ...event, next: [] };
    at.push(branch);
    at = branch.next;
  }
  return left.length > 0;
}

function withoutFirstOf(thread: number, events: readonly Event[]): readonly Event[] {
  const index = events.findIndex((event) => event.thread === thread);
  return index < 0 ? events : events.toSpliced(index, 1);
}
