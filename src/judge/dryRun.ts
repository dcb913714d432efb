import type { ThreadIndex } from '../core/ids.ts';
import { describePending } from '../program/describePending.ts';
import { keyOf } from '../core/value.ts';
import { neverEnds, notDeterministic } from '../program/illFormed.ts';
import { keyOfLog } from '../program/log.ts';
import type { Program } from '../program/program.ts';
import { World } from '../program/world.ts';

/** A retry loop may turn for ever while somebody is inside; its turns are all alike. */
const stepsMax = 2000;

/**
 * Runs one operation of each thread, alone and after one of each other thread, as far as it comes; and
 * then all of it again.
 *
 * An operation that never ends shows at once this way, where a search would first go through all the
 * ways to be in the middle of it: a loop without a wait that Heddle can see spins while somebody is
 * inside. And what the first runs leave behind, outside of shared objects, shows in the later ones.
 *
 * @throws IllFormedError if an operation never ends, or goes another way the second time.
 */
export function dryRun(program: Program): void {
  const first = runsOf(program);
  const second = runsOf(program);
  first.forEach((steps, run) => {
    const again = second[run]!;
    const at = Array.from({ length: Math.max(steps.length, again.length) }, (_, index) => index).find(
      (index) => steps[index] !== again[index],
    );
    if (at !== undefined) throw notDeterministic(steps[at] ?? 'an end', again[at] ?? 'an end');
  });
}

function runsOf(program: Program): string[][] {
  return program.threads.flatMap(({ index }) =>
    [undefined, ...program.threads]
      .filter((earlier) => earlier?.index !== index)
      .map((earlier) => {
        const world = new World(program);
        const before = earlier === undefined ? [] : runOperation(world, earlier.index);
        const after = runOperation(world, index);
        if (after.length >= stepsMax && earlier === undefined && !comesBack(program, index)) {
          throw neverEnds(`${stepsMax} steps of a thread that runs alone`);
        }
        return [...before, ...after];
      }),
  );
}

/** Whether a thread that runs alone comes to where it has been before: then its turns are finitely many. */
function comesBack(program: Program, thread: ThreadIndex): boolean {
  const world = new World(program);
  const seen = new Set<string>();
  for (let count = 0; count < stepsMax; count++) {
    const step = world.movesOf(thread).find(({ action }) => action === 'step');
    const run = world.thread(thread)?.run;
    if (step === undefined || run === undefined) return true;
    const place = `${keyOfLog(run.log)} ${world.values.map((value) => keyOf(value)).join(' ')}`;
    if (seen.has(place)) return true;
    seen.add(place);
    world.apply({ thread, action: 'step', outcome: step.outcome });
  }
  return false;
}

/** The steps that the thread took, in words. */
function runOperation(world: World, thread: ThreadIndex): string[] {
  const steps: string[] = [];
  while (world.thread(thread)?.operation.phase === 0 && steps.length < stepsMax) {
    const step = world.movesOf(thread).find(({ action }) => action === 'step');
    if (step === undefined) break;
    const { pending } = world.apply({ thread, action: 'step', outcome: step.outcome });
    steps.push(`${describePending(pending, world.program.arena)}, in T${thread}`);
    if (world.thread(thread)?.isCalled === false) break;
  }
  return steps;
}
