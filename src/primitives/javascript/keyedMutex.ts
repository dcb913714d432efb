import {
  cell,
  definePrimitive,
  defineObject,
  fresh,
  future,
  masked,
  next,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

type LockState = { readonly isHeld: boolean; readonly waiting: readonly any[] };

/** A lock of promises: whoever lets go of it hands it to the oldest. */
const promiseLock = defineObject({
  kind: 'promise lock',
  initial: (): LockState => ({ isHeld: false, waiting: [] }),
  operations: {
    tryTake: ({ value }) => next({ ...value, isHeld: true }, !value.isHeld),
    enqueue: ({ value }, turn: any) => next({ ...value, waiting: [...value.waiting, turn] }),
    /** The oldest, who holds it then; or null. */
    handOver: ({ value: { waiting } }) =>
      next({ isHeld: waiting.length > 0, waiting: waiting.slice(1) }, waiting[0] ?? null),
    isIdle: ({ value: { isHeld, waiting } }) => next({ isHeld, waiting }, !isHeld && waiting.length === 0),
  },
});
type PromiseLock = ReturnType<typeof promiseLock>;

/** A map from keys to locks, for one key: whoever is done deletes the entry, whoever may be waiting in it. */
class DeletesTheEntry {
  readonly entry = cell<PromiseLock | null>(null);
  /** Of each thread: the lock that it has. */
  readonly mine;

  constructor(threads: number) {
    this.mine = Array.from({ length: threads }, () => cell<PromiseLock | null>(null));
  }

  acquire({ me }: Call): Step {
    return masked(() => this.enter(me));
  }

  *release({ me }: Call): Step {
    const lock = yield* this.mine[me]!.read();
    if (lock === null) throw new Error('released by one who has no lock');
    yield* this.mine[me]!.write(null);
    const heir = (yield* lock.handOver()) as Future | null;
    if (heir !== null) yield* heir.complete();
    if (yield* this.mayDelete(lock)) yield* this.entry.write(null);
  }

  protected *mayDelete(lock: PromiseLock): Step<boolean> {
    void lock;
    yield* this.entry.read();
    return true;
  }

  private *enter(me: number): Step {
    const lock = (yield* this.entry.read()) ?? (yield* this.addEntry());
    if (!(yield* lock.tryTake())) {
      const turn = yield* fresh(future());
      yield* lock.enqueue(turn);
      yield* turn.wait();
    }
    yield* this.mine[me]!.write(lock);
  }

  private *addEntry(): Step<PromiseLock> {
    const lock = yield* fresh(promiseLock());
    yield* this.entry.write(lock);
    return lock;
  }
}

/** The repair: the entry goes when nobody holds the lock or waits for it. */
class DeletesAnIdleEntry extends DeletesTheEntry {
  protected override mayDelete(lock: PromiseLock): Step<boolean> {
    return lock.isIdle();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: mutex } as const;

export const keyedMutexEager = definePrimitive({
  ...common,
  name: 'keyed-mutex-eager',
  title: 'A map of locks that forgets a lock while somebody waits for it',
  catalogue: 'E22',
  source: {
    citation: 'An idiom; MCSManager issue #2242 is one report of it',
    url: 'https://github.com/MCSManager/MCSManager/issues/2242',
  },
  note: 'The heir of the lock goes on with the one that was deleted, and a newcomer makes another for the same key.',
  expected: { violates: ['safety', 'fifo', 'refinement'], from: 'MCSManager issue #2242' },
  create: ({ threads }) => new DeletesTheEntry(threads),
});

export const keyedMutex = definePrimitive({
  ...common,
  name: 'keyed-mutex',
  title: 'A map of locks that forgets a lock when nobody wants it',
  source: { citation: 'The repair of it' },
  expected: { violates: [], from: 'the repair' },
  create: ({ threads }) => new DeletesAnIdleEntry(threads),
});
