import { defineObject, next } from 'heddle';

/** What a Python set of green threads does: `pop` takes any of them. Waiters are shared objects. */
export const waiterSet = defineObject({
  kind: 'set',
  initial: (): readonly any[] => [],
  operations: {
    add: ({ value }, waiter: any) => next([...value, waiter]),
    isEmpty: ({ value }) => next(value, value.length === 0),
    discard: ({ value }, waiter: any) => next(value.filter((other) => !isSame(other, waiter))),
    pop: ({ value }) => value.map((chosen, index) => next(value.toSpliced(index, 1), chosen)),
  },
});

/** Waiters are known to the set by the number of their place. */
function isSame(one: { readonly object: number }, other: { readonly object: number }): boolean {
  return one.object === other.object;
}
