import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

interface Module {
  readonly Semaphore: new (permits: number) => { acquire(): Promise<() => void> };
}

/** await-semaphore: its semaphore. */
export function awaitSemaphore({ Semaphore }: Module): Subject[] {
  return [
    defineSubject({
      name: 'await-semaphore',
      title: 'await-semaphore: Semaphore',
      model: fifoSemaphore,
      create: ({ permits }) => new Semaphore(permits),
      operations: {
        acquire: (semaphore) => semaphore.acquire(),
        release: (_semaphore, { grant }) => grant(),
      },
      imports: "import { Semaphore } from 'await-semaphore';",
    }),
  ];
}
