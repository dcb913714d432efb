/** Arbitraries that shrink to what a reader wants to see, and fast-check's scheduler over every order. */

import fc from 'fast-check';
import { Mutex } from 'async-mutex';
import { cell, definePrimitive, until, type Step } from 'heddle';
import { assertScenarios, everySchedule, executeScenario, scenarios } from 'heddle/fast-check';
import { gallery } from 'heddle/gallery';
import { mutex } from 'heddle/models';
import { noLostWakeup, safety } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { clients } from './clients.ts';

class TestThenSet {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.is(false));
    yield* this.held.write(true);
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

const broken = definePrimitive({
  name: 'mine',
  title: 'Test, then set',
  model: mutex,
  create: () => new TestThenSet(),
});

/** What was thrown, as text. */
function thrownBy(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message + String((error as Error & { cause?: Error }).cause?.message ?? '');
  }
  return 'nothing';
}

describe('scenarios', () => {
  test('shrink, client and schedule together, to two threads and the switches that it takes', () => {
    const found = fc.check(
      fc.property(
        scenarios(broken),
        (scenario) => executeScenario(broken, scenario, [safety]).violation === undefined,
      ),
      { seed: 1, numRuns: 2000 },
    );
    expect(found.failed).toBe(true);
    const [{ client, schedule }] = found.counterexample!;
    expect(client.plans.map(({ operations }) => operations[0]!.operation)).toEqual(['acquire', 'acquire']);
    // Away from T0 after its look, and back; the zeros that go on with the same thread are what is left of the rest.
    expect(schedule.filter((choice) => choice !== 0).length).toBeLessThanOrEqual(2);
    expect(executeScenario(broken, found.counterexample![0], [safety]).story).toContain('safety is violated');
  });

  test('are drawn again by seed and path', () => {
    const text = thrownBy(() => assertScenarios(broken, { properties: [safety], seed: 1, numRuns: 2000 }));
    const [, seed, path] = /\{ seed: (-?\d+), path: "([\d:]+)", endOnFailure: true \}/.exec(text)!;
    expect(text).toContain('mine: safety is violated');
    const again = thrownBy(() =>
      assertScenarios(broken, { properties: [safety], seed: Number(seed), path: path!, endOnFailure: true }),
    );
    expect(again).toContain('mine: safety is violated');
    expect(again).toContain('after 1 tests');
  });

  test('do not fail where nothing is wrong', () => {
    const mended = definePrimitive({
      ...broken,
      create: () =>
        new (class extends TestThenSet {
          override *acquire(): Step {
            yield* until(() => this.held.compareAndSet(false, true));
          }
        })(),
    });
    assertScenarios(mended, { properties: [safety, noLostWakeup], seed: 2, numRuns: 300 });
  });
});

describe('a test for fc.scheduler', () => {
  /** Callers that are called and finish whenever the scheduler says so; the third may be called late. */
  const visits =
    (callers: number, lock: { runExclusive(task: () => Promise<void>): Promise<unknown> }) =>
    async (s: fc.Scheduler): Promise<void> => {
      let inside = 0;
      const call = s.scheduleFunction(async (_caller: number) => {});
      const all = Promise.all(
        Array.from({ length: callers }, async (_, caller) => {
          await call(caller);
          await lock.runExclusive(async () => {
            if (++inside > 1) throw new Error('two are inside');
            await s.schedule(Promise.resolve(), `work of ${caller}`);
            inside--;
          });
        }),
      );
      await s.waitFor(all);
    };

  test('becomes a proof: n! × Catalan(n) orders of n callers', async () => {
    // As in the orders of settled events, which these are.
    expect(await everySchedule((s) => visits(2, new Mutex())(s))).toEqual({
      verdict: 'holds',
      executions: 4,
    });
    expect(await everySchedule((s) => visits(3, new Mutex())(s))).toEqual({
      verdict: 'holds',
      executions: 30,
    });
    expect(await everySchedule((s) => visits(4, new Mutex())(s))).toEqual({
      verdict: 'holds',
      executions: 336,
    });
  });

  test('fails with the order that breaks it, which fast-check itself runs again', async () => {
    const open = { runExclusive: (task: () => Promise<void>): Promise<void> => task() };
    const error = (await everySchedule((s) => visits(2, open)(s)).catch(
      (reason: unknown) => reason,
    )) as Error;
    expect(error.message).toMatchInlineSnapshot(`
      "two are inside

      Order 1 of the tasks fails:
      schedulerFor()\`
      -> [task\${1}] function::(0) resolved
      -> [task\${2}] function::(1) resolved
      -> [task\${3}] promise::work of 0 pending\`

      To see it again, hand this scheduler to the test:
        fc.schedulerFor([1, 2])"
    `);
    const [, order] = /schedulerFor\(\[([\d, ]+)\]\)/.exec(error.message)!;
    await expect(visits(2, open)(fc.schedulerFor(order!.split(', ').map(Number)))).rejects.toThrow(
      'two are inside',
    );
  });

  test('has a limit, and says when it is hit', async () => {
    expect(await everySchedule((s) => visits(4, new Mutex())(s), { executionsMax: 10 })).toEqual({
      verdict: 'unknown',
      executions: 10,
    });
  });

  test('is refused when it does not do the same again', async () => {
    let count = 0;
    const changing = async (s: fc.Scheduler): Promise<void> => {
      for (let index = 0; index < 2 + (count % 2); index++)
        void s.schedule(Promise.resolve(), `task ${count}`);
      count++;
      await s.waitAll();
    };
    await expect(everySchedule(changing)).rejects.toThrow(
      'does not do the same when its tasks run in the same order again',
    );
  });
});

test('what has no acquire and release is tried with the clients of its model', () => {
  const primitive = gallery.find(({ name }) => name === 'readers-writer-unseen')!;
  const drawn = fc.sample(clients(primitive), 30);
  for (const client of drawn) expect(primitive.model.clients).toContain(client);
  expect(new Set(drawn).size).toBeGreaterThan(1);
});
