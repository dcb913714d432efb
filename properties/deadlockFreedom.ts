import {
  countsPermits,
  defineProperty,
  sleepersMonitor,
  type Model,
  type Monitor,
  type MonitorSetup,
  type QuietMoment,
  type Waiting,
} from 'heddle';
import { watchingWaits, wronglyWaiting } from './waits.ts';

/**
 * No execution ends with unfinished threads although the model could go on: somebody waits for what
 * is free, or in an operation that never has to wait, or in a program of its own without operations.
 *
 * An end that the model shares (every permit kept, and one more wanted) is the client's own deadlock:
 * remarked on, and no violation. Where the model counts no permits, it is followed; an end with unfinished threads
 * that comes after something that the model cannot show at all is a violation too. Exact, for the executions explored.
 */
export const deadlockFreedom = defineProperty({
  name: 'deadlock-freedom',
  title: 'Deadlock freedom',
  violatedWhen: 'an end state has unfinished threads although the model could go on',
  monitor: (setup) => {
    const { model } = setup;
    return model === undefined || countsPermits(model)
      ? (watchingPermits(setup) as Monitor)
      : (watchingModel(model, setup) as Monitor);
  },
});

function watchingPermits(setup: MonitorSetup) {
  return watchingWaits(setup, (waits, moment) => {
    const takers = wronglyWaiting(waits, moment);
    return atEnd(
      moment,
      (waiting) => waiting.effect !== 'takes' || mayNotWait(waiting) || takers.includes(waiting),
    );
  });
}

function watchingModel(model: Model, setup: MonitorSetup) {
  const monitor = sleepersMonitor(model, setup, ({ wronged, isExplained }, moment) =>
    atEnd(moment, (waiting) => !isExplained || mayNotWait(waiting) || wronged.includes(waiting)),
  );
  // The fewer explanations are left, the more is a violation.
  return { ...monitor, isWorsenedByMoments: true };
}

/** @param isWrong whether a thread waits although its operation should end, one way or another. */
function atEnd(
  moment: QuietMoment,
  isWrong: (waiting: Waiting) => boolean,
): { readonly violation?: string; readonly remark?: string } {
  if (!moment.isEnd || moment.waiting.length === 0) return {};
  const stuck = moment.waiting.filter(isWrong);
  const [first] = stuck;
  if (first === undefined) return { remark: ownDeadlock(moment) };
  return {
    violation: `the execution ends with ${namesOf(stuck)} unfinished, in ${first.operation}, although the model could go on`,
  };
}

function mayNotWait({ patience, isTimeUp, isAborted }: Waiting): boolean {
  return patience === 'never waits' || isTimeUp || isAborted === true;
}

function ownDeadlock({ waiting }: QuietMoment): string {
  const waits = waiting.length === 1 ? 'waits' : 'wait';
  return `the client's own deadlock: ${namesOf(waiting)} ${waits} for what the client never gives back`;
}

function namesOf(threads: readonly Waiting[]): string {
  return threads.map(({ thread }) => `T${thread}`).join(' and ');
}
