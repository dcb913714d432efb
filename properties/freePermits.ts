import { isGranted, type VisibleEvent } from 'heddle';

/**
 * The permits that are free after an event: those at the start, without those that an operation has
 * returned, with those whose release has returned.
 */
export function freePermits(free: number, event: VisibleEvent): number {
  if (event.type !== 'return') return free;
  const { effect, permits } = event.invocation;
  if (effect === 'gives') return free + permits;
  return effect === 'takes' && isGranted(event.value) ? free - permits : free;
}
