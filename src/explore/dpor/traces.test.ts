/** Executions are counted as the literature counts them; docs/dpor.md names who published which count. */

import { describe, expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import type { Program } from '../../program/program.ts';
import {
  casrot,
  casw,
  fileSystem,
  indexer,
  lastzero,
  lockinc,
  readers,
} from '../../testing/publishedPrograms.ts';
import { timeless } from '../limits.ts';
import { dporSearch } from './dporSearch.ts';
import { Effects } from './effects.ts';
import { exploreTraces, soundRules, type Rules, type TracesResult } from './traces.ts';

function explore(program: Program, rules: Partial<Rules> = {}): TracesResult {
  const learner = new Learner(program);
  return exploreTraces(learner, {
    rules: { ...soundRules, ...rules },
    effects: new Effects(learner),
    movesMax: 1000,
    onExecution: () => undefined,
    isOver: () => false,
  });
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

describe('as many executions as were published, none given up', () => {
  test.each<[name: string, make: (n: number) => Program, n: number, executions: number]>([
    // Each reader comes before or after the writer: 2^n.
    ['readers', readers, 2, 4],
    ['readers', readers, 6, 64],
    ['readers', readers, 8, 256],
    // (n + 3) 2^(n - 2), and for n = 1: 2.
    ['lastzero', lastzero, 1, 2],
    ['lastzero', lastzero, 2, 5],
    ['lastzero', lastzero, 3, 12],
    ['lastzero', lastzero, 5, 64],
    ['lastzero', lastzero, 10, 3328],
    // With n threads, n - 11 pairs meet at a place of the table: 8^(n - 11).
    ['indexer', indexer, 11, 1],
    ['indexer', indexer, 12, 8],
    ['indexer', indexer, 15, 4096],
    // Thread 13 + i wants the block that thread i wants: 2^(n - 13).
    ['fileSystem', fileSystem, 14, 2],
    ['fileSystem', fileSystem, 16, 8],
    ['casrot', casrot, 4, 14],
    ['casrot', casrot, 5, 43],
    ['casw', casw, 2, 6],
    ['casw', casw, 3, 66],
    // The orders in which n threads take the lock: n!.
    ['lockinc', lockinc, 3, factorial(3)],
    ['lockinc', lockinc, 5, factorial(5)],
  ])('%s(%i)', (_name, make, n, executions) => {
    expect(explore(make(n))).toMatchObject({ executions, blocked: 0, isComplete: true });
  });
});

test('a race test that stops at the unlock finds one order of those who lock', () => {
  expect(explore(lockinc(3), { looksPastUnlock: false }).executions).toBe(1);
});

test('sleepers that are not woken hide executions', () => {
  expect(explore(readers(6), { wakesSleepers: false }).executions).toBeLessThan(64);
});

test('an execution that is too long is no end of the matter', () => {
  const result = dporSearch(new Learner(lockinc(3)), [], {}, timeless, { movesMax: 11 });
  expect(result).toEqual({ refusal: 'an execution goes on for more than 11 moves' });
});

test('a limit says that it was hit', () => {
  const result = dporSearch(new Learner(lastzero(10)), [], { states: 2000 }, timeless);
  expect(result).toMatchObject({ stop: 'states' });
});
