import { defineProperty, isGranted, type Property } from 'heddle';

/** Two calls are answered with the same number. */
const sameNumberTwice = defineProperty<readonly number[]>({
  name: 'same-number-twice',
  title: 'No number twice',
  violatedWhen: 'two increments answer the same number, so that one of them has not counted',
  monitor: () => ({
    initial: [],
    rename: (state) => state,
    onEvent: (seen, event) => {
      if (event.type !== 'return' || typeof event.value !== 'number') return { state: seen };
      const state = [...seen, event.value].toSorted((a, b) => a - b);
      return seen.includes(event.value)
        ? {
            state,
            violation: `T${event.invocation.thread} is answered ${event.value}, and so was somebody before`,
          }
        : { state };
    },
  }),
});

/** What one thread's waiting has seen. */
type Wait = { readonly isWaiting: boolean; readonly grants: number };

/** Somebody waits, and meanwhile others are served twice. */
const overtakenTwice = defineProperty<readonly Wait[]>({
  name: 'overtaken-twice',
  title: 'Not overtaken twice',
  violatedWhen: 'somebody waits while others enter twice, and waits still',
  monitor: ({ threads }) => ({
    initial: Array.from({ length: threads }, () => ({ isWaiting: false, grants: 0 })),
    onEvent: (waits, event) => {
      const { thread, effect } = event.invocation;
      if (event.type !== 'return' || effect !== 'takes' || !isGranted(event.value)) return { state: waits };
      return {
        state: waits.map((wait, index) => {
          if (index === thread) return { isWaiting: false, grants: 0 };
          return wait.isWaiting ? { ...wait, grants: Math.min(2, wait.grants + 1) } : wait;
        }),
      };
    },
    onQuiet: (waits, { waiting }) => {
      const state = waits.map((wait, index) =>
        waiting.some(({ thread, effect }) => thread === index && effect === 'takes')
          ? { ...wait, isWaiting: true }
          : wait,
      );
      const victim = state.findIndex(({ isWaiting, grants }) => isWaiting && grants >= 2);
      return victim < 0
        ? { state }
        : { state, violation: `T${victim} has seen others enter twice, and waits still` };
    },
  }),
});

/** What a reader can be asked to bring about besides breaking a property: each is violated when it is reached. */
export const goals: readonly Property[] = [sameNumberTwice, overtakenTwice];
