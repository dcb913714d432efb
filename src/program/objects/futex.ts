import type { Deadline } from '../deadline.ts';
import { blocked, next, park, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { destructible } from './destructible.ts';
import { asleep, spuriously, waysToWake, type WakeOrder } from './wakeOrder.ts';
import { wrapRound } from './wrapRound.ts';

/** How a futex behaves. */
export interface FutexOptions {
  /** Whom a wake takes. Default `any`, which is what the manual page promises. */
  readonly order?: WakeOrder;
  /** Whether a wait may end although nobody woke it. Default false. */
  readonly hasSpuriousWakeups?: boolean;
  /** Where the word wraps round: 4 for one that counts 0, 1, 2, 3, 0. Default never. */
  readonly modulo?: number;
  /**
   * For a word of which the futex is the lower part: how many values that part has. Then `wait` compares the word
   * modulo this. Default the whole word.
   */
  readonly lowerPart?: number;
  /**
   * Whether it may be destroyed, after which every use of it is an error but for `wake`: that needs the address
   * alone, and finds nobody. Default false.
   */
  readonly isDestructible?: boolean;
  /**
   * Whether a wait that is over, be it by a wake or at once, can no longer be interrupted: a signal ends the system call
   * early or finds it done. Default false: a thread that is interrupted between the wake and its turn finds the interrupt
   * in place of the result.
   */
  readonly isFinal?: boolean;
}

interface Word {
  readonly word: number;
  readonly sleepers: readonly number[];
}

const without = (threads: readonly number[], me: number): readonly number[] =>
  threads.filter((thread) => thread !== me);

function kindOf({
  order = 'any',
  hasSpuriousWakeups = false,
  modulo,
  lowerPart = Infinity,
  isFinal = false,
}: FutexOptions): ObjectKind<Word> {
  const wrapped = wrapRound(modulo);
  return {
    name: 'futex',
    operations: {
      read: ({ value }) => next(value, value.word),
      write: ({ value: { sleepers } }, word: number) => next({ word: wrapped(word), sleepers }),
      compareAndSwap: ({ value: { word, sleepers } }, expected: number, replacement: number) =>
        next({ word: word === expected ? wrapped(replacement) : word, sleepers }, word),
      exchange: ({ value: { word, sleepers } }, replacement: number) =>
        next({ word: wrapped(replacement), sleepers }, word),
      fetchAdd: ({ value: { word, sleepers } }, amount: number) =>
        next({ word: wrapped(word + amount), sleepers }, word),
      wait: {
        step: ({ value: futex, me }, expected: number) =>
          futex.word % lowerPart === expected
            ? park({ word: futex.word, sleepers: [...futex.sleepers, me].toSorted(inOrder(order)) })
            : next(futex, false),
        resume: ({ value: futex, me }) => {
          if (!futex.sleepers.includes(me)) return next(futex, true);
          return hasSpuriousWakeups
            ? spuriously({ word: futex.word, sleepers: without(futex.sleepers, me) }, true)
            : blocked;
        },
        withdraw: ({ value: { word, sleepers }, me }) =>
          sleepers.includes(me) ? next({ word, sleepers: without(sleepers, me) }) : blocked,
        isFinal,
      },
      wake: ({ value: { word, sleepers } }, count: number) =>
        waysToWake(sleepers, count, order).map(([chosen, left]) =>
          next({ word, sleepers: left }, chosen.length),
        ),
    },
    rename: ({ word, sleepers }, nameOf) => ({
      word,
      sleepers: sleepers.map(nameOf).toSorted(inOrder(order)),
    }),
    namesInOrder: order === 'fifo',
    render: ({ word, sleepers }) => (sleepers.length === 0 ? String(word) : `${word}, ${asleep(sleepers)}`),
  };
}

/** Where any sleeper may be woken, the order of their coming must not tell states apart. */
function inOrder(order: WakeOrder): (a: number, b: number) => number {
  return order === 'fifo' ? () => 0 : (a, b) => a - b;
}

const kinds = new Map<string, ObjectKind<Word>>();

/**
 * A word with a queue of sleepers, after futex(2): the comparison in `wait` and the falling asleep
 * are one step, and a sleeper that a wake has taken cannot time out any more.
 */
export class Futex extends SharedObject<Word> {
  readonly #word: number;
  readonly #options: FutexOptions;

  constructor(word: number, options: FutexOptions) {
    super();
    this.#word = word;
    this.#options = options;
  }

  resolve(): Resolved {
    const { isDestructible = false, ...options } = this.#options;
    const key = JSON.stringify(options);
    const kind = kinds.get(key) ?? kindOf(options);
    kinds.set(key, kind);
    const plain = { kind, initial: { word: this.#word, sleepers: [] } };
    return isDestructible ? destructible(plain, ['wake']) : plain;
  }

  read(): Step<number> {
    return this.operate('read');
  }

  write(word: number): Step<void> {
    return this.operate('write', word);
  }

  /** Writes `replacement` if the word is `expected`; answers what it was before. */
  compareAndSwap(expected: number, replacement: number): Step<number> {
    return this.operate('compareAndSwap', expected, replacement);
  }

  /** Writes `replacement`; answers what the word was before. */
  exchange(replacement: number): Step<number> {
    return this.operate('exchange', replacement);
  }

  /** Adds `amount` to the word; answers what it was before. */
  fetchAdd(amount: number): Step<number> {
    return this.operate('fetchAdd', amount);
  }

  /**
   * If the word (or its lower part) is `expected`, sleeps until woken and answers true; otherwise answers false at once.
   * Also false when a deadline was given and has passed.
   */
  wait(expected: number, deadline?: Deadline): Step<boolean> {
    return this.steps('wait', this.sleepOn(expected, deadline));
  }

  private *sleepOn(expected: number, deadline: Deadline | undefined): Step<boolean> {
    if (deadline !== undefined) return yield* this.operateUntil(deadline, 'wait', expected);
    return yield* this.operate<boolean>('wait', expected);
  }

  /** Wakes up to `count` sleepers; answers how many. */
  wake(count: number): Step<number> {
    return this.operate('wake', count);
  }

  /** Gives back the memory of one that is destructible; whoever uses it from now on fails, but for a wake. */
  destroy(): Step<void> {
    return this.operate('destroy');
  }
}

/** Makes a futex whose word starts at `word`. */
export function futex(word: number, options: FutexOptions = {}): Futex {
  return new Futex(word, options);
}
