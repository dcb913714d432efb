import type { SharedObject } from './sharedObject.ts';
import { Allocate, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/**
 * Makes a new shared object while running; one step. `template` says what it is, and is itself never used.
 *
 * @example
 * const waiter = yield* fresh(lock({ isHeld: true }));
 */
export function fresh<Template extends SharedObject>(template: Template): Step<Template> {
  return toBeTaken({ operation: 'fresh' }, allocate(template));
}

function* allocate<Template extends SharedObject>(template: Template): Step<Template> {
  return (yield new Allocate(template)) as Template;
}
