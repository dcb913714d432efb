import type { Choice } from '../../core/schedule.ts';
import { keyOfWorld } from '../../program/keyOfWorld.ts';
import type { Program } from '../../program/program.ts';
import { World } from '../../program/world.ts';
import { executeLasso, type EndlessProperty } from '../../trace/lassoExecution.ts';

/** A schedule that has come back to a state in which it has been. */
export interface Round {
  /** How many of its choices, the last, lead from the state back to it. */
  readonly length: number;
  /** Whether it is forbidden to go round like this for ever. */
  readonly isForbidden: boolean;
}

/**
 * The round that the last step of a schedule closes: one that is forbidden if there is one, else the shortest.
 * Undefined if the state is a new one.
 */
export function roundOf(
  program: Program,
  choices: readonly Choice[],
  rule: EndlessProperty,
): Round | undefined {
  const world = new World(program, { callsAtAnyMoment: true });
  const keys = [keyOfWorld(world)];
  for (const choice of choices) {
    if (!world.allows(choice)) return undefined;
    world.apply(choice);
    keys.push(keyOfWorld(world));
  }
  const now = keys.pop();
  const lengths = keys
    .flatMap((key, made) => (key === now ? [choices.length - made] : []))
    .toSorted((a, b) => a - b);
  const forbidden = lengths.find(
    (length) => executeLasso(program, choices, length, rule).violation !== undefined,
  );
  const length = forbidden ?? lengths[0];
  return length === undefined ? undefined : { length, isForbidden: forbidden !== undefined };
}
