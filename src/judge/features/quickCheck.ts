/** Verdicts without the story: for what is explored many times over, and told in a line each. */

import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { firstInterrupt, lastInterrupt } from '../../automata/tables.ts';
import { HeddleBug } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import type { InterruptKind } from '../../core/schedule.ts';
import { timeless } from '../../explore/limits.ts';
import { Product } from '../../explore/product.ts';
import { realScheduleOf } from '../../explore/realSchedule.ts';
import { allReductions, reducedSearch } from '../../explore/reducedSearch.ts';
import { search } from '../../explore/search.ts';
import type { Client } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { execute } from '../../trace/execution.ts';

/** What was found with some clients. */
export interface QuickVerdict {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** The violated properties, and the first client that showed one. */
  readonly violated: readonly string[];
  readonly client: Client | undefined;
  /** With all clients together, or, where a limit stopped it, with that one. */
  readonly states: number;
}

/**
 * Checks several properties at once, client by client, and stops at the first client that breaks one.
 * What is violated has been executed on the real generators.
 */
export function quickCheck(
  primitive: Primitive,
  properties: readonly Property[],
  clients: readonly Client[],
  circumstances: Circumstances,
  statesMax: number,
): QuickVerdict {
  let states = 0;
  let stopped: { readonly client: Client; readonly states: number } | undefined;
  for (const client of clients) {
    const program = programOf(primitive, client, circumstances);
    const tables = properties.map(({ monitor }) => new MonitorTable(monitor(program.setup)));
    const result = reducedSearch(
      new Learner(program),
      tables,
      allReductions,
      { states: statesMax },
      timeless,
    );
    const broken = properties.filter((property, index) => {
      const violation = result.violations[index];
      if (violation === undefined) return false;
      const choices = realScheduleOf(result.product, result.store, violation);
      if (execute(program, choices, property).violation === undefined) {
        throw new HeddleBug('a violation that was found does not show in the replay');
      }
      return true;
    });
    states += result.states;
    if (broken.length > 0) return { answer: 'no', violated: broken.map(({ name }) => name), client, states };
    if (result.stop !== undefined) stopped ??= { client, states: result.states };
  }
  const violated: readonly string[] = [];
  return stopped === undefined
    ? { answer: 'yes', violated, client: undefined, states }
    : { answer: 'unknown', violated, ...stopped };
}

/** Whether an interrupt of a kind can come to a thread, with this client. Exact, unless a limit is hit. */
export function canBeInterrupted(
  primitive: Primitive,
  client: Client,
  kind: InterruptKind,
  circumstances: Circumstances,
  statesMax: number,
): boolean {
  const program = programOf(primitive, { ...client, interrupts: { kind, budget: 1 } }, circumstances);
  const product = new Product(new Learner(program), []);
  let isFound = false;
  const recorder = {
    onState: () => {},
    onEdge: (successor: number) => {
      const action = product.successors.actions[successor]! & 255;
      if (action >= firstInterrupt && action <= lastInterrupt) isFound = true;
    },
  };
  search(product, { states: statesMax }, timeless, { recorder });
  return isFound;
}
