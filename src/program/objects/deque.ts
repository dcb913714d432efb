import { keyOf, type Value } from '../../core/value.ts';
import { fail, next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';

type Items = readonly Value[];

const isEmptyMessage = 'pop from an empty deque';

const kind: ObjectKind<Items> = {
  name: 'deque',
  operations: {
    pushBack: ({ value: items }, item: Value) => next([...items, item]),
    pushFront: ({ value: items }, item: Value) => next([item, ...items]),
    popFront: ({ value: items }) =>
      items.length === 0 ? fail(items, isEmptyMessage) : next(items.slice(1), items[0]),
    popBack: ({ value: items }) =>
      items.length === 0 ? fail(items, isEmptyMessage) : next(items.slice(0, -1), items.at(-1)),
    peekFront: ({ value: items }) =>
      items.length === 0 ? fail(items, 'look at the front of an empty deque') : next(items, items[0]),
    at: ({ value: items }, index: number) => next(items, items[index] ?? null),
    before: ({ value: items }, item: Value) => next(items, items[positionOf(item, items) - 1] ?? null),
    after: ({ value: items }, item: Value) => {
      const index = positionOf(item, items);
      return next(items, index < 0 ? null : (items[index + 1] ?? null));
    },
    remove: ({ value: items }, item: Value) => {
      const index = positionOf(item, items);
      return index < 0 ? next(items, false) : next(items.toSpliced(index, 1), true);
    },
    popBackIf: ({ value: items }, item: Value) =>
      positionOf(item, items.slice(-1)) === 0 ? next(items.slice(0, -1), true) : next(items, false),
    includes: ({ value: items }, item: Value) => next(items, positionOf(item, items) >= 0),
    isEmpty: ({ value: items }) => next(items, items.length === 0),
    size: ({ value: items }) => next(items, items.length),
  },
};

function positionOf(item: Value, items: Items): number {
  const key = keyOf(item);
  return items.findIndex((other) => keyOf(other) === key);
}

/** A double-ended queue. Each method is one atomic step. */
export class Deque<Item> extends SharedObject<Items> {
  readonly #initial: Items;

  constructor(initial: readonly Item[]) {
    super();
    this.#initial = initial as Items;
  }

  resolve(): Resolved<Items> {
    return { kind, initial: this.#initial };
  }

  pushBack(item: Item): Step<void> {
    return this.operate('pushBack', item);
  }

  pushFront(item: Item): Step<void> {
    return this.operate('pushFront', item);
  }

  /** Removes the first item and answers it. Fails on an empty deque. */
  popFront(): Step<Item> {
    return this.operate('popFront');
  }

  /** Removes the last item and answers it. Fails on an empty deque. */
  popBack(): Step<Item> {
    return this.operate('popBack');
  }

  /** Answers the first item. Fails on an empty deque. */
  peekFront(): Step<Item> {
    return this.operate('peekFront');
  }

  /** The item at an index from 0, or null where there is none, so that a loop can look at one after the other. */
  at(index: number): Step<Item | null> {
    return this.operate('at', index);
  }

  /** The item before another one; null if there is none, or the other is not in it. */
  before(item: Item): Step<Item | null> {
    return this.operate('before', item);
  }

  /** The item behind another one; null if there is none, or the other is not in it. */
  after(item: Item): Step<Item | null> {
    return this.operate('after', item);
  }

  /** Removes the first occurrence of `item`; tells whether there was one. */
  remove(item: Item): Step<boolean> {
    return this.operate('remove', item);
  }

  /** Removes `item` if it is the last; tells whether it was. */
  popBackIf(item: Item): Step<boolean> {
    return this.operate('popBackIf', item);
  }

  includes(item: Item): Step<boolean> {
    return this.operate('includes', item);
  }

  isEmpty(): Step<boolean> {
    return this.operate('isEmpty');
  }

  size(): Step<number> {
    return this.operate('size');
  }
}

/** Makes a deque that holds `items`, first to last. */
export function deque<Item>(...items: Item[]): Deque<Item> {
  return new Deque(items);
}
