import { defineProperty, isGranted } from 'heddle';

/**
 * Holders never exceed the permits; in a mutex, two are never inside.
 *
 * A holder is an operation that has returned a permit and has not given it back; a permit is given
 * back when its release is called, for another thread may rightly be served before the release
 * returns. Exact, for the executions explored.
 */
export const safety = defineProperty<number | 'broken'>({
  name: 'safety',
  title: 'Safety',
  violatedWhen: 'more permits are held than there are (in a mutex: two are inside)',
  monitor: ({ permits }) => ({
    // The permits that are left, or that it is broken: what comes after that shows nothing new.
    initial: permits,
    rename: (state) => state,
    onEvent: (left, event) => {
      if (left === 'broken') return { state: left };
      const { effect, permits: count, thread, operation } = event.invocation;
      if (event.type === 'call' && effect === 'gives') return { state: left + count };
      if (event.type !== 'return' || effect !== 'takes' || !isGranted(event.value)) {
        return { state: left };
      }
      if (left >= count) return { state: left - count };
      const taken = count === 1 ? 'a permit' : `${count} permits`;
      const rest = left === 0 ? 'none is' : left === 1 ? 'only one is' : `only ${left} are`;
      return {
        state: 'broken',
        violation: `T${thread}'s ${operation} returns ${taken} although ${rest} left`,
      };
    },
  }),
});
