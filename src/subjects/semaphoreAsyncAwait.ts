import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

interface Made {
  acquire(): Promise<boolean>;
  tryAcquire(): boolean;
  waitFor(ms: number): Promise<boolean>;
  release(): void;
}

interface Module {
  readonly default: { readonly default: new (permits: number) => Made } | (new (permits: number) => Made);
}

/** semaphore-async-await: its semaphore, alone and with the attempts that give up. */
export function semaphoreAsyncAwait(module: Module): Subject[] {
  const Semaphore = defaultOf<new (permits: number) => Made>(module);
  const common = {
    model: fifoSemaphore,
    create: ({ permits }: { permits: number }) => new Semaphore(permits),
    canPost: true,
    imports: "import exported from 'semaphore-async-await';\nconst Semaphore = exported.default;",
  };
  return [
    defineSubject<Made>({
      ...common,
      name: 'semaphore-async-await',
      title: 'semaphore-async-await: Semaphore',
      operations: {
        acquire: (semaphore) => semaphore.acquire(),
        release: (semaphore) => semaphore.release(),
      },
    }),
    defineSubject<Made>({
      ...common,
      name: 'semaphore-async-await-timed',
      title: 'semaphore-async-await: Semaphore, with tryAcquire and waitFor',
      operations: {
        acquire: (semaphore) => semaphore.acquire(),
        tryAcquire: (semaphore) => semaphore.tryAcquire(),
        timedAcquire: (semaphore, { timeoutMs }) => semaphore.waitFor(timeoutMs),
        release: (semaphore) => semaphore.release(),
      },
    }),
  ];
}
