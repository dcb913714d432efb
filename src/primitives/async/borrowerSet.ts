import { defineObject, next } from 'heddle';

/** A set of borrowers: one that is added twice is in it once. */
export const borrowerSet = defineObject({
  kind: 'set of borrowers',
  initial: (): readonly number[] => [],
  operations: {
    size: ({ value }) => next(value, value.length),
    has: ({ value }, borrower: number) => next(value, value.includes(borrower)),
    add: ({ value }, borrower: number) =>
      next(value.includes(borrower) ? value : [...value, borrower].toSorted((a, b) => a - b)),
    remove: ({ value }, borrower: number) => next(value.filter((other) => other !== borrower)),
  },
});
