/** The abstract primitives that come with Heddle, each an XState machine with its contract. */

export { cappedSemaphore } from './cappedSemaphore.ts';
export { fifoSemaphore } from './fifoSemaphore.ts';
export { mutex } from './mutex.ts';
export { permitOperations } from './permitOperations.ts';
export { readersFirst, readersWriter, writersFirst } from './readersWriter.ts';
export { semaphore } from './semaphore.ts';
export { weakTrySemaphore } from './weakTrySemaphore.ts';
