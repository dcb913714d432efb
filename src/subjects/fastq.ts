import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Task = () => Promise<void>;
type Queue = { push(task: Task): Promise<void>; abort?(): void };

interface Module {
  readonly default: { promise(worker: (task: Task) => Promise<void>, concurrency: number): Queue };
}

/** fastq: its queue of promises, which is aborted for those who give up. */
export function fastq(module: Module): Subject[] {
  const makeQueue = defaultOf<Module['default']>(module);
  const canAbort = makeQueue.promise(async () => {}, 1).abort !== undefined;
  return [
    defineSubject<Queue>({
      name: 'fastq',
      title: 'fastq: promise',
      model: fifoSemaphore,
      create: ({ permits }) => makeQueue.promise((task) => task(), permits),
      operations: running<Queue>((queue, task) => queue.push(task)),
      ...(canAbort ? { abort: { cancelAll: (queue) => queue.abort!() } } : {}),
      imports: "import makeQueue from 'fastq';",
    }),
  ];
}
