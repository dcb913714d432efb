import { defineProperty, mayReject } from 'heddle';

/**
 * The primitive throws nothing that its contract does not name: nothing but the interrupt that was
 * delivered to it, and an error of its own where the contract lets it reject a call (whether it does so
 * rightly is a matter of refinement). Exact, for the executions explored.
 */
export const failureFreedom = defineProperty<null>({
  name: 'failure-freedom',
  title: 'Failure freedom',
  violatedWhen: 'the primitive throws what its contract does not name',
  monitor: ({ model }) => ({
    initial: null,
    rename: (state) => state,
    onEvent: (state, event) => {
      if (event.type !== 'throw' || event.thrown.isInterrupt) return { state };
      const { thread, operation } = event.invocation;
      if (mayReject(model?.operations[operation], event.thrown)) return { state };
      const { name, message } = event.thrown;
      return { state, violation: `T${thread}'s ${operation} throws ${name}: ${message}` };
    },
  }),
});
