import { isGrant } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import { countsPermits } from '../core/model.ts';
import type { ExecutedStep, Execution } from '../trace/execution.ts';
import {
  changeOf,
  changes,
  interruptPoints,
  objectOf,
  startOfCall,
  usesSignal,
  wordsOf,
  type Point,
} from './story.ts';

/** The story of a breach of safety: who is inside, and what the last one of them went by. */
export function tooMany(execution: Execution): Point[] {
  const { steps, program } = execution;
  const { model } = program.setup;
  const isCounted = model === undefined || countsPermits(model);
  const offender = steps.at(-1)!.choice.thread;
  const holders = program.threads
    .map(({ index }) => ({ index, step: grantHeld(steps, index) }))
    .filter(({ index, step }) => index !== offender && step !== undefined)
    .map(({ index, step }): Point => ({
      step,
      says: `T${index} ${isCounted ? 'has its permit, and keeps it' : 'is inside, and stays'}.`,
    }));
  return [
    ...interruptPoints(execution),
    ...holders,
    ...whatItWentBy(execution, offender),
    {
      step: steps.length,
      says: `T${offender} is ${isCounted ? 'given a permit too; there is none left' : 'let in too'}.`,
    },
  ];
}

/** The step at which a thread was granted the permit that it holds at the end. */
function grantHeld(steps: readonly ExecutedStep[], thread: ThreadIndex): number | undefined {
  let granted: number | undefined;
  steps.forEach((step, index) => {
    for (const event of step.events) {
      if (event.invocation.thread !== thread) continue;
      if (isGrant(event)) granted = index + 1;
      if (event.type === 'call' && event.invocation.effect === 'gives') granted = undefined;
    }
  });
  return granted;
}

function whatItWentBy(execution: Execution, thread: ThreadIndex): Point[] {
  const bySignal = signalReceived(execution, thread);
  if (bySignal.length > 0) return bySignal;
  const byStaleRead = staleRead(execution, thread);
  return byStaleRead.length > 0 ? byStaleRead : lastRead(execution, thread);
}

/** The signal that a thread was woken by in its last call, and who gave it. */
function signalReceived({ steps, program: { arena } }: Execution, thread: ThreadIndex): Point[] {
  const start = startOfCall(steps, thread);
  const taken = steps.findLastIndex(
    (step, index) => index >= start && step.choice.thread === thread && usesSignal(step, arena) === 'takes',
  );
  if (taken < 0) return [];
  const object = objectOf(steps[taken]!)!;
  const given = steps.findLastIndex(
    (step, index) => index < taken && objectOf(step) === object && usesSignal(step, arena) === 'gives',
  );
  const { name } = arena.at(object);
  const handedOn = steps.flatMap((step, index): Point[] =>
    index !== given &&
    objectOf(step) === object &&
    usesSignal(step, arena) === 'gives' &&
    step.invocation.effect === 'takes'
      ? [
          {
            step: index + 1,
            says: `T${step.choice.thread} signals ${name} too, in its ${step.invocation.operation}.`,
          },
        ]
      : [],
  );
  return [
    ...handedOn,
    ...(given < 0 ? [] : [{ step: given + 1, says: `T${steps[given]!.choice.thread} signals ${name}.` }]),
    { step: taken + 1, says: `T${thread} takes that signal, and goes on.` },
  ];
}

/** What a thread read in its last call, and somebody changed before the thread was done with it. */
function staleRead({ steps, program: { arena } }: Execution, thread: ThreadIndex): Point[] {
  for (const { object, index, step } of readsOf(steps, thread).toReversed()) {
    const change = steps.findIndex((other, otherIndex) => otherIndex > index && changes(other, object));
    if (change < 0 || steps[change]!.choice.thread === thread) continue;
    const { name } = arena.at(object);
    return [
      { step: index + 1, says: `T${thread} looks at ${name} (${wordsOf(step, arena)}), and goes by that.` },
      {
        step: change + 1,
        says: `T${steps[change]!.choice.thread} changes it (${changeOf(steps[change]!, object, arena)}) before T${thread} acts.`,
      },
    ];
  }
  return [];
}

/** The last that a thread read, who had written it, and what the thread made of it. */
function lastRead({ steps, program: { arena } }: Execution, thread: ThreadIndex): Point[] {
  const last = readsOf(steps, thread).at(-1);
  if (last === undefined) return [];
  const { object, index, step } = last;
  const written = steps.findLastIndex((other, otherIndex) => otherIndex < index && changes(other, object));
  const acted = steps.findIndex((other, otherIndex) => otherIndex > index && changes(other, object));
  const says = (at: number): Point[] =>
    at < 0
      ? []
      : [
          {
            step: at + 1,
            says: `T${steps[at]!.choice.thread} changes ${changeOf(steps[at]!, object, arena)}.`,
          },
        ];
  return [
    ...says(written),
    { step: index + 1, says: `T${thread} finds ${wordsOf(step, arena)}, and goes on.` },
    ...says(acted),
  ];
}

/** The steps of a thread's last call that only looked at something. */
function readsOf(steps: readonly ExecutedStep[], thread: ThreadIndex) {
  const start = startOfCall(steps, thread);
  return steps.flatMap((step, index) => {
    const object = objectOf(step);
    return index >= start &&
      step.choice.thread === thread &&
      object !== undefined &&
      step.changes.length === 0
      ? [{ object, index, step }]
      : [];
  });
}
