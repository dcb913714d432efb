import { IllFormedError } from '../core/errors.ts';
import { SharedObject } from './sharedObject.ts';

/**
 * Makes every field that is no shared object unwritable, so that state which threads could share
 * unseen is found out when it is written.
 *
 * @param where names the owner in messages.
 * @throws IllFormedError for a field that cannot be made so, such as a Map.
 */
export function freezeState(owner: object, where: string): void {
  if (owner instanceof SharedObject || Object.isFrozen(owner)) return;
  if (owner instanceof Map || owner instanceof Set || owner instanceof WeakMap || ArrayBuffer.isView(owner)) {
    throw new IllFormedError({
      what: `${where} keeps mutable state outside of shared objects.`,
      found: `a ${owner.constructor.name} in one of its fields`,
      expected: 'fields that are shared objects, or plain data that never changes',
      next: 'Make it a shared object: cell(...), deque(...), or your own with defineObject.',
    });
  }
  Object.freeze(owner);
  for (const content of Object.values(owner) as unknown[]) {
    if (typeof content === 'object' && content !== null) freezeState(content, where);
  }
}
