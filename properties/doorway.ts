import { defineProperty, isGranted, type VisibleEvent } from 'heddle';

/** What one thread has seen since it passed the doorway of the call that it is in. */
type Behind = {
  /** Entries of other threads. */
  readonly entries: number;
  /** The threads that passed the doorway later, and have not entered yet. */
  readonly later: readonly number[];
  /** Entries of such threads. */
  readonly overtakes: number;
} | null;

/**
 * Entries after the doorway, as the literature counts them: between the step with which a thread
 * passes the doorway and its own entry, how often do all the others enter? With n threads, n - 1 is
 * strict first come, first served. Reported, not judged.
 */
export const entriesAfterDoorway = defineProperty({
  name: 'entries-after-doorway',
  title: 'Entries of others after the doorway',
  violatedWhen: 'never: it is only measured',
  measures: 'the most entries of others between one doorway and its entry',
  speaksOf: 'doorway',
  keepsHistory: true,
  monitor: ({ threads }) => counting(threads, ({ entries }) => entries),
});

/** Overtakes: entries of threads that passed the doorway later than the one that waits. Reported, not judged. */
export const overtakesAfterDoorway = defineProperty({
  name: 'overtakes-after-doorway',
  title: 'Overtakes after the doorway',
  violatedWhen: 'never: it is only measured',
  measures: 'the most entries of later comers between one doorway and its entry',
  speaksOf: 'doorway',
  keepsHistory: true,
  monitor: ({ threads }) => counting(threads, ({ overtakes }) => overtakes),
});

function counting(threads: number, countOf: (behind: NonNullable<Behind>) => number) {
  const initial: readonly Behind[] = Array.from({ length: threads }, () => null);
  return {
    initial,
    onEvent: (all: readonly Behind[], event: VisibleEvent) => {
      const state = afterEvent(all, event);
      const counts = state.map((behind) => (behind === null ? -1 : countOf(behind)));
      return { state, measure: Math.max(...counts) };
    },
  };
}

function afterEvent(all: readonly Behind[], event: VisibleEvent): readonly Behind[] {
  const { thread, effect } = event.invocation;
  if (effect !== 'takes' || event.type === 'call') return all;
  if (event.type === 'doorway') {
    const seen = all.map((behind, index) =>
      behind === null || index === thread ? behind : { ...behind, later: [...behind.later, thread] },
    );
    return seen.with(thread, { entries: 0, later: [], overtakes: 0 });
  }
  const isEntry = event.type === 'return' && isGranted(event.value);
  const seen = all.map((behind) => {
    if (behind === null) return behind;
    const isLater = behind.later.includes(thread);
    return {
      entries: behind.entries + (isEntry ? 1 : 0),
      later: behind.later.filter((other) => other !== thread),
      overtakes: behind.overtakes + (isEntry && isLater ? 1 : 0),
    };
  });
  return seen.with(thread, null);
}
