import type { Deadline } from '../deadline.ts';
import { blocked, next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import type { Lock } from './lock.ts';
import { asleep, spuriously, waysToWake, type WakeOrder } from './wakeOrder.ts';

/** How a condition variable behaves. */
export interface ConditionOptions {
  /** Whom a notify wakes. Default `fifo`. */
  readonly order?: WakeOrder;
  /** Whether a wait may end although nobody notified. Default false. */
  readonly hasSpuriousWakeups?: boolean;
}

interface Sleepers {
  readonly sleeping: readonly number[];
  /** Notified, and not yet run: sorted, for their order no longer matters. */
  readonly notified: readonly number[];
}

const without = (threads: readonly number[], me: number): readonly number[] =>
  threads.filter((thread) => thread !== me);

function kindOf({ order = 'fifo', hasSpuriousWakeups = false }: ConditionOptions): ObjectKind<Sleepers> {
  const notify = ({ sleeping, notified }: Sleepers, count: number) =>
    waysToWake(sleeping, count, order).map(([chosen, left]) =>
      next({ sleeping: left, notified: [...notified, ...chosen].toSorted((a, b) => a - b) }),
    );
  return {
    name: 'condition',
    operations: {
      join: ({ value: { sleeping, notified }, me }) => next({ sleeping: [...sleeping, me], notified }),
      sleep: {
        step: ({ value: { sleeping, notified }, me }) => {
          if (notified.includes(me)) return next({ sleeping, notified: without(notified, me) }, true);
          return hasSpuriousWakeups
            ? spuriously({ sleeping: without(sleeping, me), notified }, true)
            : blocked;
        },
        withdraw: ({ value: { sleeping, notified }, me }) =>
          notified.includes(me) ? blocked : next({ sleeping: without(sleeping, me), notified }),
      },
      notify: ({ value }, count: number) => notify(value, count),
      notifyAll: ({ value }) => notify(value, value.sleeping.length),
    },
    rename: ({ sleeping, notified }, nameOf) => ({
      sleeping: sleeping.map(nameOf),
      notified: notified.map(nameOf).toSorted((a, b) => a - b),
    }),
    render: ({ sleeping, notified }) =>
      [
        sleeping.length === 0 ? 'nobody asleep' : asleep(sleeping),
        ...(notified.length === 0 ? [] : [`T${notified.join(' T')} notified`]),
      ].join(', '),
  };
}

const kinds = new Map<string, ObjectKind<Sleepers>>();

/**
 * A condition variable with Mesa semantics: a woken thread competes for the lock again, and finds
 * the state as it then is.
 */
export class Condition extends SharedObject<Sleepers> {
  readonly lock: Lock;
  readonly #options: ConditionOptions;

  constructor(lock: Lock, options: ConditionOptions) {
    super();
    this.lock = lock;
    this.#options = options;
  }

  resolve(): Resolved<Sleepers> {
    const key = JSON.stringify(this.#options);
    const kind = kinds.get(key) ?? kindOf(this.#options);
    kinds.set(key, kind);
    return { kind, initial: { sleeping: [], notified: [] } };
  }

  /**
   * Gives the lock back, sleeps until notified, takes the lock again. The thread is among the
   * sleepers before it gives the lock back, so no notify under the lock is missed.
   *
   * Four steps: join, release, sleep, acquire; the last also when an interrupt ends the sleep.
   * False only when a deadline was given and has passed.
   */
  wait(deadline?: Deadline): Step<boolean> {
    return this.steps('wait', this.sleepOn(deadline));
  }

  private *sleepOn(deadline: Deadline | undefined): Step<boolean> {
    yield* this.operate('join');
    yield* this.lock.release();
    try {
      return yield* this.operateUntil(deadline, 'sleep');
    } finally {
      yield* this.lock.acquire();
    }
  }

  /** Wakes `count` sleepers, or as many as there are. One step. */
  notify(count = 1): Step<void> {
    return this.operate('notify', count);
  }

  /** Wakes every sleeper. One step. */
  notifyAll(): Step<void> {
    return this.operate('notifyAll');
  }
}

/** Makes a condition variable that belongs to `lock`. */
export function condition(lock: Lock, options: ConditionOptions = {}): Condition {
  return new Condition(lock, options);
}
