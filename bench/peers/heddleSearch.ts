import '../../src/cli/compileLater.ts';
import { deadlockFreedom } from '../../properties/deadlockFreedom.ts';
import { failureFreedom } from '../../properties/failureFreedom.ts';
import { Learner } from '../../src/automata/learner.ts';
import { MonitorTable } from '../../src/automata/monitorTable.ts';
import { allReductions, noReductions, reducedSearch } from '../../src/explore/reducedSearch.ts';
import type { Done, Parameters } from '../job.ts';
import { w1, w1a } from '../peerPrograms.ts';

/** Searches W1 (or W1a) in full, for the same faults as Spin: failed assertions and deadlocks. */
export function run({ how = 'reduced', ...size }: Parameters): Done {
  const startedAt = performance.now();
  const program = how === 'plain W1a' ? w1a(size) : w1(size);
  const tables = [failureFreedom, deadlockFreedom].map(
    ({ monitor }) => new MonitorTable(monitor(program.setup)),
  );
  const reductions = how === 'reduced' ? allReductions : noReductions;
  const result = reducedSearch(
    new Learner(program),
    tables,
    reductions,
    {},
    { now: () => performance.now() },
  );
  if (result.stop !== undefined || result.violations.some((violation) => violation !== undefined)) {
    throw new Error(`no proof: ${JSON.stringify({ ...result, product: undefined, store: undefined })}`);
  }
  return {
    count: result.states,
    transitions: result.transitions,
    coreMs: performance.now() - startedAt,
  };
}
