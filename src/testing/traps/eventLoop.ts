import { blocked, defineObject, next, park } from 'heddle';

/** The turns of an event loop: who runs, and who is ready, in the order of their becoming so. */
type Turns = {
  readonly order: 'fifo' | 'any';
  readonly running: number | null;
  readonly ready: readonly number[];
};

const mayRun = ({ order, running, ready }: Turns, me: number): boolean =>
  running === null && (order === 'fifo' ? ready[0] === me : ready.includes(me));

const run = ({ order, ready }: Turns, me: number): Turns => ({
  order,
  running: me,
  ready: ready.filter((task) => task !== me),
});

/** A task that has been given its turn goes on with it. */
const resume = ({ value, me }: { value: Turns; me: number }) =>
  value.running === me ? next(value) : mayRun(value, me) ? next(run(value, me)) : blocked;

const withdraw = () => blocked;

/**
 * An event loop as a shared object: a task does nothing outside of its turn, so a turn is one step as far
 * as the others can tell. Whether the ready queue is first in, first out is a parameter.
 */
export const eventLoop = defineObject({
  kind: 'event loop',
  initial: (order: Turns['order'], ready: readonly number[]): Turns => ({ order, running: null, ready }),
  operations: {
    /** Waits for a turn; a task that is not among the ready ones joins them. */
    enter: {
      step: ({ value, me }) =>
        park(value.ready.includes(me) ? value : { ...value, ready: [...value.ready, me] }),
      resume,
      withdraw,
    },
    /** Ends the turn, and waits until somebody makes the task ready again. */
    suspend: { step: ({ value }) => park({ ...value, running: null }), resume, withdraw },
    /** Ends the turn, and waits behind those that are ready. */
    pause: {
      step: ({ value, me }) => park({ ...value, running: null, ready: [...value.ready, me] }),
      resume,
      withdraw,
    },
    /** Ends the turn for good. */
    leave: ({ value }) => next({ ...value, running: null }),
    /** Makes a task ready: between that and its turn there is a gap. */
    makeReady: ({ value }, task: number) => next({ ...value, ready: [...value.ready, task] }),
    /** Gives this very turn to a task, without a gap, as a greenlet hub does. */
    switchTo: ({ value }, task: number) => next({ ...value, running: task }),
    /** From outside of the loop: takes a turn between two turns, without standing in line. */
    beginOutside: ({ value, me }) => (value.running === null ? next({ ...value, running: me }) : blocked),
  },
});
