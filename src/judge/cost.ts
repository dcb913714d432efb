/** What a primitive costs: counted, not judged. */

import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Monitor, Property } from '../core/monitor.ts';
import { isGranted } from '../core/event.ts';
import { fewestSwitches } from '../explore/fewestSwitches.ts';
import { timeless, type Limits } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { search } from '../explore/search.ts';
import { planOf, workload, type Client } from '../program/client.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf, type Program } from '../program/program.ts';
import type { Circumstances } from '../program/objectKind.ts';
import { World } from '../program/world.ts';

/** Steps of an operation, and how many of them are operations on locks or binary semaphores. */
export interface StepCount {
  readonly steps: number;
  readonly onLocks: number;
}

/** What the primitive costs; reported, not judged. */
export interface Cost {
  /** Alone, with a permit free. */
  readonly acquire: StepCount;
  readonly release: StepCount;
  /** The most locks and binary semaphores that exist at once, while `waiters` threads wait. */
  readonly locksAlive: { readonly locks: number; readonly waiters: number } | undefined;
  /** Context switches from the call of a release to the return of the acquire that waits for it, at best. */
  readonly handOverSwitches: number | undefined;
}

/** How much a search for a cost may store before it gives up. */
const limits: Limits = { states: 300_000 };

/** Measures what a primitive costs, as exact minima and maxima over all executions of small clients. */
export function costOf(primitive: Primitive, defaults: Circumstances): Cost {
  return {
    ...soloCost(programOf(primitive, workload(1, 1, 1), defaults)),
    locksAlive: locksAlive(primitive, defaults),
    handOverSwitches: handOverSwitches(primitive, defaults),
  };
}

function soloCost(program: Program): Pick<Cost, 'acquire' | 'release'> {
  const world = new World(program);
  const counts: Record<string, { steps: number; onLocks: number }> = {};
  const thread = 0 as ThreadIndex;
  while (world.movesOf(thread).some(({ action }) => action === 'step')) {
    const { pending, invocation } = world.apply({ thread, action: 'step', outcome: 0 });
    const count = (counts[invocation.operation] ??= { steps: 0, onLocks: 0 });
    count.steps++;
    const isOnLock =
      pending.type === 'operate' && program.arena.at(pending.object).kind.possession !== undefined;
    if (isOnLock) count.onLocks++;
  }
  const none = { steps: 0, onLocks: 0 };
  return { acquire: counts['acquire'] ?? none, release: counts['release'] ?? none };
}

function locksAlive(primitive: Primitive, defaults: Circumstances): Cost['locksAlive'] {
  const threads = Math.min(3, primitive.threadsMax ?? 3);
  const locks = locksAliveWith(primitive, defaults, threads);
  return locks === undefined ? undefined : { locks, waiters: threads - 1 };
}

/**
 * The most locks and binary semaphores that exist at once, while `threads` threads acquire and release once.
 * Exact; undefined where there are too many states.
 */
export function locksAliveWith(
  primitive: Primitive,
  defaults: Circumstances,
  threads: number,
): number | undefined {
  const program = programOf(primitive, workload(threads, 1, 1), defaults);
  const isLock = (object: Program['arena']['objects'][number]): boolean =>
    object.kind.possession !== undefined;
  const fixed = program.arena.objects.filter((object) => object.pool === undefined && isLock(object)).length;
  const product = new Product(new Learner(program), []);
  const { store, stop } = search(product, limits, timeless);
  if (stop !== undefined) return undefined;
  let most = 0;
  for (const state of store.numbers()) {
    most = Math.max(most, product.allocatedIn(store.chunkOf(state), store.offsetOf(state), isLock));
  }
  return fixed + most;
}

/** One thread holds and releases, the other waits: how often must the processor change between them? */
function handOverSwitches(primitive: Primitive, defaults: Circumstances): number | undefined {
  const client: Client = { permits: 1, plans: [planOf('acquire release'), planOf('acquire')] };
  const program = programOf(primitive, client, defaults);
  const monitor = new MonitorTable(handOver.monitor(program.setup));
  const product = new Product(new Learner(program), [monitor], { tellsLastThread: true });
  const cheapest = fewestSwitches(product, limits.states ?? Infinity);
  // Two switches bring about the waiting: to the waiter, and back to the holder.
  return cheapest === undefined ? undefined : cheapest.switches - 2;
}

/** `violated` when a hand-over is complete: T0 has released while T1 waited, and T1 has acquired. */
const handOver: Property = {
  name: 'hand-over',
  title: 'Hand-over',
  violatedWhen: 'a hand-over is complete',
  monitor: (): Monitor => ({
    initial: 'before',
    onQuiet: (state, { waiting }) => ({
      state: state === 'before' && waiting.some(({ thread }) => thread === 1) ? 'waiting' : state,
    }),
    onEvent: (state, event) => {
      const { thread } = event.invocation;
      if (state === 'waiting' && thread === 0 && event.type === 'call') return { state: 'released' };
      const isDone =
        state === 'released' && thread === 1 && event.type === 'return' && isGranted(event.value);
      return isDone ? { state: 'done', violation: 'T1 has been handed the permit' } : { state };
    },
  }),
};
