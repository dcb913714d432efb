import { defineProperty, planOf } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { defineSubject, running, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Options = { timeout?: number; maxPending?: number };
type Done = (error?: Error | null) => void;
type AsyncLock = {
  acquire(key: string, task: () => Promise<void>, options?: Options): Promise<void>;
  acquire(key: string, task: (done: Done) => void, ended: (error?: Error | null) => void): void;
};

interface Module {
  readonly default: new () => AsyncLock;
}

const boundedQueue = defineProperty<null>({
  name: 'bounded-queue',
  title: 'Bounded queue',
  violatedWhen: 'two callers wait although each was to be turned away if one waits already',
  monitor: () => ({
    initial: null,
    rename: (state) => state,
    onQuiet: (state, { waiting }) => {
      const [, second] = waiting.filter(({ operation }) => operation === 'timedAcquire');
      return second === undefined
        ? { state }
        : {
            state,
            violation: `T${second.thread} waits although one waits already, and no more than one may`,
          };
    },
  }),
});

/** async-lock: one key, with promises, with a timeout, with a bounded queue, and with callbacks that throw. */
export function asyncLock(module: Module): Subject[] {
  const AsyncLock = defaultOf<new () => AsyncLock>(module);
  const common = {
    model: fifoSemaphore,
    permits: 1,
    create: () => new AsyncLock(),
    imports: "import AsyncLock from 'async-lock';",
  };
  const plain = running<AsyncLock>((lock, task) => lock.acquire('key', task));
  const timed = running<AsyncLock>(
    (lock, task, { timeoutMs }) => lock.acquire('key', task, { timeout: timeoutMs }),
    (error: Error) => error.message.includes('timed out'),
  );
  const bounded = running<AsyncLock>(
    (lock, task) => lock.acquire('key', task, { maxPending: 1 }),
    (error: Error) => error.message.includes('Too many pending'),
  );
  return [
    defineSubject<AsyncLock>({
      ...common,
      name: 'async-lock',
      title: 'async-lock, with a timeout',
      operations: { ...plain, timedAcquire: timed.acquire },
    }),
    defineSubject<AsyncLock>({
      ...common,
      name: 'async-lock-max-pending',
      title: 'async-lock, where a caller is turned away if one waits already (maxPending: 1)',
      // No time is limited here: this is the acquire that may be refused.
      operations: { ...plain, timedAcquire: bounded.acquire },
      properties: [boundedQueue],
      clients: [
        {
          permits: 1,
          plans: [
            planOf('timedAcquire release'),
            planOf('timedAcquire release'),
            planOf('timedAcquire release'),
          ],
        },
      ],
    }),
    defineSubject<AsyncLock>({
      ...common,
      name: 'async-lock-throwing',
      title: 'async-lock in callback mode, with a task that throws (timedAcquire)',
      operations: {
        ...plain,
        // Its task throws as soon as its turn comes; then it must hold nothing.
        timedAcquire: (lock) =>
          new Promise((resolve) => {
            const task = (_done: Done): void => {
              throw new Error('the task has failed');
            };
            try {
              lock.acquire('key', task, () => resolve(false));
            } catch {
              resolve(false);
            }
          }),
      },
      clients: [
        { permits: 1, plans: [planOf('timedAcquire'), planOf('acquire release')] },
        { permits: 1, plans: [planOf('timedAcquire'), planOf('acquire release'), planOf('acquire release')] },
      ],
    }),
  ];
}
