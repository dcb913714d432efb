/** Cells and deques: each operation, one step. */

import {
  cell,
  check,
  definePrimitive,
  deque,
  fresh,
  futex,
  lock,
  type Cell,
  type Lock,
  type Primitive,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { failureFreedom } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { ObjectBench } from '../../testing/objectBench.ts';
import { Arena } from '../arena.ts';

describe('a cell', () => {
  test('is read and written', () => {
    const bench = new ObjectBench(cell(1));
    expect(bench.do(0, 'read')).toBe('1');
    expect(bench.do(0, 'write', 2)).toBe('done');
    expect(bench.do(0, 'exchange', 3)).toBe('2');
    expect(bench.do(0, 'fetchAdd', -4)).toBe('3');
    expect(bench.shows).toBe('-1');
  });

  test('compares and sets: tells whether, or what it found', () => {
    const bench = new ObjectBench(cell(0));
    expect(bench.do(0, 'compareAndSet', 1, 2)).toBe('false');
    expect(bench.do(0, 'compareAndSet', 0, 2)).toBe('true');
    expect(bench.do(0, 'compareAndSwap', 0, 3)).toBe('2');
    expect(bench.do(0, 'compareAndSwap', 2, 3)).toBe('2');
    expect(bench.shows).toBe('3');
  });

  test('compares what it holds by content, not by identity', () => {
    const bench = new ObjectBench(cell({ owner: 1, depth: [1, 2] }));
    expect(bench.do(0, 'compareAndSet', { depth: [1, 2], owner: 1 }, null)).toBe('true');
    expect(bench.shows).toBe('null');
  });

  test('once destroyed, fails whoever uses it', () => {
    const bench = new ObjectBench(cell(1, { isDestructible: true }));
    expect(bench.do(0, 'fetchAdd', 1)).toBe('1');
    expect(bench.shows).toBe('2');
    expect(bench.do(0, 'destroy')).toBe('done');
    expect(bench.do(1, 'read')).toBe('error: use of a cell that has been destroyed');
    expect(bench.do(1, 'destroy')).toBe('error: use of a cell that has been destroyed');
    expect(bench.shows).toBe('destroyed');
  });
});

describe('a deque', () => {
  test('is pushed and popped at both ends', () => {
    const bench = new ObjectBench(deque<number>(1));
    bench.do(0, 'pushBack', 2);
    bench.do(0, 'pushFront', 0);
    expect(bench.shows).toBe('[0, 1, 2]');
    expect(bench.do(0, 'size')).toBe('3');
    expect(bench.do(0, 'peekFront')).toBe('0');
    expect(bench.do(0, 'popBack')).toBe('2');
    expect(bench.do(0, 'popFront')).toBe('0');
    expect(bench.do(0, 'isEmpty')).toBe('false');
    expect(bench.shows).toBe('[1]');
  });

  test('is popped at the back if a given item lies there', () => {
    const bench = new ObjectBench(deque<string>('a', 'b', 'a'));
    expect(bench.do(0, 'popBackIf', 'b')).toBe('false');
    expect(bench.do(0, 'popBackIf', 'a')).toBe('true');
    expect(bench.shows).toBe('[a, b]');
    expect(new ObjectBench(deque<string>()).do(0, 'popBackIf', 'a')).toBe('false');
  });

  test('tells the neighbours of an item', () => {
    const bench = new ObjectBench(deque<string>('a', 'b'));
    expect(['before', 'after'].map((operation) => bench.do(0, operation, 'b'))).toEqual(['"a"', 'null']);
    expect(['before', 'after'].map((operation) => bench.do(0, operation, 'a'))).toEqual(['null', '"b"']);
    expect(['before', 'after'].map((operation) => bench.do(0, operation, 'c'))).toEqual(['null', 'null']);
  });

  test('finds and removes the first of equal items', () => {
    const bench = new ObjectBench(deque<string>('a', 'b', 'a'));
    expect(bench.do(0, 'includes', 'b')).toBe('true');
    expect(bench.do(0, 'remove', 'a')).toBe('true');
    expect(bench.do(0, 'remove', 'c')).toBe('false');
    expect(bench.shows).toBe('[b, a]');
  });

  test.each(['popFront', 'popBack', 'peekFront'])(
    'fails on %s when it is empty, and stays so',
    (operation) => {
      const bench = new ObjectBench(deque());
      expect(bench.do(0, operation)).toMatch(/^error: .* an empty deque$/);
      expect(bench.shows).toBe('[]');
    },
  );
});

test('an object that holds another one holds a pointer to it', () => {
  const inner = lock();
  const arena = new Arena({ outer: cell(inner), inner }, { strength: 'weak' });
  expect(arena.objects.map(({ index, initial }) => arena.render(index, initial))).toEqual(['inner', 'free']);
});

describe('a look at a cell that is compared', () => {
  interface Node {
    readonly next: Cell<Node | null>;
  }

  /** Its acquire looks at a cell that holds a record of a shared object. */
  const looking = (isAsExpected: (link: Cell<Node | null>, node: Node) => Step<boolean>): Primitive =>
    definePrimitive({
      name: 'looking',
      title: 'Looks',
      model: mutex,
      create: () => {
        const node: Node = { next: cell<Node | null>(null) };
        return {
          lock: lock(),
          node,
          link: cell<Node | null>(node),
          *acquire(this: { lock: Lock; link: Cell<Node | null>; node: Node }): Step {
            if (!(yield* isAsExpected(this.link, this.node))) throw new Error('is another');
            yield* this.lock.acquire();
          },
          *release(this: { lock: Lock }): Step {
            yield* this.lock.release();
          },
        };
      },
    });
  const verdictOf = (primitive: Primitive): string | undefined =>
    check(primitive, { properties: [failureFreedom] }).properties[0]?.verdict.verdict;

  test('knows shared objects, however deep they stand', () => {
    expect(verdictOf(looking((link) => link.isNot(null)))).toBe('holds');
    expect(verdictOf(looking((link, node) => link.is(node)))).toBe('holds');
    expect(verdictOf(looking((link) => link.is({ next: link })))).toBe('violated');
  });

  test('with what is not plain data is no failure of the primitive', () => {
    class Link implements Node {
      readonly next = cell<Node | null>(null);
    }
    expect(() => verdictOf(looking((link) => link.is(new Link())))).toThrow(`
  found:    an instance of Link
  expected: null, booleans, numbers, strings, shared objects, and arrays and objects of these
  next:     Write it as a plain object, such as { next: cell(null) }, or as a number that stands for it.`);
    expect(() => verdictOf(looking((link) => link.is(new Map() as unknown as Node)))).toThrow(
      'Put mutable state into shared objects',
    );
  });
});

test('what is made while running has every method of its kind', () => {
  const primitive = definePrimitive({
    name: 'made-while-running',
    title: 'Made while running',
    model: mutex,
    create: () => ({
      lock: lock(),
      *acquire(this: { lock: Lock }): Step {
        const word = yield* fresh(futex(0));
        const content = yield* fresh(cell(1));
        if (yield* word.wait(1)) throw new Error('slept');
        if (yield* content.isNot(1)) throw new Error('is another');
        yield* this.lock.acquire();
      },
      *release(this: { lock: Lock }): Step {
        yield* this.lock.release();
      },
    }),
  });
  const { properties } = check(primitive, { properties: [failureFreedom] });
  expect(properties.map(({ verdict }) => verdict.verdict)).toEqual(['holds']);
});
