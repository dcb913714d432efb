import { expect, test } from 'vitest';
import { HeddleBug, IllFormedError, nearestNames, UsageError } from './errors.ts';

test('a complaint has what is there of its four lines', () => {
  const whole = new IllFormedError({ what: 'It is broken.', found: '5', expected: '6', next: 'Write 6.' });
  expect(whole.message).toBe('It is broken.\n  found:    5\n  expected: 6\n  next:     Write 6.');
  expect(new IllFormedError({ what: 'It is broken.' }).message).toBe('It is broken.');
});

test('each kind has a code that stays', () => {
  expect(new UsageError('x').code).toBe('HEDDLE_USAGE');
  expect(new UsageError('x', 'HEDDLE_BAD_FILE').code).toBe('HEDDLE_BAD_FILE');
  expect(new IllFormedError('x').code).toBe('HEDDLE_ILL_FORMED');
  const bug = new HeddleBug('a cell without moves');
  expect(bug.code).toBe('HEDDLE_BUG');
  expect(bug.message).toMatch(/^heddle bug: a cell without moves\n/);
  expect(bug.name).toBe('HeddleBug');
});

test('names that contain what was typed come first, then those that are nearest to it', () => {
  const names = ['ticket', 'peterson-swapped', 'peterson', 'bakery', 'barz', 'baton'];
  expect(nearestNames('peterso', names, 2)).toEqual(['peterson', 'peterson-swapped']);
  expect(nearestNames('batn', names, 1)).toEqual(['baton']);
  expect(nearestNames('', names, 9)).toHaveLength(names.length);
});
