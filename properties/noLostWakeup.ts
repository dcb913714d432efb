import {
  countsPermits,
  defineProperty,
  sleepersMonitor,
  type Model,
  type Monitor,
  type MonitorSetup,
} from 'heddle';
import { watchingWaits, wronglyWaiting } from './waits.ts';

/**
 * At no quiet moment does somebody wait although a permit is free.
 *
 * A permit is free when its release has returned. Who asks for n permits waits rightly while fewer than n
 * are free; and where the model promises first come, first served, so does everybody behind it.
 *
 * Where the model counts no permits, it is followed, and says who could go on: somebody waits wrongly if the model
 * could let one of those that wait go on, however it explains what has happened; or if the execution ends with somebody
 * who waits after something that the model cannot show at all. Exact, for the executions explored.
 */
export const noLostWakeup = defineProperty({
  name: 'no-lost-wakeup',
  title: 'No lost wakeup',
  violatedWhen:
    'at a quiet moment somebody waits although a permit is free, or although the model could let it go on',
  appliesTo: ({ operations }) => Object.values(operations).some(({ patience }) => patience !== 'never waits'),
  monitor: (setup) => {
    const { model } = setup;
    return model === undefined || countsPermits(model)
      ? (watchingPermits(setup) as Monitor)
      : (watchingModel(model, setup) as Monitor);
  },
});

function watchingPermits(setup: MonitorSetup) {
  return watchingWaits(setup, (waits, moment) => {
    const [sleeper] = wronglyWaiting(waits, moment);
    if (sleeper === undefined) return {};
    const { thread, operation, permits } = sleeper;
    const wants = permits === 1 ? '' : ` for ${permits} permits`;
    const free = waits.free === 1 ? 'a permit is' : `${waits.free} permits are`;
    return {
      violation: `T${thread} waits in ${operation}${wants} although ${free} free, and nothing moves`,
    };
  });
}

function watchingModel(model: Model, setup: MonitorSetup) {
  return sleepersMonitor(model, setup, ({ wronged, isExplained }, { waiting, isEnd }) => {
    // What the model cannot show it cannot excuse either; who waits in between may still be woken.
    const [sleeper] = !isExplained && isEnd ? waiting : wronged;
    if (sleeper === undefined) return {};
    const { thread, operation } = sleeper;
    const why = isExplained
      ? 'although it could go on, and nothing moves'
      : 'for ever, after what the model cannot show';
    return { violation: `T${thread} waits in ${operation} ${why}` };
  });
}
