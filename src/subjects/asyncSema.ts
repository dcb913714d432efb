import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Constructor = new (permits: number) => {
  acquire(): Promise<unknown>;
  tryAcquire(): unknown;
  release(): void;
};

interface Module {
  readonly Sema?: Constructor;
  /** Of version 2: the class itself. */
  readonly default: Constructor | { readonly default: Constructor };
}

/** async-sema: its semaphore. */
export function asyncSema(module: Module): Subject[] {
  const Sema = module.Sema ?? defaultOf<Constructor>(module);
  return [
    defineSubject({
      name: 'async-sema',
      title: 'async-sema: Sema',
      model: fifoSemaphore,
      create: ({ permits }) => new Sema(permits),
      operations: {
        acquire: (sema) => sema.acquire(),
        ...('tryAcquire' in Sema.prototype
          ? { tryAcquire: (sema: InstanceType<Constructor>) => sema.tryAcquire() !== undefined }
          : {}),
        release: (sema) => sema.release(),
      },
      canPost: true,
      imports:
        module.Sema === undefined ? "import Sema from 'async-sema';" : "import { Sema } from 'async-sema';",
    }),
  ];
}
