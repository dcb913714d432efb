/** Readers-writer locks. */

import type { Primitive } from 'heddle';
import {
  readersUnseen,
  readersWriterLightswitch,
  readersWriterNoStarve,
  writerPriority,
} from './littleBook.ts';

export const readersWriters: readonly Primitive[] = [
  readersWriterLightswitch,
  readersUnseen,
  readersWriterNoStarve,
  writerPriority,
];
