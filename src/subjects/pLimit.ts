import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';

type Limit = { (task: () => Promise<void>): Promise<void>; clearQueue(): void };

interface Module {
  readonly default: (options: number | { concurrency: number; rejectOnClear: boolean }) => Limit;
}

/** p-limit: a limit, whose queue is cleared for those who give up, in versions that tell them. */
export function pLimit({ default: makeLimit }: Module): Subject[] {
  // Older ones take a number alone, and leave those who are cleared away pending.
  const tellsWhoIsCleared = makeLimit.toString().includes('rejectOnClear');
  return [
    defineSubject<Limit>({
      name: 'p-limit',
      title: 'p-limit',
      model: fifoSemaphore,
      create: tellsWhoIsCleared
        ? ({ permits }) => makeLimit({ concurrency: permits, rejectOnClear: true })
        : ({ permits }) => makeLimit(permits),
      operations: running<Limit>((limit, task) => limit(task)),
      ...(tellsWhoIsCleared ? { abort: { cancelAll: (limit) => limit.clearQueue() } } : {}),
      imports: "import makeLimit from 'p-limit';",
    }),
  ];
}
