import { defineProperty, type Waiting } from 'heddle';
import { freePermits } from './freePermits.ts';

/**
 * No execution ends with unfinished threads although the model could go on: somebody waits for what
 * is free, or in an operation that never has to wait, or in a program of its own without operations.
 *
 * An end that the model shares (every permit kept, and one more wanted) is the client's own deadlock
 * and no violation. Exact, for the executions explored.
 */
export const deadlockFreedom = defineProperty<number>({
  name: 'deadlock-freedom',
  title: 'Deadlock freedom',
  violatedWhen: 'an end state has unfinished threads although the model could go on',
  monitor: ({ permits }) => ({
    // The permits that are free.
    initial: permits,
    rename: (state) => state,
    onEvent: (free, event) => ({ state: freePermits(free, event) }),
    onQuiet: (free, { waiting, isEnd }) => {
      if (!isEnd) return { state: free };
      const stuck = waiting.filter((thread) => couldGoOn(thread, free));
      const [first] = stuck;
      if (first === undefined) return { state: free };
      const threads = stuck.map(({ thread }) => `T${thread}`).join(' and ');
      return {
        state: free,
        violation: `the execution ends with ${threads} unfinished, in ${first.operation}, although the model could go on`,
      };
    },
  }),
});

/** Whether the model would let a thread's operation end, one way or another. */
function couldGoOn({ effect, patience, permits, isTimeUp }: Waiting, free: number): boolean {
  if (effect !== 'takes' || patience === 'never waits' || isTimeUp) return true;
  return permits <= free;
}
