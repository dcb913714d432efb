import { again, cell, defineObject, done, loop, next, type Step } from 'heddle';
import { rawProgram, type Program } from '../../program/program.ts';
import { eventLoop } from './eventLoop.ts';

type Future = { readonly task: number; readonly isCancelled: boolean };

/** The queue of a semaphore's futures. */
const futures = defineObject({
  kind: 'queue of futures',
  initial: (): readonly Future[] => [],
  operations: {
    add: ({ value, me }) => next([...value, { task: me, isCancelled: false }]),
    isEmpty: ({ value }) => next(value, value.length === 0),
    /** Completes the first future that is not cancelled, past those that are; answers whose it was. */
    complete: ({ value }) => {
      const first = value.find(({ isCancelled }) => !isCancelled);
      return next(
        value.filter((future) => future !== first),
        first?.task ?? null,
      );
    },
    cancel: ({ value }, task: number) =>
      next(
        value.map((future) => (future.task === task ? { task, isCancelled: true } : future)),
        value.some((future) => future.task === task),
      ),
    /** Takes out the caller's future; answers whether it was there, which is so when it was cancelled. */
    remove: ({ value, me }) =>
      next(
        value.filter(({ task }) => task !== me),
        value.some(({ task }) => task === me),
      ),
  },
});

/**
 * Three tasks that come and go at a semaphore of an event loop, away for two turns between two rounds, and
 * one cancel of the second. A release skips a cancelled waiter and leaves it in the queue, and the fast path
 * asks for an empty queue.
 */
export function skipsCancelled(order: 'fifo' | 'any', rounds: number): Program {
  return rawProgram(() => {
    const turns = eventLoop(order, [0, 1, 2]);
    const value = cell(1);
    const queue = futures();

    const acquire = function* (): Step<boolean> {
      const free = yield* value.read();
      if (free > 0 && (yield* queue.isEmpty())) {
        yield* value.write(free - 1);
        return true;
      }
      yield* queue.add();
      yield* turns.suspend();
      return !(yield* queue.remove());
    };
    const release = function* (): Step {
      const granted = yield* queue.complete();
      if (granted === null) yield* value.write((yield* value.read()) + 1);
      else yield* turns.makeReady(granted);
    };
    const task = function* (): Step {
      yield* turns.enter();
      yield* loop(0, function* (round) {
        if (round === rounds || !(yield* acquire())) return done();
        yield* turns.pause();
        yield* release();
        yield* turns.pause();
        yield* turns.pause();
        return again(round + 1);
      });
      yield* turns.leave();
    };
    const cancel = function* (): Step {
      yield* turns.beginOutside();
      if (yield* queue.cancel(1)) yield* turns.makeReady(1);
      yield* turns.leave();
    };
    return { objects: { turns, value, queue }, threads: [task, task, task, cancel] };
  });
}
