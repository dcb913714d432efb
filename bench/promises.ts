/**
 * Promise code, side by side with fast-check's scheduler: async-mutex 0.5.0, callers that each acquire and
 * release once, events at rest. Executions and distinct orders in a second of processor time.
 *
 * `node --conditions=heddle-source --import tsx bench/promises.ts`
 */

import { Mutex } from 'async-mutex';
import fc from 'fast-check';
import { workload } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { defineSubject } from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import { MonitorTable } from '../src/automata/monitorTable.ts';
import { EventLoop } from '../src/promises/eventLoop.ts';
import { EventTable } from '../src/promises/eventTable.ts';
import { explore, type Exploration } from '../src/promises/explore.ts';
import { settled } from '../src/promises/order.ts';
import { scriptsOf } from '../src/promises/session.ts';

const subject = defineSubject({
  name: 'async-mutex',
  title: 'async-mutex',
  model: fifoSemaphore,
  create: () => new Mutex(),
  operations: { acquire: (mutex) => mutex.acquire(), release: (_mutex, { grant }) => grant() },
});

/** Explorations of all orders, judged by every property: each answers its executions. */
function explorer(callers: number, isSymmetric: boolean): () => Promise<number> {
  const client = workload(callers, 1, 1);
  const loop = new EventLoop();
  const setup = { threads: callers, permits: 1, requestMax: 1, hasInterrupts: false, model: subject.model };
  const judged = promiseProperties.filter(({ interrupts }) => interrupts === undefined);
  const exploration: Exploration = {
    plan: {
      subject,
      client,
      scripts: scriptsOf(client),
      events: new EventTable(subject.model),
      timeoutMs: 10,
      now: () => loop.time.now,
    },
    // What the monitors have learned is kept, as it is within one large exploration.
    monitors: judged.map((property) => new MonitorTable(property.monitor(setup))),
    momentIds: new Map(),
    positions: settled,
    isSymmetric,
    limits: {},
    loop,
  };
  return async () => (await explore(exploration)).executions;
}

/** What an exploration takes once it is warm: executions of one, and its seconds of processor time. */
async function measured(
  callers: number,
  isSymmetric: boolean,
): Promise<{ executions: number; seconds: number }> {
  const run = explorer(callers, isSymmetric);
  const warmUntil = cpu() + 1000;
  let executions = 0;
  do executions = await run();
  while (cpu() < warmUntil);
  const startedAt = cpu();
  let times = 0;
  do {
    await run();
    times++;
  } while (cpu() - startedAt < 2000);
  return { executions, seconds: (cpu() - startedAt) / 1000 / times };
}

/** One drawn order: calls and ends of visits come when the scheduler says so. Adds it to `seen`. */
async function draw(callers: number, s: fc.Scheduler, seen: Set<string>): Promise<void> {
  const mutex = new Mutex();
  const order: string[] = [];
  const call = s.scheduleFunction(async (_caller: number) => {});
  const visit = async (caller: number): Promise<void> => {
    await call(caller);
    order.push(`a${caller}`);
    const release = await mutex.acquire();
    await s.schedule(Promise.resolve());
    order.push(`r${caller}`);
    release();
  };
  await s.waitFor(Promise.all(Array.from({ length: callers }, (_, caller) => visit(caller))));
  seen.add(order.join(' '));
}

/** Distinct orders that fast-check sees in so many milliseconds of processor time. */
async function fastCheck(callers: number, cpuMs: number): Promise<{ runs: number; distinct: number }> {
  const seen = new Set<string>();
  let runs = 0;
  const startedAt = cpu();
  while (cpu() - startedAt < cpuMs) {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        runs++;
        await draw(callers, s, seen);
      }),
      { numRuns: 10 },
    );
  }
  return { runs, distinct: seen.size };
}

/** Milliseconds of processor time so far. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const grouped = (count: number): string => Math.round(count).toLocaleString('en-US');

for (const callers of [3, 4, 5, 6]) {
  const plain = await measured(callers, false);
  const classes = await measured(callers, true);
  const orders = plain.executions;
  await fastCheck(callers, 500);
  const drawn = await fastCheck(callers, 1000 * classes.seconds);
  console.log(
    [
      `${callers} callers: ${grouped(orders)} orders`,
      `  heddle, each executed:       ${grouped(orders / plain.seconds)} executions a second; all orders in ${(1000 * plain.seconds).toFixed(2)} ms`,
      `  heddle, callers alike:       ${grouped(classes.executions)} executions stand for all orders; ${(1000 * classes.seconds).toFixed(2)} ms`,
      `  fc.scheduler, in that time:  ${grouped(drawn.runs)} runs, ${grouped(drawn.distinct)} distinct orders: 1 of ${(orders / drawn.distinct).toFixed(1)}`,
    ].join('\n'),
  );
}
