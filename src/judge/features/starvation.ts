/** Whether somebody may wait for ever while others are served, decided on cycles of small endless clients. */

import { Learner } from '../../automata/learner.ts';
import type { Fairness } from '../../core/fairness.ts';
import { timeless } from '../../explore/limits.ts';
import { EndlessClient } from '../../explore/liveness/findCycle.ts';
import { planOf, type Client } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';

/** What was found of starvation under one kind of fairness. */
export interface Starvation {
  readonly isFree: 'yes' | 'no' | 'unknown';
  readonly client: Client;
  readonly states: number;
  /** The cycle that starves somebody: its length, and the way to it. */
  readonly cycle?: { readonly stem: number; readonly loop: number; readonly victim: number };
}

const fairnesses: readonly Fairness[] = ['weak', 'strong'];

function endless(threads: number): Client {
  return { permits: 1, plans: Array.from({ length: threads }, () => planOf('acquire release', 'forever')) };
}

/**
 * Two threads that acquire and release for ever, and three where the primitive serves so many. Exact for
 * these clients, unless a limit is hit.
 */
export function starvationOf(
  primitive: Primitive,
  circumstances: Circumstances,
  statesMax: number,
): Readonly<Record<Fairness, Starvation>> {
  const found = new Map<Fairness, Starvation>();
  for (const threads of [2, 3]) {
    if (threads > (primitive.threadsMax ?? threads)) continue;
    const open = fairnesses.filter((fairness) => (found.get(fairness)?.isFree ?? 'yes') === 'yes');
    if (open.length === 0) break;
    const client = endless(threads);
    const learner = new Learner(programOf(primitive, client, circumstances));
    const graphs = new EndlessClient(learner, { states: statesMax }, timeless);
    for (const fairness of open) {
      const { result, cycle } = graphs.find({ forbids: 'starvation', fairness });
      const { states } = result;
      if (cycle !== undefined) {
        const { victim, stem, loop } = cycle;
        const lengths = { stem: stem.length, loop: loop.length, victim };
        found.set(fairness, { isFree: 'no', client, states, cycle: lengths });
      } else if (result.stop === undefined) found.set(fairness, { isFree: 'yes', client, states });
      // Two threads are too few for some starvation, so a limit at three leaves it open.
      else found.set(fairness, { isFree: 'unknown', client, states });
    }
  }
  return { weak: found.get('weak')!, strong: found.get('strong')! };
}
