/** Where threads wait for each other: barriers. */

import type { Primitive } from 'heddle';
import { barriers } from './barriers.ts';
import { parlibBarriers } from './parlibBarrier.ts';

export const meetings: readonly Primitive[] = [...barriers, ...parlibBarriers];
