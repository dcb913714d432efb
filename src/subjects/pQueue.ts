import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';

type Queue = { add(task: () => Promise<void>, options: { signal: AbortSignal }): Promise<void> };

interface Module {
  readonly default: new (options: { concurrency: number }) => Queue;
}

/** p-queue: a queue, with the signal for those who give up. */
export function pQueue({ default: PQueue }: Module): Subject[] {
  return [
    defineSubject<Queue>({
      name: 'p-queue',
      title: 'p-queue',
      model: fifoSemaphore,
      create: ({ permits }) => new PQueue({ concurrency: permits }),
      operations: running<Queue>((queue, task, { signal }) => queue.add(task, { signal })),
      abort: 'signal',
      imports: "import PQueue from 'p-queue';",
    }),
  ];
}
