/** Each way to be stuck, and who is to blame for it. */

import { binarySemaphore, definePrimitive, lock, type Call, type Primitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { planOf, workload, type Client } from '../program/client.ts';
import { programOf } from '../program/program.ts';
import { execute, type Execution } from '../trace/execution.ts';
import { choicesOf } from '../trace/trace.ts';
import { check } from './check.ts';
import { classifyStuck } from './classify.ts';

/** The execution that violates a property, and how it is classified. */
function stuck(primitive: Primitive, client: Client, name: string): ReturnType<typeof classifyStuck> {
  const property = properties.find((one) => one.name === name)!;
  const [report] = check(primitive, { properties: [property], clients: [client] }).properties;
  if (report?.verdict.verdict !== 'violated') return undefined;
  const { trace } = report.verdict.counterexample;
  const program = programOf(primitive, client, { strength: 'weak' });
  return classifyStuck(execute(program, choicesOf(trace), property));
}

function primitive(create: Primitive['create']): Primitive {
  return definePrimitive({ name: 'stuck', title: 'Gets stuck', model: semaphore, create });
}

/** Leaves its lock held when it has let two in. */
class Leaks {
  readonly inner = lock();
  readonly permits;

  constructor(permits: number) {
    this.permits = binarySemaphore(permits > 0 ? 1 : 0);
  }

  *acquire(): Step {
    yield* this.inner.acquire();
    yield* this.permits.p();
  }

  *release(): Step {
    yield* this.permits.v();
  }
}

/** Takes two locks in an order that depends on the thread. */
class Crosses {
  readonly left = lock();
  readonly right = lock();

  *acquire({ me }: Call): Step {
    const [first, second] = me === 0 ? [this.left, this.right] : [this.right, this.left];
    yield* first.acquire();
    yield* second.acquire();
    yield* second.release();
    yield* first.release();
  }

  *release(): Step {
    yield* this.left.isHeld();
  }
}

/** Sleeps behind a gate, and is never woken. */
class ForgetsToWake {
  readonly gate = lock();
  readonly signal = binarySemaphore(0);

  *acquire(): Step {
    yield* this.gate.acquire();
    yield* this.signal.p();
    yield* this.gate.release();
  }

  *release(): Step {
    yield* this.gate.isHeld();
  }
}

describe('a stuck end is classified', () => {
  test('a leaked lock: who took it, in which call, at which step', () => {
    const found = stuck(
      primitive(({ permits }) => new Leaks(permits)),
      workload(2, 1, 1),
      'deadlock-freedom',
    );
    expect(found).toMatchObject({
      type: 'leaked lock',
      object: 0,
      holder: { thread: 0, step: 0, hasLeft: true, invocation: { operation: 'acquire' } },
      victim: { thread: 1 },
    });
  });

  test('a circular wait: the circle', () => {
    const found = stuck(
      primitive(() => new Crosses()),
      workload(2, 1, 2),
      'deadlock-freedom',
    );
    expect(
      found?.type === 'circular wait' && found.circle.map(({ thread, holder }) => [thread, holder?.thread]),
    ).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('a lost wake-up: the one at the end of the line, not those that wait for it', () => {
    const client: Client = { permits: 1, plans: [planOf('acquire'), planOf('acquire')] };
    const found = stuck(
      primitive(() => new ForgetsToWake()),
      client,
      'deadlock-freedom',
    );
    expect(found).toMatchObject({ type: 'lost wakeup', victim: { object: 1, holder: undefined } });
  });
});

describe("the client's own deadlock", () => {
  /** Takes the step of the first thread that has one until nobody has. */
  function runToEnd(client: Client): Execution {
    const gate = primitive(({ permits }) => {
      const count = binarySemaphore(permits as 0 | 1);
      return {
        count,
        *acquire(): Step {
          yield* count.p();
        },
        *release(): Step {
          yield* count.v();
        },
      };
    });
    const program = programOf(gate, client, { strength: 'weak' });
    const step = { thread: 0, action: 'step', outcome: 0 } as never;
    const call = { thread: 0, action: 'call', outcome: 0 } as never;
    return execute(program, [step, call], undefined);
  }

  test('is told from a fault of the primitive: everybody waits rightly', () => {
    const execution = runToEnd({ permits: 1, plans: [planOf('acquire acquire')] });
    expect(execution.divergence).toBeUndefined();
    expect(classifyStuck(execution)).toMatchObject({ type: 'client deadlock', victims: [{ thread: 0 }] });
  });

  test('is no violation of anything, and is remarked on', () => {
    const client: Client = { permits: 1, plans: [planOf('acquire acquire'), planOf('acquire')] };
    const count = primitive(({ permits }) => {
      const inner = binarySemaphore(permits as 0 | 1);
      return {
        inner,
        *acquire(): Step {
          yield* inner.p();
        },
        *release(): Step {
          yield* inner.v();
        },
      };
    });
    const report = check(count, {
      properties: properties.filter(({ interrupts }) => interrupts === undefined),
      clients: [client],
    });
    expect(report.properties.filter(({ verdict }) => verdict.verdict !== 'holds')).toEqual([]);
    const deadlock = report.properties.find(({ property }) => property === 'deadlock-freedom');
    expect(deadlock?.remark?.says).toBe(
      "the client's own deadlock: T0 waits for what the client never gives back",
    );
  });
});
