import type { ObjectIndex } from '../core/ids.ts';
import { keyOf, type Value } from '../core/value.ts';
import type { BlockedThread, ExecutedStep, Execution } from '../trace/execution.ts';
import { classifyStuck, type StuckClass } from './classify.ts';
import {
  interruptPoints,
  isSignal,
  startOfCall,
  objectOf,
  usesSignal,
  wordsOf,
  changeOf,
  changes,
  type Point,
  type Story,
} from './story.ts';

/** The story of an end, or of a quiet moment, at which somebody is stuck. */
export function stuckStory(execution: Execution): Story {
  const stuck = classifyStuck(execution);
  if (stuck === undefined) return { kind: 'stuck', points: interruptPoints(execution) };
  return {
    kind: stuck.type,
    ...(stuck.type === 'leaked lock' ? { object: execution.program.arena.at(stuck.object).name } : {}),
    points: [...interruptPoints(execution), ...howStuck(stuck, execution)],
  };
}

function howStuck(stuck: StuckClass, execution: Execution): Point[] {
  const { arena } = execution.program;
  switch (stuck.type) {
    case 'leaked lock':
      return [...untakenSignals(execution), ...leak(stuck, execution)];
    case 'circular wait':
      return stuck.circle.map(({ thread, object, holder }) => ({
        step: holder === undefined ? undefined : holder.step + 1,
        says: `T${thread} waits for ${arena.at(object!).name}, which T${holder!.thread} has taken here.`,
      }));
    case 'lost wakeup': {
      const wasted = [...lostSignals(execution), ...untakenSignals(execution)];
      const before = [
        ...leftBehind(execution),
        ...eatenWakeups(execution),
        ...(wasted.length === 0 && !stuck.victim.isLooking ? releaseInSilence(execution) : wasted),
      ];
      return [
        ...(before.length === 0 ? lastChange(stuck.victim, execution) : before),
        ...sleeping(stuck.victim, execution),
      ];
    }
    case 'client deadlock':
      return stuck.victims.map(({ thread }) => ({
        step: undefined,
        says: `T${thread} waits rightly: the client never gives back what it waits for.`,
      }));
  }
}

function leak(
  { object, holder, victim }: Extract<StuckClass, { type: 'leaked lock' }>,
  { program }: Execution,
): Point[] {
  const { name } = program.arena.at(object);
  const { thread, invocation, step } = holder;
  const what = victim.isLooking
    ? `T${thread} changes ${name} in ${invocation.operation}, and that call ends without undoing it.`
    : `T${thread} takes ${name} in ${invocation.operation}, leaves that call later, and never gives it back.`;
  const why = victim.isLooking ? `waits for ${name} to change, for ever` : `waits for ${name} for ever`;
  return [
    { step: step + 1, says: what },
    { step: undefined, says: `T${victim.thread} ${why}.` },
  ];
}

/** Who last changed what the victim waits for, if anybody did, where nothing else is to be told. */
function lastChange({ object }: BlockedThread, { steps, program: { arena } }: Execution): Point[] {
  if (object === undefined) return [];
  const index = steps.findLastIndex((step) => changes(step, object));
  if (index < 0) return [{ step: undefined, says: `Nobody ever changes ${arena.at(object).name}.` }];
  const { thread } = steps[index]!.choice;
  return [{ step: index + 1, says: `T${thread} is the last to change ${arena.at(object).name}.` }];
}

/** Signals given where one stood already: the second is lost. */
function lostSignals({ steps, program: { arena } }: Execution): Point[] {
  return steps.flatMap((step, index): Point[] => {
    if (usesSignal(step, arena) !== 'gives' || step.changes.length > 0) return [];
    const { name } = arena.at(objectOf(step)!);
    return [
      {
        step: index + 1,
        says: `T${step.choice.thread} signals ${name}, which is signalled already: the signal is lost.`,
      },
    ];
  });
}

/** Signals that nobody took, or that were taken by a call that then ended by an error. */
function untakenSignals({ steps, program: { arena } }: Execution): Point[] {
  return steps.flatMap((step, index): Point[] => {
    const object = objectOf(step);
    if (object === undefined || usesSignal(step, arena) !== 'gives' || step.changes.length === 0) return [];
    const fate = fateOf(steps, index, object);
    if (fate === undefined) return [];
    const { name, pool } = arena.at(object);
    const whom = pool === undefined ? `signals ${name}` : `wakes T${pool.thread} by ${name}`;
    return [{ step: index + 1, says: `T${step.choice.thread} ${whom}, ${fate}.` }];
  });
}

/** What became of a signal; undefined if somebody made use of it. */
function fateOf(steps: readonly ExecutedStep[], given: number, object: ObjectIndex): string | undefined {
  const taken = steps.findIndex(
    (step, index) =>
      index > given &&
      step.answer !== undefined &&
      step.answer.type !== 'parked' &&
      objectOf(step) === object &&
      step.choice.action === 'step' &&
      !(step.pending.type === 'operate' && ['v', 'release'].includes(step.pending.operation)),
  );
  if (taken < 0) return 'and nobody takes that signal';
  const { thread } = steps[taken]!.choice;
  const end = steps
    .slice(taken)
    .flatMap(({ events }) => events)
    .find(
      (event) => event.invocation.thread === thread && (event.type === 'return' || event.type === 'throw'),
    );
  return end?.type === 'throw' ? `but T${thread} leaves by an interrupt and makes no use of it` : undefined;
}

