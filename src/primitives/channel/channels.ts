/** Channels, and buffers with so many places. */

import type { Primitive } from 'heddle';
import { boundedBuffers } from './boundedBuffer.ts';

export const channels: readonly Primitive[] = [...boundedBuffers];
