/** Questions that a page asks of a course: what is there at a step, which steps are shown. */

import type {
  Course,
  ObjectChange,
  Recording,
  RecordedStep,
  Situation,
} from '../../report/recording/recording.ts';
import type { ViewState } from './viewState.ts';

/** How things stand after `step` steps. */
export function situationAt({ start, steps }: Course, step: number): Situation {
  return step === 0 ? start : steps[Math.min(step, steps.length) - 1]!;
}

/** The step that led there; undefined at the start. */
export function stepBefore({ steps }: Course, step: number): RecordedStep | undefined {
  return steps[step - 1];
}

/** A shared object as a panel shows it. */
export interface ObjectNow {
  readonly index: number;
  readonly name: string;
  readonly kind: string;
  /** Undefined for one that does not exist. */
  readonly value: string | undefined;
  readonly holder: number | undefined;
  readonly waiting: readonly number[];
  /** What the last step has done to it. */
  readonly change: ObjectChange | undefined;
  /** Whether the last step was on it. */
  readonly isTouched: boolean;
}

/** All shared objects that exist after `step` steps, or have just gone. */
export function objectsAt({ objects }: Recording, course: Course, step: number): ObjectNow[] {
  const values = objects.map(({ initial }) => initial);
  for (const { changes } of course.steps.slice(0, step)) {
    for (const { object, after } of changes) values[object] = after;
  }
  const now = situationAt(course, step);
  const last = stepBefore(course, step);
  return objects
    .map(({ name, kind }, index): ObjectNow => ({
      index,
      name,
      kind,
      value: values[index],
      holder: now.holders.find(([object]) => object === index)?.[1],
      waiting: now.blocked.filter(({ object }) => object === index).map(({ thread }) => thread),
      change: last?.changes.find(({ object }) => object === index),
      isTouched: last?.object === index,
    }))
    .filter(({ value, change }) => value !== undefined || change !== undefined);
}

/** The numbers of the steps that are shown, counted from 1. */
export function shownSteps({ steps, past }: Course, state: ViewState): number[] {
  const inPast = new Set(past);
  return steps.flatMap((step, index) => {
    if (state.onlyPast && past.length > 0 && !inPast.has(index)) return [];
    if (state.thread !== undefined && step.thread !== state.thread) return [];
    if (
      state.object !== undefined &&
      step.object !== state.object &&
      step.changes.every(({ object }) => object !== state.object)
    ) {
      return [];
    }
    return [index + 1];
  });
}

/** The place in the source at which a step was made, of the function that asked for it. */
export function placeOfStep(
  course: Course,
  step: number,
): Situation['threads'][number]['places'][number] | undefined {
  const made = stepBefore(course, step);
  return made === undefined ? undefined : situationAt(course, step - 1).threads[made.thread]?.places[0];
}

/** A step in one sentence, for those who hear it. */
export function stepInWords(course: Course, step: number): string {
  const made = stepBefore(course, step);
  if (made === undefined) return 'The start. No step has been made.';
  const { thread, calls, does, mark, ends, changes, wakes } = made;
  const parts = [
    `Step ${step}, T${thread}${calls === undefined ? '' : ` calls ${calls}`}: ${does}`,
    ...(mark === undefined ? [] : [mark]),
    ...(ends === undefined ? [] : [ends]),
    ...(changes.length === 0
      ? []
      : [
          `changes ${changes.map(({ before, after }) => `${before ?? 'nothing'} to ${after ?? 'nothing'}`).join(', ')}`,
        ]),
    ...wakes.map((wake) => `${wake.isHandOff ? 'hands over to' : 'wakes'} T${wake.thread}`),
    ...made.blocked.map((one) => `T${one.thread} ${one.on}`),
    ...(course.loop !== undefined && step === course.loop + 1 ? ['from here on it goes round for ever'] : []),
    ...(course.violation?.after === step ? [`violated: ${course.violation.why}`] : []),
  ];
  return `${parts.join('; ')}.`;
}
