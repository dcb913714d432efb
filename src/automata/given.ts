import type { Answer } from '../program/log.ts';

/** An answer, as it was given to a thread. */
export interface Given {
  readonly answer: Answer;
  /** Whether the step changed its object; only where the thread will remember it. */
  readonly hasChanged: boolean;
}
