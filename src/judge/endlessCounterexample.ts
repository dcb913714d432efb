import { HeddleBug } from '../core/errors.ts';
import { switchesIn } from '../explore/fewestSwitches.ts';
import type { ForbiddenCycle } from '../explore/liveness/findCycle.ts';
import type { Program } from '../program/program.ts';
import { executeLasso, type EndlessProperty } from '../trace/lassoExecution.ts';
import { disagreement, traceOf, type Counterexample, type Origin } from './counterexample.ts';
import { explain } from './explain.ts';

/** A forbidden cycle as the search found it. */
export interface EndlessDiscovery extends Origin {
  readonly property: EndlessProperty;
  readonly cycle: ForbiddenCycle;
  readonly program: Program;
}

/**
 * Executes a cycle on the real generators, more than once around, and judges it there.
 *
 * @throws IllFormedError if they do not follow it, or do not come back: then the primitive is not deterministic.
 */
export function endlessCounterexample(discovery: EndlessDiscovery): Counterexample {
  const { property, cycle, program } = discovery;
  const { stem, loop, isProvedShortest } = cycle;
  const choices = [...stem, ...loop];
  const execution = executeLasso(program, choices, loop.length, property);
  if (execution.divergence !== undefined) throw disagreement(execution.divergence.why);
  if (execution.violation === undefined)
    throw new HeddleBug('a cycle that was found does not show in the replay');
  const trace = traceOf(discovery, undefined, execution, {
    violated: true,
    why: execution.violation.why,
    steps: choices.length,
    loop: loop.length,
    shortest: choices.length,
    ...(isProvedShortest ? {} : { isShortest: 'not proved' as const }),
    switches: switchesIn(choices),
    fewestSwitches: 'not proved',
  });
  return { trace, explanation: explain(execution, property) };
}
