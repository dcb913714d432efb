import { defineProperty } from 'heddle';

/**
 * The primitive throws nothing that its contract does not name: nothing but the interrupt that was
 * delivered to it. Exact, for the executions explored.
 */
export const failureFreedom = defineProperty<null>({
  name: 'failure-freedom',
  title: 'Failure freedom',
  violatedWhen: 'the primitive throws what its contract does not name',
  monitor: () => ({
    initial: null,
    rename: (state) => state,
    onEvent: (state, event) => {
      if (event.type !== 'throw' || event.thrown.isInterrupt) return { state };
      const { thread, operation } = event.invocation;
      const { name, message } = event.thrown;
      return { state, violation: `T${thread}'s ${operation} throws ${name}: ${message}` };
    },
  }),
});
