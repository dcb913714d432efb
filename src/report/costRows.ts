import type { Assessment } from '../judge/assess.ts';
import type { StepCount } from '../judge/cost.ts';

/** One figure that is reported and not judged. */
export interface CostRow {
  readonly title: string;
  readonly value: string;
}

/** What a primitive costs, in words; the same rows for every primitive. */
export function costRows({ details }: Assessment): CostRow[] {
  if (details === undefined) return [];
  const { cost, measurements, paths } = details;
  const { acquire, release, locksAlive, handOverSwitches } = cost ?? {};
  return [
    { title: 'uncontended acquire', value: stepsOf(acquire) },
    { title: 'uncontended release', value: stepsOf(release) },
    {
      title: 'locks alive',
      value: locksAlive === undefined ? '–' : `${locksAlive.locks} with ${locksAlive.waiters} waiting`,
    },
    {
      title: 'switches of a hand-over',
      value: handOverSwitches === undefined ? '–' : String(handOverSwitches),
    },
    ...measurements.map(({ title, max, isUnknown }) => ({
      title: title.toLowerCase(),
      value: isUnknown === true ? 'unknown' : max === undefined ? '–' : String(max),
    })),
    {
      title: 'tests from the model',
      value: `${paths.passed} of ${paths.passed + paths.failures.length} pass`,
    },
  ];
}

function stepsOf(count: StepCount | undefined): string {
  return count === undefined
    ? '–'
    : `${count.steps} ${count.steps === 1 ? 'step' : 'steps'}, ${count.onLocks} on locks`;
}
