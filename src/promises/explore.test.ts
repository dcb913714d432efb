/**
 * How many executions there are, counted by hand.
 *
 * Settled: n callers of a mutex that serves first come, first served, each acquiring and releasing once. The
 * acquires may come in n! orders, and a release may come once its acquire is at the head: with the releases
 * placed, an order is a Dyck path, of which there are Catalan(n). So there are n! × Catalan(n): 2 × 2, 6 × 5,
 * 24 × 14, 120 × 42. With callers that stand for each other, Catalan(n).
 */

import { Mutex } from 'async-mutex';
import { workload } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { safety } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { MonitorTable } from '../automata/monitorTable.ts';
import { EventLoop } from './eventLoop.ts';
import { EventTable } from './eventTable.ts';
import { explore, type Explored } from './explore.ts';
import { midDrain, sameTick, settled, type Positions } from './order.ts';
import { scriptsOf } from './session.ts';
import { defineSubject } from './subject.ts';

const subject = defineSubject({
  name: 'async-mutex',
  title: 'async-mutex',
  model: fifoSemaphore,
  create: () => new Mutex(),
  operations: { acquire: (mutex) => mutex.acquire(), release: (_mutex, { grant }) => grant() },
});

async function explored(callers: number, positions: Positions, isSymmetric = false): Promise<Explored> {
  const client = workload(callers, 1, 1);
  const loop = new EventLoop();
  const setup = { threads: callers, permits: 1, requestMax: 1, hasInterrupts: false, model: subject.model };
  return explore({
    plan: {
      subject,
      client,
      scripts: scriptsOf(client),
      events: new EventTable(subject.model),
      timeoutMs: 10,
      now: () => loop.time.now,
    },
    monitors: [new MonitorTable(safety.monitor(setup))],
    positions,
    isSymmetric,
    limits: {},
    loop,
  });
}

describe('the orders of a mutex', () => {
  test.each([
    [2, 4],
    [3, 30],
    [4, 336],
    [5, 5040],
  ])('settled, %i callers: %i', async (callers, count) => {
    expect((await explored(callers, settled)).executions).toBe(count);
  });

  test.each([
    [2, 2],
    [3, 5],
    [4, 14],
    [5, 42],
  ])('settled, %i callers that stand for each other: %i', async (callers, count) => {
    expect((await explored(callers, settled, true)).executions).toBe(count);
  });

  /**
   * Same tick, 2 callers: after an occurrence comes a drain (|), or another occurrence that is possible without
   * one; who has not been told of its permit cannot release it. From a0: a0 a1 | r0 | r1; a0 | a1 | r0 | r1;
   * a0 | a1 r0 | r1; a0 | r0 a1 | r1; a0 | r0 | a1 | r1. As many from a1: 10.
   */
  test.each([
    [2, 10],
    // 192 and 5,544 were counted by an independent program of twenty lines.
    [3, 192],
    [4, 5544],
  ])('same tick, %i callers: %i', async (callers, count) => {
    expect((await explored(callers, sameTick)).executions).toBe(count);
  });

  test('are as many times as there are names for the callers, where they stand for each other', async () => {
    const all = await explored(3, midDrain(3, 1));
    const classes = await explored(3, midDrain(3, 1), true);
    expect(all.executions).toBe(6 * classes.executions);
  });

  test('are explored in the same number when explored again', async () => {
    expect(await explored(3, midDrain(2, 2))).toEqual(await explored(3, midDrain(2, 2)));
  });
});

test('what is global is left as it was', async () => {
  const globals = (): unknown[] => [
    setTimeout,
    Date,
    Reflect.get(performance, 'now'),
    process.hrtime,
    Math.random,
    ...process.listeners('uncaughtException'),
  ];
  const before = globals();
  await explored(2, settled);
  expect(globals().map((thing, index) => thing === before[index])).toEqual(before.map(() => true));
});
