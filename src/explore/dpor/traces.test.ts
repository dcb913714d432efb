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
  test.each<[name: string, n: number, make: (n: number) => Program, executions: number]>([
    // Each reader comes before or after the writer: 2^n.
    ['readers', 2, readers, 4],
    ['readers', 6, readers, 64],
    ['readers', 8, readers, 256],
    // (n + 3) 2^(n - 2), and for n = 1: 2.
    ['lastzero', 1, lastzero, 2],
    ['lastzero', 2, lastzero, 5],
    ['lastzero', 3, lastzero, 12],
    ['lastzero', 5, lastzero, 64],
    ['lastzero', 10, lastzero, 3328],
    // With n threads, n - 11 pairs meet at a place of the table: 8^(n - 11).
    ['indexer', 11, indexer, 1],
    ['indexer', 12, indexer, 8],
    ['indexer', 15, indexer, 4096],
    // Thread 13 + i wants the block that thread i wants: 2^(n - 13).
    ['fileSystem', 14, fileSystem, 2],
    ['fileSystem', 16, fileSystem, 8],
    ['casrot', 4, casrot, 14],
    ['casrot', 5, casrot, 43],
    ['casw', 2, casw, 6],
    ['casw', 3, casw, 66],
    // The orders in which n threads take the lock: n!.
    ['lockinc', 3, lockinc, factorial(3)],
    ['lockinc', 5, lockinc, factorial(5)],
  ])('%s(%i)', (_name, n, make, executions) => {
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
