import {
  defineProperty,
  isGranted,
  waitsForReleases,
  type Monitor,
  type QuietMoment,
  type VisibleEvent,
} from 'heddle';
import { blindToReentry } from './reentry.ts';

/** What the waiting of one thread has seen. */
type Waiting = {
  /** Whether it has waited at a quiet moment, in the call that it is in. */
  readonly isWaiting: boolean;
  /** The threads in a call that began after that moment. */
  readonly later: readonly number[];
};

const notWaiting: Waiting = { isWaiting: false, later: [] };

/**
 * Who waits is overtaken so often at most, by whomever, and in however many rounds: the bypass bound of
 * {@link fifo}, for clients that repeat for ever. No cycle exists in which a waiter is overtaken, as fifo
 * counts it, and waits on in the same call.
 *
 * No fairness is assumed, for a bound on overtaking is a promise of the primitive alone. Exact, for the
 * clients explored, for any number of rounds. Source: Burns1981, bounded waiting.
 */
export const boundedBypass = defineProperty({
  name: 'bounded-bypass',
  title: 'Bounded bypass',
  violatedWhen: 'somebody who waits can be overtaken again and again without end, in one and the same call',
  measures: 'the most bypasses that one waiter suffers, in however many rounds',
  appliesTo: waitsForReleases,
  endless: {
    forbids: 'unbounded bypass',
    overtaking: (setup, victim) => blindToReentry(overtaking(victim) as Monitor, setup),
  },
  monitor: () => ({ initial: null }),
});

/** Is violated by each event by which somebody who called after `victim` was waiting is granted. */
function overtaking(victim: number): Monitor<Waiting> {
  return {
    initial: notWaiting,
    onEvent: (state, event) => afterEvent(state, event, victim),
    onQuiet: (state, { waiting }: QuietMoment) => {
      const waits = waiting.some(({ thread, effect }) => thread === victim && effect === 'takes');
      return { state: waits && !state.isWaiting ? { ...notWaiting, isWaiting: true } : state };
    },
  };
}

function afterEvent(
  state: Waiting,
  event: VisibleEvent,
  victim: number,
): { readonly state: Waiting; readonly violation?: string } {
  const { thread, effect } = event.invocation;
  if (effect !== 'takes' || event.type === 'doorway') return { state };
  if (event.type === 'call') {
    return {
      state: state.isWaiting
        ? { ...state, later: [...state.later, thread].toSorted((a, b) => a - b) }
        : state,
    };
  }
  if (thread === victim) return { state: notWaiting };
  if (!state.later.includes(thread)) return { state };
  const after = { ...state, later: state.later.filter((other) => other !== thread) };
  const isServed = event.type === 'return' && isGranted(event.value);
  return isServed ? { state: after, violation: `T${thread} overtakes T${victim}` } : { state: after };
}
