/** Sets that threads share without a lock. */

import type { Primitive } from 'heddle';
import { insertOnce, insertOnceEarly, insertOnceLooking } from './insertOnce.ts';

export const sets: readonly Primitive[] = [insertOnce, insertOnceLooking, insertOnceEarly];
