import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Queue = { add(task: () => Promise<void>, options: { signal: AbortSignal }): Promise<void> };

interface Module {
  readonly default: new (options: { concurrency: number }) => Queue;
}

/** p-queue: a queue, with the signal for those who give up, in versions that have one. */
export function pQueue(module: Module): Subject[] {
  const PQueue = defaultOf<Module['default']>(module);
  const takesSignals = (PQueue.prototype as Queue).add.toString().includes('signal');
  return [
    defineSubject<Queue>({
      name: 'p-queue',
      title: 'p-queue',
      model: fifoSemaphore,
      create: ({ permits }) => new PQueue({ concurrency: permits }),
      operations: running<Queue>((queue, task, { signal }) => queue.add(task, { signal })),
      ...(takesSignals ? { abort: 'signal' as const } : {}),
      imports: "import PQueue from 'p-queue';",
    }),
  ];
}
