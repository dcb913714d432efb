/** The abstract primitives that come with Heddle, each an XState machine with its contract. */

export { barrier } from './barrier.ts';
export { boundedSemaphore } from './boundedSemaphore.ts';
export { cappedSemaphore } from './cappedSemaphore.ts';
export { channel } from './channel.ts';
export { conditionVariable, spuriousConditionVariable } from './conditionVariable.ts';
export { countdownLatch } from './countdownLatch.ts';
export { destructibleSemaphore } from './destructibleSemaphore.ts';
export { fifoSemaphore } from './fifoSemaphore.ts';
export { hoareMonitor } from './hoareMonitor.ts';
export { mutex } from './mutex.ts';
export { oneShotEvent } from './oneShotEvent.ts';
export { permitOperations } from './permitOperations.ts';
export { readersFirst, readersWriter, writersFirst } from './readersWriter.ts';
export { reentrantMutex } from './reentrantMutex.ts';
export { rendezvous } from './rendezvous.ts';
export { semaphore } from './semaphore.ts';
export { visitedSet } from './visitedSet.ts';
export { weakTrySemaphore } from './weakTrySemaphore.ts';
