/** What a primitive is made of, read off the steps that it takes. */

import { Learner } from '../../automata/learner.ts';
import type { NodeId } from '../../core/ids.ts';
import { timeless } from '../../explore/limits.ts';
import { allReductions, reducedSearch } from '../../explore/reducedSearch.ts';
import { describeClient, workload } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { defaultClients, handsOutPermits } from '../defaultClients.ts';

/** What a primitive is made of. */
export interface Parts {
  /** How many shared objects of each kind there are from the start. */
  readonly fixed: ReadonlyMap<string, number>;
  /** The kinds of those that are made while running. */
  readonly madeLater: readonly string[];
  /** Every operation that some thread stands at, as `kind.operation`. */
  readonly operations: readonly string[];
  readonly client: string;
}

const statesMax = 200_000;

/** Explores a small client, and reads off what its threads ask for. */
export function partsOf(primitive: Primitive, circumstances: Circumstances): Parts {
  const threads = Math.min(3, primitive.threadsMax ?? 3);
  // One with a model of its own brings its clients along.
  const client = handsOutPermits(primitive) ? workload(threads, 1, 1) : defaultClients(primitive)[0]!;
  const program = programOf(primitive, client, circumstances);
  const learner = new Learner(program);
  reducedSearch(learner, [], allReductions, { states: statesMax }, timeless);
  const { objects } = program.arena;
  const operations = new Set<string>();
  for (const { index: thread } of program.threads) {
    for (let node = 1; node < learner.nodeCount(thread); node++) {
      const pending = learner.nodeAt(thread, node as NodeId)?.pending;
      if (pending?.type === 'operate') {
        operations.add(`${program.arena.at(pending.object).kind.name}.${pending.operation}`);
      }
    }
  }
  const fixed = new Map<string, number>();
  for (const { kind, pool } of objects) {
    if (pool === undefined) fixed.set(kind.name, (fixed.get(kind.name) ?? 0) + 1);
  }
  const later = objects.flatMap(({ kind, pool }) => (pool === undefined ? [] : [kind.name]));
  return {
    fixed,
    madeLater: [...new Set(later)].toSorted(),
    operations: [...operations].toSorted(),
    client: describeClient(client),
  };
}

/** Operations on a word that read it or write it, and not both; whatever else there is needs help from the hardware. */
const plainAccess = ['read', 'write', 'wait', 'wake', 'destroy'];

/** Those operations that read and write a word in one step. */
export function readModifyWrites({ operations }: Parts): string[] {
  return operations.filter((name) => {
    const [kind = '', operation = ''] = name.split('.');
    return ['cell', 'futex'].includes(kind) && !plainAccess.includes(operation);
  });
}
