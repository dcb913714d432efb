import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Task = () => Promise<void>;
type Queue = { push(task: Task): Promise<void>; abort?(): void };

type Ended = (error?: unknown) => void;
type CallbackQueue = { push(task: Task, ended: Ended): void };

interface MakeQueue {
  (worker: (task: Task, ended: Ended) => void, concurrency: number): CallbackQueue;
  /** From version 1.7 on. */
  promise?(worker: (task: Task) => Promise<void>, concurrency: number): Queue;
}

interface Module {
  readonly default: MakeQueue;
}

/** fastq: its queue of promises, which is aborted for those who give up; of callbacks where there is no other. */
export function fastq(module: Module): Subject[] {
  const makeQueue = defaultOf<Module['default']>(module);
  const imports = "import makeQueue from 'fastq';";
  if (makeQueue.promise === undefined) {
    return [
      defineSubject<CallbackQueue>({
        name: 'fastq',
        title: 'fastq: callbacks',
        model: fifoSemaphore,
        create: ({ permits }) => makeQueue((task, ended) => void task().then(ended, ended), permits),
        operations: running<CallbackQueue>(
          (queue, task) => new Promise((resolve) => queue.push(task, resolve)),
        ),
        imports,
      }),
    ];
  }
  const canAbort = makeQueue.promise(async () => {}, 1).abort !== undefined;
  return [
    defineSubject<Queue>({
      name: 'fastq',
      title: 'fastq: promise',
      model: fifoSemaphore,
      create: ({ permits }) => makeQueue.promise!((task) => task(), permits),
      operations: running<Queue>((queue, task) => queue.push(task)),
      ...(canAbort ? { abort: { cancelAll: (queue) => queue.abort!() } } : {}),
      imports,
    }),
  ];
}
