/** What a primitive must not do is found out, and named. */

import {
  cell,
  definePrimitive,
  lock,
  loop,
  again,
  done,
  next,
  defineObject,
  type Call,
  type Primitive,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { expect, test } from 'vitest';
import { IllFormedError } from '../core/errors.ts';
import { check } from '../judge/check.ts';
import { failureFreedom, safety } from 'heddle/properties';
import { workload } from './client.ts';
import { runUserCode } from './userCode.ts';

const word = (): ReturnType<typeof cell<number>> => cell(0);

function primitive(create: Primitive['create']): Primitive {
  return definePrimitive({ name: 'made-up', title: 'Made up', model: mutex, create });
}

/** Writes how often it was called, after what is to be written first. */
function counting(first: (call: Call) => readonly number[]): Primitive {
  return primitive(() => {
    const inner = lock();
    const w = word();
    let calls = 0;
    return {
      inner,
      w,
      *acquire(call: Call): Step {
        yield* inner.acquire();
        for (const number of first(call)) yield* w.write(number);
        calls++;
        yield* w.write(calls);
      },
      release: () => inner.release(),
    };
  });
}

test.each<[string, Primitive, string]>([
  [
    'chance',
    primitive(() => {
      const w = word();
      return {
        w,
        *acquire(): Step {
          yield* w.write(Math.random());
        },
        release: () => w.write(0),
      };
    }),
    'a call of Math.random()',
  ],
  [
    'time',
    primitive(() => {
      const w = word();
      return {
        w,
        *acquire(): Step {
          yield* w.write(Date.now());
        },
        release: () => w.write(0),
      };
    }),
    'a call of Date.now()',
  ],
  [
    'an array that is pushed to',
    primitive(() => {
      const w = word();
      const queue: number[] = [];
      return {
        w,
        queue,
        *acquire(): Step {
          yield* w.read();
          queue.push(1);
        },
        release: () => w.write(0),
      };
    }),
    'Cannot add property 0',
  ],
  ['a variable around the methods', counting(() => []), 'told the same results, it did something else'],
  [
    'a variable around the methods, where threads know who they are',
    counting(({ me }) => [me]),
    'told the same results, it did something else',
  ],
  [
    'what a release returns from a variable',
    primitive(() => {
      const inner = lock();
      let calls = 0;
      return {
        inner,
        acquire: () => inner.acquire(),
        *release({ me }: Call): Step<number> {
          yield* inner.release();
          return me + calls++;
        },
      };
    }),
    'told the same results, it did something else',
  ],
  [
    'what is no plain data in a cell',
    primitive(() => {
      const w = cell<unknown>(0);
      return {
        w,
        *acquire(): Step {
          yield* w.write(new Map());
        },
        release: () => w.write(0),
      };
    }),
    'an instance of Map',
  ],
  [
    'an operation that an object does not have',
    primitive(() => {
      const w = word();
      return {
        w,
        *acquire(): Step {
          yield* (w as unknown as { operate(name: string): Step }).operate('leap');
        },
        release: () => w.write(0),
      };
    }),
    'The shared object w has no operation leap.',
  ],
  [
    'an object whose step function answers nonsense',
    primitive(() => {
      const strange = defineObject({
        kind: 'strange',
        initial: () => 0 as number,
        operations: { go: (() => 5) as unknown as () => ReturnType<typeof next<number>> },
      })();
      return {
        strange,
        *acquire(): Step {
          yield* strange.go();
        },
        *release(): Step {
          yield* strange.go();
        },
      };
    }),
    'The operation go of strange answers what is no outcome.',
  ],
  [
    'an object whose step function throws',
    primitive(() => {
      const strange = defineObject({
        kind: 'strange',
        initial: () => 0 as number,
        operations: {
          go: (): ReturnType<typeof next<number>> => {
            throw new Error('oh');
          },
        },
      })();
      return {
        strange,
        *acquire(): Step {
          yield* strange.go();
        },
        *release(): Step {
          yield* strange.go();
        },
      };
    }),
    'The operation go of strange threw an error.',
  ],
  [
    'turns of a loop without a step',
    primitive(() => {
      const w = word();
      return {
        w,
        *acquire(): Step {
          yield* w.read();
          // oxlint-disable-next-line require-yield
          yield* loop(function* () {
            return w === undefined ? done() : again();
          });
        },
        release: () => w.write(0),
      };
    }),
    '1000 turns of a loop without a step',
  ],
])('%s', (_, made, message) => {
  const run = (): unknown => check(made, { properties: [safety], clients: [workload(2, 2, 1)] });
  expect(run).toThrow(IllFormedError);
  expect(run).toThrow(message);
});

test('what a primitive throws of its own goes on to whoever asked', () => {
  const error = new RangeError('too many');
  expect(
    runUserCode(() => {
      throw error;
    }),
  ).toEqual({ thrown: error });
  expect(runUserCode(() => 5)).toEqual({ value: 5 });
});

test('chance and time are back when the user code is over', () => {
  const { random } = Math;
  const { now } = Date;
  runUserCode(() => 1);
  expect(() => runUserCode(() => Math.random())).toThrow('a call of Math.random()');
  expect([Math.random === random, Date.now === now]).toEqual([true, true]);
});

test('a shared object that no field names is there from the start, and known by its kind', () => {
  class Hidden {
    readonly #count = cell(5);

    *acquire(): Step {
      yield* this.#count.read();
    }

    *release(): Step {
      yield* this.#count.read();
    }
  }
  const [report] = check(
    primitive(() => new Hidden()),
    { properties: [safety], clients: [workload(2, 1, 1)] },
  ).properties;
  expect(report?.verdict).toMatchObject({
    counterexample: {
      trace: {
        schedule: [
          { does: 'cell #0.read()', gets: '5' },
          { does: 'cell #0.read()', gets: '5' },
        ],
      },
    },
  });
});

test('one that is first used late holds what it started with', () => {
  // The release is the first to use it: by then states have been found that do not know it.
  const late = primitive(() => {
    const inner = lock();
    const count = cell(5);
    return {
      acquire: () => inner.acquire(),
      *release(): Step {
        const found = yield* count.read();
        if (found !== 5) throw new Error(`found ${found}`);
        yield* inner.release();
      },
    };
  });
  const reports = check(late, {
    properties: [safety, failureFreedom],
    clients: [workload(3, 2, 1)],
  }).properties;
  expect(reports.map(({ verdict }) => verdict.verdict)).toEqual(['holds', 'holds']);
});

test('one that is made while running, without fresh, is refused', () => {
  const made = primitive(() => {
    const inner = lock();
    return {
      inner,
      *acquire(): Step {
        yield* inner.acquire();
        yield* lock().acquire();
      },
      release: () => inner.release(),
    };
  });
  expect(() => check(made, { properties: [safety], clients: [workload(2, 1, 1)] })).toThrow(
    'The primitive uses a lock that was made while it ran.',
  );
});
