import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

interface Module {
  readonly Sema: new (permits: number) => {
    acquire(): Promise<unknown>;
    tryAcquire(): unknown;
    release(): void;
  };
}

/** async-sema: its semaphore. */
export function asyncSema({ Sema }: Module): Subject[] {
  return [
    defineSubject({
      name: 'async-sema',
      title: 'async-sema: Sema',
      model: fifoSemaphore,
      create: ({ permits }) => new Sema(permits),
      operations: {
        acquire: (sema) => sema.acquire(),
        tryAcquire: (sema) => sema.tryAcquire() !== undefined,
        release: (sema) => sema.release(),
      },
      canPost: true,
      imports: "import { Sema } from 'async-sema';",
    }),
  ];
}
