/**
 * The slowest correct search: breadth first over real executions, each state reached by running its
 * whole schedule again. What the tables of the product are held against.
 */

import type { Choice } from '../core/schedule.ts';
import { keyOfWorld } from '../program/keyOfWorld.ts';
import type { Program } from '../program/program.ts';
import { World } from '../program/world.ts';

export interface NativeResult {
  readonly states: number;
  readonly transitions: number;
  readonly quietMoments: number;
  readonly endStates: number;
}

/** @param statesMax gives up, with undefined, where there are more. */
export function nativeSearch(make: () => Program, statesMax = 3000): NativeResult | undefined {
  const program = make();
  const seen = new Set<string>();
  const schedules: (readonly Choice[])[] = [];
  let transitions = 0;
  let quietMoments = 0;
  let endStates = 0;

  const visit = (world: World, schedule: readonly Choice[]): void => {
    const key = keyOfWorld(world);
    if (seen.has(key)) return;
    seen.add(key);
    schedules.push(schedule);
  };

  visit(new World(program), []);
  for (const schedule of schedules) {
    if (seen.size > statesMax) return undefined;
    const world = run(program, schedule);
    const moment = world.moment();
    if (moment !== undefined) quietMoments++;
    if (moment?.isEnd === true) endStates++;
    for (const choice of world.choices()) {
      transitions++;
      const next = run(program, schedule);
      next.apply(choice);
      visit(next, [...schedule, choice]);
    }
  }
  return { states: seen.size, transitions, quietMoments, endStates };
}

function run(program: Program, schedule: readonly Choice[]): World {
  const world = new World(program);
  for (const choice of schedule) world.apply(choice);
  return world;
}
