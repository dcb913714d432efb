import { defineProperty } from 'heddle';

/**
 * Nobody is blocked at a quiet moment in an operation that must not wait: a release, an attempt to
 * acquire, a timed acquire whose time is up, an acquire that was aborted. Exact, for the executions explored.
 */
export const nonBlocking = defineProperty<null>({
  name: 'non-blocking',
  title: 'Non-blocking operations',
  violatedWhen:
    'at a quiet moment a thread is blocked inside release, tryAcquire, or a timedAcquire whose time is up',
  appliesTo: ({ operations }) => Object.values(operations).some(({ patience }) => patience !== 'waits'),
  monitor: () => ({
    initial: null,
    rename: (state) => state,
    onQuiet: (state, { waiting }) => {
      const stuck = waiting.find(
        ({ patience, isTimeUp, isAborted }) =>
          isAborted === true ||
          patience === 'never waits' ||
          (patience === 'waits until its deadline' && isTimeUp),
      );
      if (stuck === undefined) return { state };
      const why =
        stuck.isAborted === true
          ? 'which was aborted'
          : stuck.isTimeUp
            ? 'whose time is up'
            : 'which must not wait';
      return { state, violation: `T${stuck.thread} is blocked in ${stuck.operation}, ${why}` };
    },
  }),
});
