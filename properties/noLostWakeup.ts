import { defineProperty } from 'heddle';
import { freePermits } from './freePermits.ts';

/**
 * At no quiet moment does somebody wait although enough permits for the request are free.
 *
 * A permit is free when its release has returned. Exact, for the executions explored.
 */
export const noLostWakeup = defineProperty<number>({
  name: 'no-lost-wakeup',
  title: 'No lost wakeup',
  violatedWhen: 'at a quiet moment somebody waits although a permit is free',
  monitor: ({ permits }) => ({
    // The permits that are free.
    initial: permits,
    rename: (state) => state,
    onEvent: (free, event) => ({ state: freePermits(free, event) }),
    onQuiet: (free, { waiting }) => {
      const sleeper = waiting.find(({ effect, permits: count }) => effect === 'takes' && count <= free);
      if (sleeper === undefined) return { state: free };
      return {
        state: free,
        violation: `T${sleeper.thread} waits in ${sleeper.operation} although ${free} of ${permits} ${permits === 1 ? 'permit is' : 'permits are'} free, and nothing moves`,
      };
    },
  }),
});
