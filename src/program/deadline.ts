import { ReadClock, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/**
 * The deadline of one call of a timed operation. It passes when the scheduler chooses, at any moment
 * of the call at which that can be noticed, and stays past; no clock is involved.
 */
export class Deadline {
  /** Whether it has passed. One step. */
  isPast(): Step<boolean> {
    return toBeTaken({ operation: 'deadline.isPast' }, readClock());
  }
}

function* readClock(): Step<boolean> {
  return (yield new ReadClock()) as boolean;
}