/** Who let a sleeper go on that then left by an interrupt, by something that is no signal: the wake of a futex. */
function eatenWakeups({ steps, program: { arena } }: Execution): Point[] {
  return steps.flatMap((step, thrownAt): Point[] => {
    if (step.answer?.type !== 'interrupted') return [];
    const { thread } = step.choice;
    const begun = startOfCall(steps.slice(0, thrownAt + 1), thread);
    // The step with which it woke: the interrupted one, or one before it in the same call.
    const awake = steps.findLastIndex(
      ({ choice, pending, answer }, index) =>
        index >= begun &&
        index <= thrownAt &&
        choice.thread === thread &&
        choice.action === 'step' &&
        pending.type === 'operate' &&
        pending.isParked &&
        answer?.type !== 'parked',
    );
    const object = awake < 0 ? undefined : objectOf(steps[awake]!);
    if (object === undefined || isSignal(object, arena)) return [];
    const woken = steps.findLastIndex(
      (other, index) =>
        index < awake && objectOf(other) === object && /^(wake|notify)/.test(operationOf(other)),
    );
    if (woken < 0) return [];
    const waker = steps[woken]!;
    return [
      {
        step: woken + 1,
        says: `T${waker.choice.thread} does ${wordsOf(waker, arena)}, and wakes T${thread}, which makes no use of it.`,
      },
    ];
  });
}

function operationOf({ pending }: ExecutedStep): string {
  return pending.type === 'operate' ? pending.operation : '';
}

/** What the interrupted call has changed and not put back, where nobody else has touched it meanwhile. */
function leftBehind({ steps, program: { arena } }: Execution): Point[] {
  return steps.flatMap(({ events, choice: { thread } }, end): Point[] => {
    if (!events.some((event) => event.type === 'throw' && event.thrown.isInterrupt)) return [];
    const start = steps.findLastIndex(
      (step, index) =>
        index <= end &&
        step.events.some(({ type, invocation }) => type === 'call' && invocation.thread === thread),
    );
    const call = steps.slice(start, end + 1);
    const before = new Map<ObjectIndex, Value>();
    const after = new Map<ObjectIndex, Value>();
    const foreign = new Set<ObjectIndex>();
    for (const step of call) {
      for (const change of step.changes) {
        if (step.choice.thread !== thread) foreign.add(change.object);
        if (!before.has(change.object)) before.set(change.object, change.before);
        after.set(change.object, change.after);
      }
    }
    const left = [...after].filter(
      ([object, value]) =>
        !foreign.has(object) &&
        arena.at(object).pool === undefined &&
        keyOf(value) !== keyOf(before.get(object)),
    );
    if (left.length === 0) return [];
    const what = left.map(
      ([object, value]) =>
        `${arena.at(object).name} (${arena.render(object, before.get(object))} → ${arena.render(object, value)})`,
    );
    return [
      { step: end + 1, says: `T${thread} is gone, and leaves behind what it changed: ${what.join(', ')}.` },
    ];
  });
}

/** The last release, if it has given no signal: what it went by, and who had made it so. */
function releaseInSilence({ steps, program: { arena } }: Execution): Point[] {
  const end = steps.findLastIndex(({ events }) =>
    events.some(({ type, invocation }) => type === 'return' && invocation.effect === 'gives'),
  );
  if (end < 0) return [];
  const { thread } = steps[end]!.choice;
  const start = steps.findLastIndex(
    (step, index) =>
      index <= end &&
      step.events.some(({ type, invocation }) => type === 'call' && invocation.thread === thread),
  );
  const own = steps.flatMap((step, index) =>
    index >= start && index <= end && step.choice.thread === thread ? [{ step, index }] : [],
  );
  const hasWoken = own.some(
    ({ step }) => usesSignal(step, arena) === 'gives' || /^(wake|notify)/.test(operationOf(step)),
  );
  const decisive = own.findLast(
    ({ step }) => step.answer?.type === 'result' && step.answer.value !== undefined,
  );
  if (hasWoken || decisive === undefined) return [];
  const object = objectOf(decisive.step);
  const written =
    object === undefined
      ? -1
      : steps.findLastIndex((step, index) => index < decisive.index && changes(step, object));
  return [
    ...(written < 0 || object === undefined
      ? []
      : [
          {
            step: written + 1,
            says: `T${steps[written]!.choice.thread} changes ${changeOf(steps[written]!, object, arena)}.`,
          },
        ]),
    {
      step: decisive.index + 1,
      says: `T${thread} finds ${wordsOf(decisive.step, arena)} in ${decisive.step.invocation.operation}, and wakes nobody.`,
    },
  ];
}

function sleeping({ thread, object }: BlockedThread, { steps, program }: Execution): Point[] {
  const lastStep = steps.findLastIndex(({ choice }) => choice.thread === thread);
  const what =
    object === undefined ? 'for what it looks at to change' : `for ${program.arena.at(object).name}`;
  return [{ step: lastStep + 1, says: `from here on T${thread} waits ${what}, and nobody will wake it.` }];
}
