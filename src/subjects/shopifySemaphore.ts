import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

interface Module {
  readonly Semaphore: new (permits: number) => { acquire(): Promise<{ release(): Promise<void> }> };
}

/** \@shopify/semaphore: its semaphore. */
export function shopifySemaphore({ Semaphore }: Module): Subject[] {
  return [
    defineSubject({
      name: 'shopify-semaphore',
      title: '@shopify/semaphore: Semaphore',
      model: fifoSemaphore,
      create: ({ permits }) => new Semaphore(permits),
      operations: {
        acquire: (semaphore) => semaphore.acquire(),
        release: (_semaphore, { grant }) => grant.release(),
      },
      imports: "import { Semaphore } from '@shopify/semaphore';",
    }),
  ];
}
