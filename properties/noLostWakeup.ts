import { defineProperty } from 'heddle';
import { watchingWaits, wronglyWaiting, type Waits } from './waits.ts';

/**
 * At no quiet moment does somebody wait although a permit is free.
 *
 * A permit is free when its release has returned. Who asks for n permits waits rightly while fewer than n
 * are free; and where the model promises first come, first served, so does everybody behind it. Exact, for
 * the executions explored.
 */
export const noLostWakeup = defineProperty<Waits>({
  name: 'no-lost-wakeup',
  title: 'No lost wakeup',
  violatedWhen: 'at a quiet moment somebody waits although a permit is free',
  monitor: (setup) =>
    watchingWaits(setup, (waits, moment) => {
      const [sleeper] = wronglyWaiting(waits, moment);
      if (sleeper === undefined) return {};
      const { thread, operation, permits } = sleeper;
      const wants = permits === 1 ? '' : ` for ${permits} permits`;
      const free = waits.free === 1 ? 'a permit is' : `${waits.free} permits are`;
      return {
        violation: `T${thread} waits in ${operation}${wants} although ${free} free, and nothing moves`,
      };
    }),
});
