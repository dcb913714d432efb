import { defineProperty, type QuietMoment, type Waiting } from 'heddle';
import { watchingWaits, wronglyWaiting, type Waits } from './waits.ts';

/**
 * No execution ends with unfinished threads although the model could go on: somebody waits for what
 * is free, or in an operation that never has to wait, or in a program of its own without operations.
 *
 * An end that the model shares (every permit kept, and one more wanted) is the client's own deadlock:
 * remarked on, and no violation. Exact, for the executions explored.
 */
export const deadlockFreedom = defineProperty<Waits>({
  name: 'deadlock-freedom',
  title: 'Deadlock freedom',
  violatedWhen: 'an end state has unfinished threads although the model could go on',
  monitor: (setup) =>
    watchingWaits(setup, (waits, moment) => {
      if (!moment.isEnd || moment.waiting.length === 0) return {};
      const stuck = wrongly(waits, moment);
      const [first] = stuck;
      if (first === undefined) return { remark: ownDeadlock(moment) };
      return {
        violation: `the execution ends with ${namesOf(stuck)} unfinished, in ${first.operation}, although the model could go on`,
      };
    }),
});

/** Those whose operation the model would let end, one way or another. */
function wrongly(waits: Waits, moment: QuietMoment): Waiting[] {
  const takers = wronglyWaiting(waits, moment);
  return moment.waiting.filter(
    (waiting) =>
      waiting.effect !== 'takes' ||
      waiting.patience === 'never waits' ||
      waiting.isTimeUp ||
      waiting.isAborted === true ||
      takers.includes(waiting),
  );
}

function ownDeadlock({ waiting }: QuietMoment): string {
  const waits = waiting.length === 1 ? 'waits' : 'wait';
  return `the client's own deadlock: ${namesOf(waiting)} ${waits} for what the client never gives back`;
}

function namesOf(threads: readonly Waiting[]): string {
  return threads.map(({ thread }) => `T${thread}`).join(' and ');
}
