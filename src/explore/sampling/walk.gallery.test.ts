/** Walks over the tables against real executions: the same choices, quiet moments, ends and violations. */

import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { actions } from '../../automata/tables.ts';
import { interruptKinds } from '../../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../../program/client.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { World } from '../../program/world.ts';
import { NativeMonitor } from '../../trace/execution.ts';
import { RandomNumbers } from './randomNumbers.ts';
import { Walk } from './walk.ts';

const clients: Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  ...interruptKinds.map((kind) => ({ ...withInterrupts(workload(2, 1, 1), kind), isProbed: true })),
  { permits: 1, plans: [planOf('timedAcquire release', 2), planOf('acquire release', 2)] },
  { permits: 1, plans: [planOf('tryAcquire release', 2), planOf('acquire release')] },
  { permits: 1, plans: [planOf('acquire release', 'forever'), planOf('acquire release')] },
];

function fits(primitive: Primitive, { plans }: Client): boolean {
  const offered = offeredOperations(primitive);
  const { threadsMax = plans.length } = primitive;
  return (
    plans.length <= threadsMax &&
    plans.every(({ operations }) => operations.every(({ operation }) => offered.includes(operation)))
  );
}

/** What can happen, and how things stand, in words: of a walk and of a world. */
function describeWalk(walk: Walk, names: readonly string[]): object {
  const { isQuiet, isEnd } = walk.options;
  const count = Array.from(walk.enabled.subarray(0, walk.enabledCount), (process) =>
    walk.options.count(walk.state, process),
  );
  return {
    possible: count.reduce((sum, one) => sum + one, 0),
    isQuiet,
    isEnd,
    violated: names.filter((_, index) => (walk.violations & (1 << index)) !== 0),
  };
}

function walkBeside(primitive: Primitive, client: Client, strength: Strength, seed: number): number {
  // A walk knows no turns, so those that are made for them are walked as if they had none.
  const program = programOf(primitive, client, { strength, scheduling: 'preemptive' });
  const judged = properties.filter(({ interrupts }) => interrupts === undefined);
  const names = judged.map(({ name }) => name);
  const walk = new Walk(
    new Learner(program),
    judged.map(({ monitor }) => new MonitorTable(monitor(program.setup))),
  );
  const random = new RandomNumbers(seed);
  let compared = 0;
  for (let execution = 0; execution < 3; execution++) {
    walk.restart();
    const world = new World(program);
    const monitors = judged.map(({ monitor }) => new NativeMonitor(monitor(program.setup)));
    const judge = (whys: readonly (string | undefined)[]): object => {
      const moment = world.moment();
      const later = monitors.map((monitor) => monitor.afterMoment(moment));
      return {
        possible: world.choices().length,
        isQuiet: moment !== undefined,
        isEnd: moment?.isEnd === true,
        violated: names.filter((_, index) => whys[index] !== undefined || later[index] !== undefined),
      };
    };
    expect(describeWalk(walk, names)).toEqual(judge([]));
    for (let step = 0; step < 60 && walk.enabledCount > 0; step++) {
      walk.step(walk.enabled[random.below(walk.enabledCount)]!, random);
      const record = world.apply({
        thread: program.threads[walk.lastThread]!.index,
        action: actions[walk.lastAction & 255]!,
        outcome: walk.lastAction >> 8,
      });
      const whys = monitors.map((monitor) => monitor.afterStep(record));
      expect(describeWalk(walk, names)).toEqual(judge(whys));
      compared++;
    }
  }
  return compared;
}

describe('a walk and a real execution go side by side', () => {
  test.each(strengths)('with %s locks', (strength) => {
    let compared = 0;
    for (const [index, primitive] of gallery.entries()) {
      // Each strength has another part of the gallery: a third is enough to show what does not go by the primitive.
      if (index % strengths.length !== strengths.indexOf(strength)) continue;
      for (const client of clients) {
        if (fits(primitive, client)) compared += walkBeside(primitive, client, strength, index);
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });
});
