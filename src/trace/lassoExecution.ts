/**
 * An execution without end, on the real generators: the way to a loop, and the loop, carried out again and
 * again. What is judged here is what was seen in these turns; no table and no graph has a say in it.
 */

import type { EndlessRule, Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { keyOfWorld } from '../program/keyOfWorld.ts';
import type { Program } from '../program/program.ts';
import { World } from '../program/world.ts';
import { execute, Recorder, type Execution } from './execution.ts';
import { judgeLoop, standingsIn, type Turn } from './judgeLoop.ts';

/** A property of executions without end. */
export type EndlessProperty = Property & { readonly endless: EndlessRule };

/** How often the loop is carried out. */
const turnsMax = 3;

/**
 * Executes `choices`, the last `loopLength` of them {@link turnsMax} times. A loop that does not come back to the
 * state in which it began, each time, is reported as a divergence.
 *
 * @param observe is shown the world before the first step and after each, once around.
 */
export function executeLasso(
  program: Program,
  choices: readonly Choice[],
  loopLength: number,
  property: EndlessProperty,
  observe?: (world: World) => void,
): Execution {
  const recorder = new Recorder(new World(program, { callsAtAnyMoment: true }));
  const look = (): void => {
    if (recorder.steps.length <= choices.length) observe?.(recorder.world);
  };
  look();
  const after = choices.length - loopLength;
  const impossible = carryOutAll(recorder, choices.slice(0, after), look);
  if (impossible !== undefined) return cutShort(program, recorder, impossible);
  const key = keyOfWorld(recorder.world);
  const turns: Turn[] = [];
  for (let turn = 0; turn < turnsMax; turn++) {
    const standings = [standingsIn(recorder.world)];
    const from = recorder.steps.length;
    const why = carryOutAll(recorder, choices.slice(after), () => {
      look();
      standings.push(standingsIn(recorder.world));
    });
    if (why !== undefined) return cutShort(program, recorder, why, choices.length);
    if (keyOfWorld(recorder.world) !== key) {
      return cutShort(program, recorder, 'the loop does not lead back to where it began', choices.length);
    }
    turns.push({ standings, steps: recorder.steps.slice(from) });
  }
  const { why, victim, treatment } = judgeLoop(
    property.endless,
    program,
    recorder.steps.slice(0, after),
    turns,
  );
  return {
    program,
    steps: recorder.steps.slice(0, choices.length),
    violation: why === undefined ? undefined : { after: choices.length, why },
    divergence: undefined,
    loop: { after, turns: turnsMax, victim, treatment },
  };
}

/** Answers why it had to stop, if it had to. */
function carryOutAll(recorder: Recorder, choices: readonly Choice[], onStep: () => void): string | undefined {
  for (const choice of choices) {
    const step = recorder.carryOut(choice);
    if (typeof step === 'string') return step;
    onStep();
  }
  return undefined;
}

function cutShort(program: Program, { steps }: Recorder, why: string, shownMax = steps.length): Execution {
  const shown = steps.slice(0, shownMax);
  return { program, steps: shown, violation: undefined, divergence: { after: shown.length, why } };
}

/**
 * Executes a schedule as its trace says: up to its end, or, if it has a loop, round and round.
 *
 * @param loop how many of the choices, the last, are repeated for ever; for a rule about executions without end.
 * @param observe is shown the world before the first step and after each, once around.
 */
export function executeSchedule(
  program: Program,
  choices: readonly Choice[],
  rule: Property | undefined,
  loop: number | undefined,
  observe?: (world: World) => void,
): Execution {
  return loop !== undefined && rule !== undefined && isEndless(rule)
    ? executeLasso(program, choices, loop, rule, observe)
    : execute(program, choices, rule, observe);
}

/** Whether a property is about executions without end. */
export function isEndless(property: Property): property is EndlessProperty {
  return property.endless !== undefined;
}
