/** What is judged by following a model: whether it can show a history, and who waits although it need not. */

import type { QuietMoment, Waiting } from '../core/event.ts';
import type { Model } from '../core/model.ts';
import type { Monitor, MonitorSetup, Reaction } from '../core/monitor.ts';
import type { Value } from '../core/value.ts';
import { ModelFollower, type Way } from './modelFollower.ts';

/** The monitor that reports a history which the model cannot show. */
export function refinementMonitor(model: Model, setup: MonitorSetup): Monitor<readonly Way[]> {
  const follower = new ModelFollower(model, setup);
  return {
    initial: follower.initial,
    // Each quiet moment that is seen rules out ways, and none brings one back.
    isWorsenedByMoments: true,
    onEvent: (ways, event) => follower.afterEvent(ways, event),
    onQuiet: (ways, moment) => follower.afterMoment(ways, moment),
    coverage: () => follower.coverage(),
  };
}

/** What is known of those that wait at a quiet moment, and may. */
export interface Sleepers {
  /** Those that could go on, in the first explanation of the history; empty if some explanation lets all of them wait. */
  readonly wronged: readonly Waiting[];
  /** Whether the model explains the history at all. */
  readonly isExplained: boolean;
}

/**
 * The monitor that follows a model and says at each quiet moment what is to be said of those that wait.
 *
 * Somebody waits wrongly if, in every way to explain the history, the model could take an event for one of those
 * that wait; events that are owed to nobody do not count. Exact, as far as the model explains the history.
 */
export function sleepersMonitor(
  model: Model,
  setup: MonitorSetup,
  judge: (sleepers: Sleepers, moment: QuietMoment) => Omit<Reaction<Value>, 'state'>,
): Monitor<readonly Way[]> {
  const follower = new ModelFollower(model, setup);
  return {
    initial: follower.initial,
    onEvent: (ways, event) => ({ state: follower.afterEvent(ways, event).state }),
    onQuiet: (ways, moment) => {
      const { state } = follower.afterMoment(ways, moment);
      const sleepers = { wronged: follower.wronged(state, moment), isExplained: state.length > 0 };
      return { state, ...judge(sleepers, moment) };
    },
  };
}
