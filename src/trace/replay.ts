/**
 * Compares an execution with the trace that it follows: where did it first do something else, and is
 * the failure still there?
 */

import type { Execution } from './execution.ts';
import { traceSteps } from './record.ts';
import type { Trace, TraceStep } from './trace.ts';

/** The first step that was not as in the trace. */
export interface Divergence {
  /** Counted from 1. */
  readonly step: number;
  /** What the trace has. */
  readonly was: string;
  /** What happened now. */
  readonly is: string;
}

/** How a trace and its execution today compare. */
export interface Replay {
  readonly divergence: Divergence | undefined;
  /**
   * `reproduced`: the property is violated; `gone`: the whole schedule was carried out and it is not;
   * `undecided`: the schedule could not be carried out to its end.
   */
  readonly outcome: 'reproduced' | 'gone' | 'undecided';
}

/** Compares what a trace says happened with what happened now. */
export function compareWithTrace(trace: Trace, execution: Execution): Replay {
  const now = traceSteps(execution);
  const different = trace.schedule.findIndex((step, index) => {
    const other = now[index];
    return other === undefined || describe(step) !== describe(other);
  });
  const isCutShort = execution.divergence !== undefined;
  const isReproduced = execution.violation !== undefined;
  return {
    divergence:
      different < 0 || (isReproduced && different >= now.length)
        ? undefined
        : {
            step: different + 1,
            was: describe(trace.schedule[different]!),
            is:
              now[different] === undefined
                ? (execution.divergence?.why ?? 'nothing')
                : describe(now[different]),
          },
    outcome: isReproduced ? 'reproduced' : isCutShort ? 'undecided' : 'gone',
  };
}

function describe({ thread, action, does, gets }: TraceStep): string {
  const how = action === 'step' ? '' : ` (${action})`;
  return `T${thread} ${does}${gets === undefined ? '' : ` = ${gets}`}${how}`;
}
