import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

type Releaser = () => void;

interface Module {
  readonly Mutex: new () => { acquire(): Promise<Releaser>; release(): void; cancel?(): void };
  readonly Semaphore: new (permits: number) => {
    acquire(weight?: number): Promise<[number, Releaser]>;
    release(weight?: number): void;
    cancel?(): void;
  };
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
    ...('prototype' in Semaphore && canCancel
      ? [
          defineSubject({
            name: 'async-mutex-semaphore',
            title: 'async-mutex: Semaphore, with weights',
            model: fifoSemaphore,
            create: ({ permits }) => new Semaphore(permits),
            operations: {
              acquire: (semaphore, { permits }) => semaphore.acquire(permits),
              release: (semaphore, { permits }) => semaphore.release(permits),
            },
            acquireMax: 2,
            canPost: true,
            abort: { cancelAll: (semaphore) => semaphore.cancel!() },
            imports: "import { Semaphore } from 'async-mutex';",
          }),
        ]
      : []),
  ];
}
