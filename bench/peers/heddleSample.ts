import '../../src/cli/compileLater.ts';
import { failureFreedom } from '../../properties/failureFreedom.ts';
import { Learner } from '../../src/automata/learner.ts';
import { MonitorTable } from '../../src/automata/monitorTable.ts';
import { timeless } from '../../src/explore/limits.ts';
import { sample } from '../../src/explore/sample.ts';
import { randomWalk } from '../../src/explore/sampling/randomWalk.ts';
import type { Done, Parameters } from '../job.ts';
import { w1 } from '../peerPrograms.ts';

/** Draws executions of W1 at random: each time any thread that can move, as fc.scheduler does. */
export function run({ executions = 1, ...size }: Parameters): Done {
  const startedAt = performance.now();
  const program = w1(size);
  const tables = [new MonitorTable(failureFreedom.monitor(program.setup))];
  const options = { strategy: randomWalk(), seed: 42, executions };
  const result = sample(new Learner(program), tables, options, timeless);
  if (result.verdicts.some(({ verdict }) => verdict === 'violated')) throw new Error('W1 is not violated');
  return { count: result.executions, transitions: result.steps, coreMs: performance.now() - startedAt };
}
