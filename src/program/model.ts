import type { AnyStateMachine, ContextFrom } from 'xstate';
import { UsageError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';

/**
 * Declares a model: an XState machine with serialisable context, and how operations map to its events.
 *
 * @throws UsageError if a course names an event that the machine does not know.
 */
export function defineModel<Machine extends AnyStateMachine>(
  model: Model<Machine, ContextFrom<Machine>>,
): Model<Machine> {
  const known: readonly string[] = model.machine.events;
  for (const [operation, { courses, waitsAfter = [], answers }] of Object.entries(model.operations)) {
    const named = [
      ...courses.flatMap(({ events }) => events),
      ...[waitsAfter].flat(),
      ...(answers === undefined ? [] : [answers.at]),
    ];
    const unknown = named.find((event) => !known.includes(event));
    if (unknown !== undefined) {
      throw new UsageError({
        what: `The model ${model.name} maps ${operation} to an event that its machine does not know.`,
        found: unknown,
        expected: `one of ${known.join(', ')}`,
      });
    }
  }
  return model;
}
