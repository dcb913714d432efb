import { describe, expect, test } from 'vitest';
import { methodFrom } from './methodFrom.ts';
import type { CheckFlags } from './options.ts';

function method(flags: Partial<CheckFlags>) {
  return methodFrom({
    lockStrength: 'weak',
    limitStates: '1',
    limitMemory: '1G',
    traces: '',
    reports: '',
    ...flags,
  });
}

test('what is asked for is what is done', () => {
  expect(method({})).toEqual({ by: 'states', reductions: { footprints: true, symmetry: true } });
  expect(method({ search: 'plain' })).toEqual({
    by: 'states',
    reductions: { footprints: false, symmetry: false },
  });
  expect(method({ search: 'dpor' })).toEqual({ by: 'executions' });
  expect(method({ preemptions: '2' })).toEqual({
    by: 'bounded states',
    bound: { of: 'preemptions', max: 2 },
  });
  expect(method({ search: 'plain', delays: '0' })).toEqual({
    by: 'bounded states',
    bound: { of: 'delays', max: 0 },
  });
  expect(method({ search: 'pct', executions: '20_000', seed: '-7', depth: '2' })).toEqual({
    by: 'sample',
    strategy: 'pct',
    executions: 20_000,
    seed: -7,
    depth: 2,
  });
});

describe('what does not go together is refused', () => {
  test.each<[flags: Partial<CheckFlags>, says: string]>([
    [{ search: 'quick' }, 'There is no such search.'],
    [{ search: 'constructor' }, 'There is no such search.'],
    [{ preemptions: '1', delays: '1' }, '--preemptions and --delays cannot go together.'],
    [{ preemptions: '-1' }, '--preemptions is a number of switches.'],
    [{ preemptions: 'few' }, '--preemptions is not a whole number.'],
    [{ delays: '1', search: 'dpor' }, 'A bound on delays goes with the plain search only.'],
    [{ preemptions: '1', search: 'symmetry' }, 'A bound on preemptions goes with the plain search only.'],
    [{ preemptions: '1', search: 'pct' }, 'A bound on preemptions goes with the plain search only.'],
    [{ seed: '1' }, '--seed is for samples alone.'],
    [{ executions: '10', search: 'dpor' }, '--executions is for samples alone.'],
    [{ depth: '2', search: 'pos' }, '--depth is for --search pct alone.'],
    [{ executions: '0', search: 'pos' }, '--executions is not a positive number.'],
  ])('%o', (flags, says) => {
    expect(() => method(flags)).toThrow(says);
  });
});
