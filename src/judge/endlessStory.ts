import { isGrant } from '../core/event.ts';
import type { ExecutedLoop, Execution } from '../trace/execution.ts';
import { isFair } from '../trace/judgeLoop.ts';
import { changes, objectOf, startOfCall, type Point } from './story.ts';

/** The story of a loop: the call that never ends, what is repeated meanwhile, and how the scheduler treats each thread. */
export function endlessStory(execution: Execution): Point[] {
  const { loop, steps } = execution;
  if (loop?.victim === undefined) return [];
  const { victim, after } = loop;
  const called = startOfCall(steps.slice(0, after), victim);
  const call = steps[called]?.invocation.operation ?? 'its operation';
  const range =
    steps.length === after + 1 ? `step ${after + 1} is` : `steps ${after + 1} to ${steps.length} are`;
  return [
    { step: called + 1, says: `T${victim} calls ${call}, and never returns from it.` },
    ...grantsIn(execution, loop),
    { step: steps.length, says: `all is as it was before step ${after + 1}; ${range} repeated for ever.` },
    ...loop.treatment.flatMap((_, thread) => treatmentPoint(execution, loop, thread)),
    { step: undefined, says: fairnessOf(loop) },
  ];
}

function grantsIn({ steps }: Execution, { after }: ExecutedLoop): Point[] {
  return steps.flatMap((step, index): Point[] => {
    const { thread } = step.choice;
    return index >= after && step.events.some(isGrant)
      ? [{ step: index + 1, says: `T${thread} is granted, in each turn of the loop.` }]
      : [];
  });
}

/** What a thread does in the loop, if that is not what everybody expects: that it moves. */
function treatmentPoint(execution: Execution, loop: ExecutedLoop, thread: number): Point[] {
  const { wants, moves, idles, isEnabledOnce, isReadyAlways } = loop.treatment[thread]!;
  const says = (text: string): Point[] => [{ step: undefined, says: `T${thread} ${text}` }];
  if (moves && thread !== loop.victim) return [];
  if (moves) return says('moves in each turn, and gets no further.');
  if (!wants) return says('holds nothing and calls nothing: it need not.');
  if (idles) return says(`spins: it looks when ${lookedAt(execution, thread)} is not as it wants it.`);
  if (!isEnabledOnce)
    return says(isReadyAlways ? 'could go on, and it is never its turn.' : 'is blocked throughout.');
  if (isReadyAlways) return says('could go on at any moment, and is never let.');
  return says('could go on now and then, and each time it is too late.');
}

/** The object that a thread in a wait loop looks at, by name. */
function lookedAt({ steps, program, loop }: Execution, thread: number): string {
  const blocked = steps
    .slice(loop?.after)
    .flatMap((step) => step.blocked)
    .find((one) => one.thread === thread && one.object !== undefined);
  if (blocked?.object !== undefined) return program.arena.at(blocked.object).name;
  const last = steps.findLast(({ choice }) => choice.thread === thread);
  const object = last === undefined ? undefined : objectOf(last);
  const isChanged = object !== undefined && steps.some((step) => changes(step, object));
  return isChanged ? program.arena.at(object).name : 'what it waits for';
}

function fairnessOf({ treatment }: ExecutedLoop): string {
  if (treatment.every((one) => isFair(one, 'strong'))) {
    return 'The scheduler is fair, weakly and strongly: whoever could go on again and again does move.';
  }
  if (treatment.every((one) => isFair(one, 'weak'))) {
    return 'The scheduler is weakly fair: nobody could go on from some moment on, without a break. It is not strongly fair: somebody could again and again.';
  }
  return 'The scheduler is not fair here, and need not be: a bound on overtaking is a promise of the primitive alone.';
}
