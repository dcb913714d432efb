import type { Study } from 'heddle';
import { interruptAtSleep } from './semaphore/interruptAtSleep.ts';

/** Questions that are put to several primitives at once; the report of the gallery answers them. */
export const studies: readonly Study[] = [interruptAtSleep];
