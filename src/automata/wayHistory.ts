/** How one way to explain a history came out of another. */
interface Link {
  /** The thread whose operation the model advanced, and the transition of the chart that it took for it. */
  readonly taken?: { readonly thread: number; readonly transition: string };
  /** The thread that called an operation. */
  readonly begins?: number;
}

/**
 * Which transitions of a chart an operation has really taken: those on the ways that lead from its call to
 * an end that was seen. What the model might have done for an operation that then ended otherwise does not
 * count, so a way is followed back from its end, thread by thread.
 */
export class WayHistory {
  /** Of each way: those it came from. */
  readonly #before = new Map<string, Map<string, Link>>();
  /** The ways in which an operation was seen to end, by thread. */
  readonly #ends = new Map<string, Set<number>>();

  link(from: string, to: string, link: Link): void {
    if (from === to) return;
    const before = this.#before.get(to) ?? new Map<string, Link>();
    if (!before.has(from)) before.set(from, link);
    this.#before.set(to, before);
  }

  /** The operation of a thread is seen to end as this way has it. */
  end(way: string, thread: number): void {
    const threads = this.#ends.get(way) ?? new Set();
    threads.add(thread);
    this.#ends.set(way, threads);
  }

  /** The transitions that some operation has taken between its call and its end. */
  transitions(): Set<string> {
    const found = new Set<string>();
    const seen = new Map<string, Set<number>>();
    const open = [...this.#ends].flatMap(([way, threads]) => [...threads].map((thread) => ({ way, thread })));
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const { way, thread } = item;
      const threads = seen.get(way) ?? new Set();
      if (threads.has(thread)) continue;
      seen.set(way, threads.add(thread));
      for (const [from, { taken, begins }] of this.#before.get(way) ?? []) {
        if (begins === thread) continue;
        if (taken?.thread === thread) found.add(taken.transition);
        open.push({ way: from, thread });
      }
    }
    return found;
  }
}
