import { expect, test } from 'vitest';
import type { QuietMoment, VisibleEvent } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Monitor } from '../core/monitor.ts';
import { keyOf } from '../core/value.ts';
import { MonitorTable, violatedBit } from './monitorTable.ts';

const event = { type: 'doorway', invocation: { thread: 0 } } as unknown as VisibleEvent;
const moment: QuietMoment = { waiting: [], isEnd: true };

/** Counts events modulo 3; violated at 2, measured always, remarked on at a quiet moment. */
function counting(): { monitor: Monitor; calls: () => number } {
  let calls = 0;
  const monitor: Monitor = {
    initial: 0,
    onEvent: (state) => {
      calls++;
      const count = ((state as number) + 1) % 3;
      return count === 2
        ? { state: count, measure: count, violation: 'two' }
        : { state: count, measure: count };
    },
    onQuiet: (state) => ({ state, remark: `at ${keyOf(state)}` }),
    onStep: (state) => ({ state: `${keyOf(state)} stepped` }),
  };
  return { monitor, calls: () => calls };
}

test('a monitor is asked once for each edge, and answers like the monitor', () => {
  const { monitor, calls } = counting();
  const table = new MonitorTable(monitor);
  const after = (state: number): number => table.afterEvents(state, 1, () => [event]);
  const first = after(0);
  expect(first & violatedBit).toBe(0);
  const second = after(first >> 1);
  expect(second & violatedBit).toBe(violatedBit);
  const third = after(second >> 1);
  expect(third >> 1).toBe(0);
  expect(calls()).toBe(3);
  expect(after(0)).toBe(first);
  expect(calls()).toBe(3);
  expect(table.edgeCount).toBe(3);
  expect(table.measureMax).toBe(2);
});

test('a group of events is violated if one of them is', () => {
  const table = new MonitorTable(counting().monitor);
  expect(table.afterEvents(0, 1, () => [event, event, event]) & violatedBit).toBe(violatedBit);
});

test('quiet moments and steps have edges of their own, and the first remark is kept', () => {
  const table = new MonitorTable(counting().monitor);
  expect(table.watchesQuiet && table.watchesSteps).toBe(true);
  const next = table.afterEvents(0, 1, () => [event]) >> 1;
  table.afterMoment(next, 1, () => moment);
  table.afterMoment(0, 1, () => moment);
  expect(table.remark).toBe('at 1');
  expect(table.afterStep(0, 0 as ThreadIndex) >> 1).toBe(table.size - 1);
  expect(new MonitorTable({ initial: null }).watchesQuiet).toBe(false);
});
