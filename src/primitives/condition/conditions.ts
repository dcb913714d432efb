/** Condition variables and monitors. */

import type { Primitive } from 'heddle';
import { birrellConditions } from './birrell.ts';
import { hoareEntryFirst, hoareFromSemaphores, mesaForHoare } from './monitor.ts';
import { parlibCondition, parlibConditionReadsLate } from './parlibCondition.ts';

export const conditions: readonly Primitive[] = [
  ...birrellConditions,
  parlibCondition,
  parlibConditionReadsLate,
  hoareFromSemaphores,
  hoareEntryFirst,
  mesaForHoare,
];
