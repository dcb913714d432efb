import type { JSX } from 'preact';
import type { Recording } from '../../report/recording/recording.ts';
import { ThreadBadge } from '../view/threadBadge.tsx';

/** The one decision that the failing and the passing schedule do not share; or the one that leaves a loop. */
export function Difference({
  recording,
  at,
}: {
  readonly recording: Recording;
  readonly at: number;
}): JSX.Element {
  const fails = recording.course.steps[at];
  const passes = recording.passing?.steps[at];
  const isEndless = recording.course.loop !== undefined;
  const more = (recording.passing?.steps.length ?? at) - at - 1;
  return (
    <p class="difference">
      {at === 0
        ? 'They differ from the first step on.'
        : `The first ${at} ${at === 1 ? 'step is' : 'steps are'} the same.`}{' '}
      Then{' '}
      {fails === undefined ? (
        'the one ends'
      ) : (
        <>
          <ThreadBadge thread={fails.thread} /> <code>{fails.does}</code>{' '}
          {fails.mark === undefined ? '' : `(${fails.mark}) `}
        </>
      )}
      leads {isEndless ? 'round and round' : 'to the failure'};{' '}
      {passes === undefined ? (
        'if nothing more happens'
      ) : (
        <>
          <ThreadBadge thread={passes.thread} /> <code>{passes.does}</code>{' '}
          {passes.mark === undefined ? '' : `(${passes.mark}) `}
        </>
      )}
      in its place, and{' '}
      {isEndless
        ? `the wait is over${more === 0 ? '' : ` ${more} ${more === 1 ? 'step' : 'steps'} later`}.`
        : 'nothing is violated.'}
    </p>
  );
}
