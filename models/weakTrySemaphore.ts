import { defineModel } from 'heddle';
import { semaphore } from './semaphore.ts';

/** A semaphore whose attempts may be refused although a permit is free, as Barz's are (Barz1983). */
export const weakTrySemaphore = defineModel({
  ...semaphore,
  name: 'weak-try-semaphore',
  title: 'Semaphore with a weak try',
  promise: 'A semaphore; an attempt to take a permit without waiting may fail for no visible reason.',
  operations: {
    ...semaphore.operations,
    tryAcquire: {
      ...semaphore.operations['tryAcquire']!,
      courses: [...semaphore.operations['tryAcquire']!.courses, { end: 'refused', events: [] }],
    },
  },
});
