import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';

type Limit = { (task: () => Promise<void>): Promise<void>; clearQueue(): void };

interface Module {
  readonly default: (options: number | { concurrency: number; rejectOnClear: boolean }) => Limit;
}

/** p-limit: a limit, whose queue is cleared for those who give up. */
export function pLimit({ default: makeLimit }: Module): Subject[] {
  return [
    defineSubject<Limit>({
      name: 'p-limit',
      title: 'p-limit',
      model: fifoSemaphore,
      create: ({ permits }) => makeLimit({ concurrency: permits, rejectOnClear: true }),
      operations: running<Limit>((limit, task) => limit(task)),
      abort: { cancelAll: (limit) => limit.clearQueue() },
      imports: "import makeLimit from 'p-limit';",
    }),
  ];
}
