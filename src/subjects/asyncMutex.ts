import { semaphore as anyOrder, fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

type Releaser = () => void;

type MakeSemaphore = new (permits: number) => {
  acquire(weight?: number): Promise<[number, Releaser]>;
  release(weight?: number): void;
  isLocked(): boolean;
  cancel?(): void;
};

interface Module {
  readonly Mutex: new () => { acquire(): Promise<Releaser>; release(): void; cancel?(): void };
  /** From version 0.2 on. */
  readonly Semaphore?: MakeSemaphore;
}

/** async-mutex: its mutex through the releaser and through `release()`, and its semaphore. */
export function asyncMutex({ Mutex, Semaphore }: Module): Subject[] {
  const canCancel = 'cancel' in Mutex.prototype;
  return [
    defineSubject({
      name: 'async-mutex',
      title: 'async-mutex: Mutex, released through the releaser',
      model: fifoSemaphore,
      permits: 1,
      create: () => new Mutex(),
      operations: {
        acquire: (mutex) => mutex.acquire(),
        release: (_mutex, { grant }) => grant(),
      },
      ...(canCancel ? { abort: { cancelAll: (mutex) => mutex.cancel!() } } : {}),
      imports: "import { Mutex } from 'async-mutex';",
    }),
    ...('release' in Mutex.prototype
      ? [
          defineSubject({
            name: 'async-mutex-release',
            title: 'async-mutex: Mutex, released through release()',
            model: fifoSemaphore,
            permits: 1,
            create: () => new Mutex(),
            operations: {
              acquire: (mutex) => mutex.acquire(),
              release: (mutex) => mutex.release(),
            },
            imports: "import { Mutex } from 'async-mutex';",
          }),
        ]
      : []),
    ...(Semaphore !== undefined && canCancel ? [semaphoreOf(Semaphore)] : []),
  ];
}

function semaphoreOf(Semaphore: MakeSemaphore): Subject {
  const probe = new Semaphore(2);
  void probe.acquire(2);
  // Before version 0.4 it takes no weights.
  const takesWeights = probe.isLocked();
  // Version 0.4 has a queue for each weight, and serves whichever is first of those that fit.
  const hasQueuesByWeight = '_weightedQueues' in probe;
  return defineSubject({
    name: 'async-mutex-semaphore',
    title: `async-mutex: Semaphore${takesWeights ? ', with weights' : ''}${hasQueuesByWeight ? ', each with a queue of its own' : ''}`,
    model: hasQueuesByWeight ? anyOrder : fifoSemaphore,
    create: ({ permits }) => new Semaphore(permits),
    operations: {
      acquire: (semaphore, { permits }) => semaphore.acquire(permits),
      release: takesWeights
        ? (semaphore, { permits }) => semaphore.release(permits)
        : (_semaphore, { grant }) => grant[1](),
    },
    ...(takesWeights ? { acquireMax: 2, canPost: true } : {}),
    abort: { cancelAll: (semaphore) => semaphore.cancel!() },
    imports: "import { Semaphore } from 'async-mutex';",
  });
}
