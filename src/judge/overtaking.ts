import { isGranted } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { ExecutedStep, Execution } from '../trace/execution.ts';
import { startOfCall, type Point } from './story.ts';

/** The story of an overtaking: the waiter, and those that called later and went past it. */
export function overtaking({ steps }: Execution): Point[] {
  const victims = steps.at(-1)?.moment?.waiting.filter(({ effect }) => effect === 'takes') ?? [];
  for (const { thread: victim } of victims) {
    const called = startOfCall(steps, victim);
    const waits = steps.findIndex(
      ({ moment }, index) =>
        index >= called && moment?.waiting.some(({ thread }) => thread === victim) === true,
    );
    const passes = waits < 0 ? [] : passesAfter(steps, waits, victim);
    if (passes.length === 0) continue;
    return [
      { step: waits + 1, says: `T${victim} waits, and nothing moves.` },
      ...passes,
      { step: steps.length, says: `nothing moves again, and T${victim} waits still, in the same call.` },
    ];
  }
  return [];
}

/** The calls that began after a step and were granted, each with its grant. */
function passesAfter(steps: readonly ExecutedStep[], waits: number, victim: ThreadIndex): Point[] {
  return steps.flatMap((step, index): Point[] => {
    const { thread } = step.choice;
    if (index <= waits || thread === victim) return [];
    const call = step.events.find(({ type, invocation }) => type === 'call' && invocation.effect === 'takes');
    if (call === undefined) return [];
    const end = steps.findIndex(
      ({ events }, later) =>
        later >= index &&
        events.some(
          ({ type, invocation }) => invocation.thread === thread && (type === 'return' || type === 'throw'),
        ),
    );
    const isServed =
      steps[end]?.events.some((event) => event.type === 'return' && isGranted(event.value)) === true;
    if (!isServed) return [];
    return [
      { step: index + 1, says: `T${thread} calls ${call.invocation.operation}, later than T${victim}.` },
      { step: end + 1, says: `T${thread} is granted, before T${victim}.` },
    ];
  });
}
