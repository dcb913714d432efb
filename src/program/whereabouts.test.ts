import { expect, test } from 'vitest';
import { framesIn, notingWhereabouts, whereaboutsOf } from './whereabouts.ts';
import { ReadClock } from './step.ts';

test('the stacks of V8 are read', () => {
  const stack = `Error: here
    at new Operate (file:///h/src/program/step.ts:30:5)
    at ReferenceSemaphore.take (file:///h/src/primitives/reference.ts:46:22)
    at take.next (<anonymous>)
    at Generator.next (<anonymous>)
    at /h/my lock.ts:7:3`;
  expect(framesIn(stack)).toEqual([
    { function: 'new Operate', file: 'file:///h/src/program/step.ts', line: 30, column: 5 },
    { function: 'take', file: 'file:///h/src/primitives/reference.ts', line: 46, column: 22 },
    { function: '', file: '/h/my lock.ts', line: 7, column: 3 },
  ]);
});

test('the stacks of the other engines are read', () => {
  expect(framesIn('take@heddle:///my-lock.ts:46:22\n@heddle:///my-lock.ts:3:1\nnext@[native code]')).toEqual([
    { function: 'take', file: 'heddle:///my-lock.ts', line: 46, column: 22 },
    { function: '', file: 'heddle:///my-lock.ts', line: 3, column: 1 },
  ]);
});

test('a request knows where it was made while somebody wants to know, and not otherwise', () => {
  const isMine = (file: string): boolean => file.endsWith('whereabouts.test.ts');
  const noted = notingWhereabouts(() => new ReadClock());
  expect(whereaboutsOf(noted, isMine)[0]).toMatchObject({ line: expect.any(Number) });
  expect(whereaboutsOf(new ReadClock(), isMine)).toEqual([]);
});
