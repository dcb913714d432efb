/** The semaphore from a mutex and a condition: right without interrupts; one that leaves its wait takes a wake-up with it. */

import { definePrimitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { expect, test } from 'vitest';
import type { InterruptKind } from '../../core/schedule.ts';
import { postings, withInterrupts, workload } from '../../program/client.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { Stage } from '../../testing/stage.ts';
import { conditionWakeups, ConditionSemaphore } from './conditionWakeups.ts';

const parked: InterruptKind = { effect: 'before', position: 'blocked' };

test.each([workload(3, 2, 1), workload(4, 2, 2)])('without interrupts it holds (%#)', (client) => {
  expect(findings(conditionWakeups, client)).toEqual({});
});

test('as published, an interrupted sleeper keeps the mutex', () => {
  expect(interruptFindings(conditionWakeups, postings(3, [2], 0), parked)).toMatch(/^leaked lock/);
});

/** The same with a mutex that is given back on the way out. */
const leaving = definePrimitive({
  name: 'leaving',
  title: 'Gives the mutex back on an interrupt',
  model: semaphore,
  create: ({ permits }) =>
    new (class extends ConditionSemaphore {
      override *acquire(): Step {
        try {
          yield* super.acquire();
        } catch (interrupt) {
          yield* this.mutex.release();
          throw interrupt;
        }
      }
    })(permits),
});

test('even where it gives the mutex back, a later sleeper waits although a permit is free', () => {
  const stage = new Stage(leaving, withInterrupts(postings(3, [2], 0), parked));
  stage.run(0);
  stage.run(1);
  stage.act(0, 'interrupt before');
  expect(stage.run(0)).toBe('throws Interrupt');
  expect(stage.shows('mutex', 'value')).toEqual({ mutex: 'free', value: '-2' });
  expect(stage.run(3)).toBe('returns');
  expect(stage.run(1)).toBe('returns');
  expect(stage.run(3)).toBe('returns');
  expect(stage.run(2)).toBe('waits at condition.sleep()');
  expect(stage.shows('value', 'wakeups')).toEqual({ value: '-1', wakeups: '1' });
});
