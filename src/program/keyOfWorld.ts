import type { ThreadIndex } from '../core/ids.ts';
import { keyOf } from '../core/value.ts';
import { keyOfLog } from './log.ts';
import type { World } from './world.ts';

/** A text that is the same for states from which all goes on alike. */
export function keyOfWorld(world: World): string {
  const { threads, arena } = world.program;
  const objects = arena.objects.map(({ index }) => keyOf(world.values[index]));
  // Objects that were not yet known do not exist.
  while (objects.at(-1) === keyOf(undefined)) objects.pop();
  return [
    ...threads.map(({ index }) => keyOfThread(world, index)),
    ...objects,
    world.interruptsLeft,
    JSON.stringify(world.turn),
  ].join(' | ');
}

function keyOfThread(world: World, index: ThreadIndex): string {
  const running = world.thread(index);
  if (running === undefined) return 'finished';
  const { position, run, isCalled, isDeadlinePast, isInterruptPosted } = running;
  return `${keyOf(position)} ${isCalled} ${isDeadlinePast} ${isInterruptPosted} ${keyOfLog(run.log)}`;
}
