/** The search: exact on tiny programs, honest about its limits; and the schedule with the fewest switches against all schedules. */

import { cell, lock, type Step } from 'heddle';
import { safety } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { workload } from '../program/client.ts';
import { programOf, rawProgram, type Program } from '../program/program.ts';
import { World } from '../program/world.ts';
import { NativeMonitor } from '../trace/execution.ts';
import { admitsTwo, releasesTwice } from '../../properties/twins/twins.ts';
import { testThenSet } from '../primitives/mutex/testAndSet.ts';
import { petersonSwapped } from '../primitives/mutex/peterson.ts';
import { fewestSwitches, switchesIn } from './fewestSwitches.ts';
import type { Limits, Progress } from './limits.ts';
import { Product } from './product.ts';
import { scheduleOf, search } from './search.ts';

/** Threads that each write their cell so often. */
function writers(...counts: number[]): Program {
  return rawProgram(() => {
    const cells = counts.map(() => cell(0));
    return {
      objects: { cells },
      threads: counts.map(
        (count, me) =>
          function* (): Step {
            for (let time = 0; time < count; time++) yield* cells[me]!.fetchAdd(1);
          },
      ),
    };
  });
}

const productOf = (program: Program, ...properties: Property[]): Product =>
  new Product(
    new Learner(program),
    properties.map(({ monitor }) => new MonitorTable(monitor(program.setup))),
  );

const explore = (program: Program, limits: Limits = {}, surroundings = { now: () => 0 }) =>
  search(productOf(program), limits, surroundings);

describe('exact on tiny programs', () => {
  test('threads that do not touch each other make a grid', () => {
    // (2 + 1) x (3 + 1) states; 2 x 4 steps of one thread and 3 x 3 of the other.
    expect(explore(writers(2, 3))).toMatchObject({
      states: 12,
      transitions: 17,
      endStates: 1,
      depth: 5,
      stop: undefined,
      frontier: 0,
    });
  });

  test('a lock makes two ways around', () => {
    const program = rawProgram(() => {
      const inner = lock();
      const inside = function* (): Step {
        yield* inner.acquire();
        yield* inner.release();
      };
      return { objects: { inner }, threads: [inside, inside] };
    });
    // Both before, one in, the other in, one done, the other done, one in after the other (twice), both done.
    expect(explore(program)).toMatchObject({ states: 8, transitions: 8, endStates: 1, quietMoments: 1 });
  });
});

describe('a limit ends it, and says which', () => {
  const program = (): Program => writers(40, 40, 40);

  test('states', () => {
    const { stop, states, frontier } = explore(program(), { states: 5000 });
    expect(stop).toBe('states');
    expect(states).toBeGreaterThanOrEqual(5000);
    expect(frontier).toBeGreaterThan(0);
  });

  test('memory', () => {
    expect(explore(program(), { memoryBytes: 1000 }).stop).toBe('memory');
  });

  test('time, by the clock that it is given', () => {
    let now = 0;
    expect(explore(program(), { timeMs: 3 }, { now: () => now++ }).stop).toBe('time');
  });

  test('an interruption', () => {
    let looks = 0;
    const surroundings = { now: () => 0, isInterrupted: () => ++looks > 3 };
    const { stop, states } = explore(program(), {}, surroundings);
    expect(stop).toBe('interrupted');
    expect(states).toBeGreaterThan(1024);
  });

  test('and before that it tells how far it is', () => {
    const seen: Progress[] = [];
    const surroundings = { now: () => 0, onProgress: (progress: Progress) => void seen.push(progress) };
    const { states } = explore(program(), {}, surroundings);
    // (40 + 1) cubed, with a look at every 1024th.
    expect(states).toBe(68_921);
    expect(seen).toHaveLength(Math.ceil(68_921 / 1024));
    expect(seen.map(({ depth }) => depth)).toEqual(seen.map(({ depth }) => depth).toSorted((a, b) => a - b));
  });
});

/** The fewest switches, and the fewest steps, of all schedules that violate a property: by trying them all. */
function byTryingAll(program: Program, property: Property): { switches: number; steps: number } {
  let best = { switches: Infinity, steps: Infinity };
  let shortest = Infinity;
  const visit = (schedule: readonly Choice[]): void => {
    const world = new World(program);
    const monitor = new NativeMonitor(property.monitor(program.setup));
    let why = monitor.afterMoment(world.moment());
    for (const choice of schedule) {
      why ??= monitor.afterStep(world.apply(choice));
      why ??= monitor.afterMoment(world.moment());
    }
    if (why !== undefined) {
      const switches = switchesIn(schedule);
      shortest = Math.min(shortest, schedule.length);
      if (switches < best.switches || (switches === best.switches && schedule.length < best.steps)) {
        best = { switches, steps: schedule.length };
      }
      return;
    }
    for (const choice of world.choices()) visit([...schedule, choice]);
  };
  visit([]);
  return { switches: best.switches, steps: shortest };
}

describe('the first violation is a shortest one, and the cheapest has the fewest switches', () => {
  test.each([
    [admitsTwo, workload(2, 1, 1)],
    [testThenSet, workload(2, 1, 1)],
    [releasesTwice, workload(2, 2, 1)],
    [petersonSwapped, workload(2, 1, 1)],
  ] as const)('$0.name', (primitive, client) => {
    const program = programOf(primitive, client, { strength: 'weak' });
    const product = productOf(program, safety);
    const { violations, store } = search(product, {}, { now: () => 0 });
    const schedule = scheduleOf(product, store, violations[0]!);
    const tells = new Product(new Learner(program), [new MonitorTable(safety.monitor(program.setup))], {
      tellsLastThread: true,
    });
    const cheapest = fewestSwitches(tells, 100_000)!;
    expect({ switches: cheapest.switches, steps: schedule.length }).toEqual(byTryingAll(program, safety));
    expect(switchesIn(cheapest.choices)).toBe(cheapest.switches);
    expect(violations[0]!.length).toBe(schedule.length);
  });

  test('where it would take too many states to prove it, nothing is claimed', () => {
    const program = programOf(petersonSwapped, workload(2, 1, 1), { strength: 'weak' });
    const tells = new Product(new Learner(program), [new MonitorTable(safety.monitor(program.setup))], {
      tellsLastThread: true,
    });
    expect(fewestSwitches(tells, 3)).toBeUndefined();
  });
});
