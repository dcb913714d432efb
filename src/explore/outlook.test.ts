/** From the start, an outlook on executions without end says what the check says. */

import { gallery } from 'heddle/gallery';
import { livelockFreedom, starvationFreedoms } from 'heddle/properties';
import { expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { EndlessRule } from '../core/monitor.ts';
import { workload } from '../program/client.ts';
import { programOf } from '../program/program.ts';
import { timeless } from './limits.ts';
import { EndlessClient } from './liveness/findCycle.ts';
import { Outlook } from './outlook.ts';

type FairRule = Exclude<EndlessRule, { forbids: 'unbounded bypass' }>;

test.each([
  'test-and-set',
  'test-then-set',
  'ticket',
  'peterson',
  'dekker',
  'reference',
  'baton',
  'drepper-2',
])('%s: the same rounds are forbidden, and none is shorter', (name) => {
  const primitive = gallery.find((one) => one.name === name)!;
  const program = programOf(primitive, workload(2, 'forever', 1), { strength: 'weak' });
  for (const { endless, monitor } of [...starvationFreedoms, livelockFreedom]) {
    const rule = endless as FairRule;
    const { cycle } = new EndlessClient(new Learner(program), { states: 20_000 }, timeless).find(rule);
    const outlook = new Outlook(
      new Learner(program),
      new MonitorTable(monitor(program.setup)),
      100_000,
      true,
    );
    const way = outlook.forbiddenFrom(outlook.along([])[0]!, rule, timeless);
    expect(typeof way === 'string' ? way : way.choices.length).toEqual(
      cycle === undefined ? 'none' : cycle.stem.length + cycle.loop.length,
    );
  }
});
