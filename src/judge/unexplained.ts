import { ModelFollower } from '../automata/modelFollower.ts';
import type { VisibleEvent } from '../core/event.ts';
import type { OperationEnd } from '../core/model.ts';
import type { Execution } from '../trace/execution.ts';
import type { Point } from './story.ts';

/** The story of a history that the model cannot show: where the model is, and what it would let happen. */
export function unexplained({ steps, program }: Execution): Point[] {
  const before = steps.at(-2)?.chartStates ?? [];
  const where = before.length === 0 ? 'at its start' : `in ${before.join(' or ')}`;
  const event = steps.at(-1)?.events.findLast(({ type }) => type === 'return' || type === 'throw');
  const allowed = event === undefined ? [] : endsAllowed({ steps, program }, event);
  const what =
    event === undefined
      ? 'does not let these threads wait'
      : allowed.length === 0
        ? `does not let ${event.invocation.operation} end yet`
        : `lets ${event.invocation.operation} only be ${allowed.join(' or ')}`;
  return [{ step: steps.length, says: `the model is ${where}, and ${what}.` }];
}

/** How the model would let an operation end, in place of how it did. */
function endsAllowed(
  { steps, program: { setup, interrupts } }: Pick<Execution, 'steps' | 'program'>,
  event: VisibleEvent,
): string[] {
  if (setup.model === undefined) return [];
  const follower = new ModelFollower(setup.model, setup);
  let ways = follower.initial;
  for (const step of steps.slice(0, -1)) {
    for (const one of step.events) ways = follower.afterEvent(ways, one).state;
    if (step.moment !== undefined) ways = follower.afterMoment(ways, step.moment).state;
  }
  for (const one of steps.at(-1)!.events) {
    if (one === event) break;
    ways = follower.afterEvent(ways, one).state;
  }
  const { invocation } = event;
  const answers = follower.answersOf(ways, invocation.thread);
  if (answers.length > 0) return answers.map((answer) => `answered by ${answer}`);
  const error = { name: 'Error', message: '', isInterrupt: false };
  const interrupt = { name: 'Interrupt', message: '', isInterrupt: true };
  const ends: readonly (readonly [OperationEnd, VisibleEvent])[] = [
    ['granted', { type: 'return', invocation, value: true }],
    ['refused', { type: 'return', invocation, value: false }],
    ['rejected', { type: 'throw', invocation, thrown: error }],
    ...(interrupts === undefined
      ? []
      : ([['interrupted', { type: 'throw', invocation, thrown: interrupt }]] as const)),
  ];
  return ends.flatMap(([end, other]) =>
    follower.afterEvent(ways, other).violation === undefined ? [end] : [],
  );
}
