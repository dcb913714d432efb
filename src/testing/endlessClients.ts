/** Clients that repeat for ever, and what is found of them compared with what real executions show. */

import { livelockFreedom, starvationFreedoms } from 'heddle/properties';
import { expect } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { EndlessClient } from '../explore/liveness/findCycle.ts';
import { timeless } from '../explore/limits.ts';
import type { Client } from '../program/client.ts';
import type { Circumstances } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { naiveGraph, naivelyForbidden } from './naiveEndless.ts';

/** What is forbidden of fair cycles. */
export const fairRules = [...starvationFreedoms, livelockFreedom].map(({ endless }) => endless!);

/** A client that repeats for ever, to be searched for cycles. */
export function endless(
  primitive: Primitive,
  client: Client,
  circumstances: Circumstances = { strength: 'weak' },
): EndlessClient {
  const learner = new Learner(programOf(primitive, client, circumstances));
  return new EndlessClient(learner, { states: 5000 }, timeless);
}

/** Compares what is found with what real executions show; false where there are too many of them. */
export function compareCycles(
  primitive: Primitive,
  client: Client,
  circumstances: Circumstances,
  found: number[],
): boolean {
  const naive = naiveGraph(programOf(primitive, client, circumstances), 70);
  if (naive === undefined) return false;
  const explored = endless(primitive, client, circumstances);
  fairRules.forEach((rule, index) => {
    if (rule.forbids === 'unbounded bypass') return;
    const { cycle, result } = explored.find(rule);
    const isForbidden = client.plans.some((_, victim) => naivelyForbidden(naive, victim, rule));
    const name = `${rule.forbids}, ${rule.fairness}`;
    expect({ name, found: cycle !== undefined, stop: result.stop }).toEqual({
      name,
      found: isForbidden,
      stop: undefined,
    });
    if (isForbidden) found[index]!++;
  });
  return true;
}
