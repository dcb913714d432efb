import { PassDoorway, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/**
 * Marks that the thread has passed the doorway: the wait-free part behind which the literature
 * counts overtakes. Takes no step; it belongs to the step before it.
 */
export function doorway(): Step {
  return toBeTaken({ operation: 'doorway' }, pass());
}

function* pass(): Step {
  yield new PassDoorway();
}
