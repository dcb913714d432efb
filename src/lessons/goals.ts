import { defineProperty, type Property } from 'heddle';

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

/** What a reader can be asked to bring about besides breaking a property: each is violated when it is reached. */
export const goals: readonly Property[] = [sameNumberTwice];
