import type { Invocation, Thrown, VisibleEvent } from '../core/event.ts';
import { Interrupt } from './interrupt.ts';
import type { End } from './operationRun.ts';

/** The visible event with which an operation ends. */
export function endEvent(invocation: Invocation, end: End): VisibleEvent {
  return 'value' in end
    ? { type: 'return', invocation, value: end.value }
    : { type: 'throw', invocation, thrown: thrownBy(end.thrown) };
}

/** What is seen of an error from outside. */
export function thrownBy(error: Error): Thrown {
  return { name: error.name, message: error.message, isInterrupt: error instanceof Interrupt };
}
