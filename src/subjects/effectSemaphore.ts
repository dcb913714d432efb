import { semaphore as anyOrder, fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

type Effect = { readonly _: unique symbol };
type Semaphore = { take(permits: number): Effect; release(permits: number): Effect };

interface Module {
  readonly Effect: {
    readonly runPromise: (effect: Effect, options?: { signal: AbortSignal }) => Promise<unknown>;
    /** Of version 3. */
    readonly unsafeMakeSemaphore?: (permits: number) => Semaphore;
  };
  /** Of version 4. */
  readonly Semaphore?: { readonly makeUnsafe: (permits: number) => Semaphore };
}

/** effect: its semaphore, with fibers that are interrupted; as it is promised, and as if it were first come, first served. */
export function effectSemaphore({ Effect, Semaphore }: Module): Subject[] {
  const isOld = Effect.unsafeMakeSemaphore !== undefined;
  const common = {
    operations: {
      acquire: (semaphore: Semaphore, { permits, signal }: { permits: number; signal: AbortSignal }) =>
        Effect.runPromise(semaphore.take(permits), { signal }),
      release: (semaphore: Semaphore, { permits }: { permits: number }) =>
        Effect.runPromise(semaphore.release(permits)),
    },
    create: isOld
      ? ({ permits }: { permits: number }) => Effect.unsafeMakeSemaphore!(permits)
      : ({ permits }: { permits: number }) => Semaphore!.makeUnsafe(permits),
    abort: 'signal' as const,
    imports: isOld ? "import { Effect } from 'effect';" : "import { Effect, Semaphore } from 'effect';",
  };
  return [
    defineSubject<Semaphore>({
      ...common,
      name: 'effect-semaphore',
      title: 'effect: Semaphore, as promised (in any order)',
      model: anyOrder,
      canPost: true,
    }),
    defineSubject<Semaphore>({
      ...common,
      name: 'effect-semaphore-order',
      title: 'effect: Semaphore, asked for first come, first served, which it does not promise',
      model: fifoSemaphore,
    }),
  ];
}
