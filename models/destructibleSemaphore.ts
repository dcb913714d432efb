import { defineModel } from 'heddle';
import { semaphore } from './semaphore.ts';

/**
 * A semaphore that may be destroyed as soon as the last acquire has returned, as POSIX has it of `sem_destroy`: a
 * release whose permit has been taken counts as over, and must not touch the semaphore any more.
 */
export const destructibleSemaphore = defineModel({
  ...semaphore,
  name: 'destructible-semaphore',
  title: 'Destructible semaphore',
  promise: 'A semaphore that whoever has taken the last permit may destroy at once.',
  operations: {
    ...semaphore.operations,
    destroy: {
      effect: 'neither',
      patience: 'never waits',
      courses: [{ end: 'granted', events: [] }],
    },
  },
});
