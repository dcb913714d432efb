import { defineProperty } from 'heddle';

/** One thread's waiting: whether it waited at a quiet moment, has moved since, and how often that was in vain. */
type Sleep = { readonly isWaiting: boolean; readonly hasMoved: boolean; readonly inVain: number };

const awake: Sleep = { isWaiting: false, hasMoved: false, inVain: 0 };

/**
 * A needless wake-up: a thread waits at a quiet moment, moves, and at the next quiet moment waits
 * again, in the same call. Reported, not judged; the measure is the most that one call suffers.
 */
export const needlessWakeups = defineProperty<readonly Sleep[]>({
  name: 'needless-wakeups',
  title: 'Needless wake-ups',
  violatedWhen: 'never: it is only measured',
  measures: 'the most times that one call is woken for nothing',
  keepsHistory: true,
  monitor: ({ threads }) => ({
    initial: Array.from({ length: threads }, () => awake),
    onStep: (sleeps, thread) => ({
      state: sleeps.map((sleep, index) =>
        index === thread && sleep.isWaiting ? { ...sleep, hasMoved: true } : sleep,
      ),
    }),
    onEvent: (sleeps, { type, invocation }) => ({
      state: type === 'return' || type === 'throw' ? sleeps.with(invocation.thread, awake) : sleeps,
    }),
    onQuiet: (sleeps, { waiting }) => {
      const state = sleeps.map((sleep, index): Sleep => {
        if (!waiting.some(({ thread }) => thread === index)) return sleep;
        const inVain = sleep.inVain + (sleep.hasMoved ? 1 : 0);
        return { isWaiting: true, hasMoved: false, inVain };
      });
      return { state, measure: Math.max(...state.map(({ inVain }) => inVain)) };
    },
  }),
});
