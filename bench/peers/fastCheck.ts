/** W1 over promises under fast-check's scheduler: one execution is one random order of resolutions. */

import fc from 'fast-check';
import type { Done, Parameters } from '../job.ts';

interface Lock {
  isHeld: boolean;
  /** Whoever has found it held, to be told of its release. */
  readonly sleepers: (() => void)[];
}

/** Makes `executions` executions of W1, a step of it for each task of the scheduler. */
export async function run({ threads, rounds, permits, executions = 1 }: Parameters): Promise<Done> {
  let count = 0;
  let steps = 0;
  const startedAt = performance.now();
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    count++;
    const step = async (): Promise<void> => {
      await scheduler.schedule(Promise.resolve());
      steps++;
    };
    const take = async (lock: Lock): Promise<void> => {
      for (;;) {
        await step();
        if (!lock.isHeld) break;
        // It was woken in vain: that was no step.
        steps--;
        await new Promise<void>((resolve) => lock.sleepers.push(resolve));
      }
      lock.isHeld = true;
    };
    const give = async (lock: Lock): Promise<void> => {
      await step();
      lock.isHeld = false;
      for (const wake of lock.sleepers.splice(0)) wake();
    };
    const internal: Lock = { isHeld: false, sleepers: [] };
    const waiters: Lock[] = [];
    let value = permits;
    let inside = 0;

    const acquire = async (): Promise<void> => {
      await take(internal);
      for (;;) {
        await step();
        if (value > 0) break;
        await step();
        const waiter: Lock = { isHeld: true, sleepers: [] };
        await step();
        waiters.push(waiter);
        await give(internal);
        await take(waiter);
        await take(internal);
      }
      await step();
      value--;
      await give(internal);
    };
    const release = async (): Promise<void> => {
      await take(internal);
      await step();
      value++;
      await step();
      if (waiters.length > 0) {
        await step();
        await give(waiters.shift()!);
      }
      await give(internal);
    };
    const visitor = async (): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        await acquire();
        await step();
        inside++;
        await step();
        if (inside > permits) throw new Error('too many are inside');
        await step();
        inside--;
        await release();
      }
    };
    await scheduler.waitFor(Promise.all(Array.from({ length: threads }, visitor)));
  });
  await fc.assert(property, { numRuns: executions, seed: 42, endOnFailure: true });
  return { count, transitions: steps, coreMs: performance.now() - startedAt };
}
