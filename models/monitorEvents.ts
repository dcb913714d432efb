/** An event of a machine that is a monitor: every one says which thread it is about. */
export interface MonitorEvent<Type extends string> {
  type: Type;
  thread: number;
}

/** The threads, and one more, by number: their order is of no account. */
export const withThread = (threads: readonly number[], thread: number): readonly number[] =>
  [...threads, thread].toSorted((a, b) => a - b);

/** The threads but one. */
export const withoutThread = (threads: readonly number[], thread: number): readonly number[] =>
  threads.filter((other) => other !== thread);
