import type { ObjectIndex } from '../../core/ids.ts';
import { keyOf, Reference, type Value } from '../../core/value.ts';
import { next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { destructible } from './destructible.ts';
import { toValue } from '../toValue.ts';
import { wrapRound } from './wrapRound.ts';

const isSame = (a: Value, b: Value): boolean => keyOf(a) === keyOf(b);

/** Cells behave alike that wrap round at the same number. */
const kinds = new Map<number, ObjectKind<Value>>();

function kindOf(modulo: number): ObjectKind<Value> {
  const known = kinds.get(modulo);
  if (known !== undefined) return known;
  const wrap = wrapRound(modulo);
  const wrapped = (value: Value): Value => (typeof value === 'number' ? wrap(value) : value);
  const kind: ObjectKind<Value> = {
    name: 'cell',
    operations: {
      read: ({ value }) => next(value, value),
      write: (_, replacement: Value) => next(wrapped(replacement)),
      compareAndSet: ({ value }, expected: Value, replacement: Value) =>
        isSame(value, expected) ? next(wrapped(replacement), true) : next(value, false),
      compareAndSwap: ({ value }, expected: Value, replacement: Value) =>
        next(isSame(value, expected) ? wrapped(replacement) : value, value),
      exchange: ({ value }, replacement: Value) => next(wrapped(replacement), value),
      fetchAdd: ({ value }, amount: number) => next(wrapped((value as number) + amount), value),
    },
  };
  kinds.set(modulo, kind);
  return kind;
}

/** How a cell behaves. */
export interface CellOptions {
  /**
   * Where the number that it holds wraps round: 4 for one that counts 0, 1, 2, 3, 0. Default never. A counter that
   * grows for ever gives clients that repeat for ever infinitely many states.
   */
  readonly modulo?: number;
  /** Whether it may be destroyed, after which every use of it is an error. Default false. */
  readonly isDestructible?: boolean;
}

/** One shared variable. Each method is one atomic step; reading and then writing are two. */
export class Cell<Content> extends SharedObject<Value> {
  readonly #initial: Content;
  readonly #options: CellOptions;

  constructor(initial: Content, options: CellOptions) {
    super();
    this.#initial = initial;
    this.#options = options;
  }

  resolve(): Resolved {
    const { modulo = Infinity, isDestructible = false } = this.#options;
    const plain = { kind: kindOf(modulo), initial: this.#initial as Value };
    return isDestructible ? destructible(plain) : plain;
  }

  /** What it holds. */
  read(): Step<Content> {
    return this.operate('read');
  }

  write(content: Content): Step<void> {
    return this.operate('write', content);
  }

  /** Writes `replacement` if it holds `expected`; tells whether it did. */
  compareAndSet(expected: Content, replacement: Content): Step<boolean> {
    return this.operate('compareAndSet', expected, replacement);
  }

  /** Writes `replacement` if it holds `expected`; answers what it held before. */
  compareAndSwap(expected: Content, replacement: Content): Step<Content> {
    return this.operate('compareAndSwap', expected, replacement);
  }

  /** Writes `replacement`; answers what it held before. */
  exchange(replacement: Content): Step<Content> {
    return this.operate('exchange', replacement);
  }

  /** Adds `amount` to the number that it holds; answers what it held before. */
  fetchAdd(amount: Content extends number ? number : never): Step<Content> {
    return this.operate('fetchAdd', amount);
  }

  /** Gives back the memory of one that is destructible; whoever uses it from now on fails. */
  destroy(): Step<void> {
    return this.operate('destroy');
  }

  /** Reads it, and compares what was read with `content`. One step, a read. */
  is(content: Content): Step<boolean> {
    return this.steps('is', this.compare(content));
  }

  /** Reads it, and compares what was read with `content`. One step, a read. */
  isNot(content: Content): Step<boolean> {
    return this.steps('isNot', negated(this.compare(content)));
  }

  /** Not #private: what is made while running has the methods of this class, and none of its private parts. */
  private *compare(content: Content): Step<boolean> {
    return isAlike(yield* this.read(), content);
  }
}

/** As a step compares: shared objects by identity, wherever they stand, and all else by content. */
function isAlike(found: unknown, content: unknown): boolean {
  const handles: SharedObject[] = [];
  const refer = (handle: SharedObject): Reference => {
    if (!handles.includes(handle)) handles.push(handle);
    return new Reference(handles.indexOf(handle) as ObjectIndex);
  };
  return isSame(toValue(found, refer), toValue(content, refer));
}

function* negated(answer: Step<boolean>): Step<boolean> {
  return !(yield* answer);
}

/** Makes a shared variable that holds `initial`: plain data, or a shared object. */
export function cell<Content>(initial: Content, options: CellOptions = {}): Cell<Content> {
  return new Cell(initial, options);
}
