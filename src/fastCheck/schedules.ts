import fc from 'fast-check';
import type { Choice, InterruptKind } from '../core/schedule.ts';
import { interruptKinds } from '../core/schedule.ts';
import type { ThreadIndex } from '../core/ids.ts';
import { strengths, type Strength } from '../program/objectKind.ts';
import type { World } from '../program/world.ts';

/**
 * Schedules as arrays of small integers: each is a choice modulo what is possible, and 0 is to go on with the same
 * thread, so that shrinking removes preemptions. Where the array ends, all goes on as with 0.
 */
export function schedules({ lengthMax = 40 }: { readonly lengthMax?: number } = {}): fc.Arbitrary<
  readonly number[]
> {
  // Half of the choices are none: a schedule that switches everywhere is only one of many kinds.
  const choice = fc.oneof(fc.constant(0), fc.nat({ max: 7 }));
  return fc.array(choice, { maxLength: lengthMax });
}

/** The strengths that locks come in, weak ones first. */
export function lockStrengths(): fc.Arbitrary<Strength> {
  return fc.constantFrom(...strengths);
}

/** The kinds of interrupt, those that come to blocked threads first. */
export function interrupts(): fc.Arbitrary<InterruptKind> {
  return fc.constantFrom(...interruptKinds);
}

/** Which of a world's choices a number stands for; undefined at the end. */
export function choiceOf(number: number, world: World, current: ThreadIndex): Choice | undefined {
  const count = world.program.threads.length;
  const place = ({ thread, action }: Choice): number => {
    // What happens by itself comes before what somebody must do from outside.
    const rank = action === 'step' ? 0 : action === 'call' ? 1 : action === 'deadline' ? 2 : 3;
    return rank * count + ((thread - current + count) % count);
  };
  const choices = world.choices().toSorted((a, b) => place(a) - place(b));
  return choices.length === 0 ? undefined : choices[number % choices.length];
}
