/** What a step means, on the real generators: loops, masks, deadlines, interrupts, objects that come and go. */

import {
  again,
  cell,
  condition,
  defineObject,
  definePrimitive,
  deque,
  done,
  forgetting,
  fresh,
  interruptible,
  lock,
  loop,
  masked,
  next,
  until,
  type Call,
  type Lock,
  type Primitive,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { describe, expect, test } from 'vitest';
import type { ThreadIndex } from '../core/ids.ts';
import { interruptKinds, type Choice, type InterruptKind } from '../core/schedule.ts';
import { planOf, withInterrupts, type Client } from './client.ts';
import { programOf, rawProgram, type Program } from './program.ts';
import type { Scheduling } from './turn.ts';
import { World } from './world.ts';

const T0 = 0 as ThreadIndex;
const T1 = 1 as ThreadIndex;

/** One thread that does `body` over `objects`. */
function alone(make: () => { objects: object; body: () => Step<unknown> }): World {
  return new World(
    rawProgram(() => {
      const { objects, body } = make();
      return { objects, threads: [body] };
    }),
  );
}

function step(world: World, thread: ThreadIndex = T0): ReturnType<World['apply']> {
  return world.apply({ thread, action: 'step', outcome: 0 });
}

/** Steps until the thread is done or blocked; answers how many it took. */
function run(world: World, thread: ThreadIndex = T0): number {
  let count = 0;
  while (world.movesOf(thread).some(({ action }) => action === 'step')) {
    step(world, thread);
    count++;
  }
  return count;
}

const value = (world: World, name: string): unknown => {
  const object = world.program.arena.objects.find((one) => one.name === name)!;
  return world.values[object.index];
};

describe('a loop', () => {
  test('hands its state on, answers its result, and takes no step of its own', () => {
    const world = alone(() => {
      const sum = cell(0);
      return {
        objects: { sum },
        *body() {
          const turns = yield* loop(3, function* (left) {
            if (left === 0) return done('over');
            yield* sum.fetchAdd(left);
            return again(left - 1);
          });
          yield* sum.write(turns === 'over' ? yield* sum.read() : -1);
        },
      };
    });
    // Three turns, a read, a write.
    expect(run(world)).toBe(5);
    expect(value(world, 'sum')).toBe(6);
  });

  test('what happened in earlier turns is forgotten', () => {
    const world = alone(() => {
      const word = cell(0);
      return {
        objects: { word },
        *body() {
          yield* loop(function* () {
            yield* word.read();
            yield* word.read();
            return again();
          });
        },
      };
    });
    const log = (): unknown => JSON.stringify(world.thread(T0)!.run.log);
    const start = log();
    step(world);
    expect(log()).not.toBe(start);
    step(world);
    expect(log()).toBe(start);
  });

  test('an error leaves it, and can be caught outside', () => {
    const world = alone(() => {
      const queue = deque<number>();
      const caught = cell('');
      return {
        objects: { queue, caught },
        *body() {
          try {
            yield* loop(function* () {
              yield* queue.popFront();
              return again();
            });
          } catch (error) {
            yield* caught.write((error as Error).message);
          }
        },
      };
    });
    run(world);
    expect(value(world, 'caught')).toBe('pop from an empty deque');
  });

  test('forgetting keeps the result alone', () => {
    const world = alone(() => {
      const word = cell(5);
      return {
        objects: { word },
        *body() {
          const found = yield* forgetting(function* () {
            yield* word.read();
            return (yield* word.read()) + 1;
          });
          yield* word.write(found);
        },
      };
    });
    step(world);
    step(world);
    expect(JSON.stringify(world.thread(T0)!.run.log)).toBe('[{"type":"loop over","result":6}]');
    run(world);
    expect(value(world, 'word')).toBe(6);
  });
});

describe('until', () => {
  /** T0 waits for two cells; T1 changes them. */
  function waiting(
    changes: (a: ReturnType<typeof cell<number>>, b: ReturnType<typeof cell<number>>) => Step,
  ): World {
    return new World(
      rawProgram(() => {
        const a = cell(0);
        const b = cell(0);
        return {
          objects: { a, b },
          threads: [
            () =>
              until(function* () {
                return (yield* a.is(1)) && (yield* b.is(1));
              }),
            () => changes(a, b),
          ],
        };
      }),
    );
  }

  test('is blocked when a turn has found it false, until something that it read reads differently', () => {
    const world = waiting(function* (a, b) {
      yield* b.write(1);
      yield* a.write(0);
      yield* a.write(1);
    });
    // It looks at the first alone: that is not 1.
    expect(run(world)).toBe(1);
    expect(world.isBlocked(T0)).toBe(true);
    step(world, T1);
    expect(world.isBlocked(T0)).toBe(true);
    step(world, T1);
    expect(world.isBlocked(T0)).toBe(true);
    step(world, T1);
    expect(world.isBlocked(T0)).toBe(false);
    expect(run(world)).toBe(2);
    expect(world.thread(T0)).toBeUndefined();
  });

  test('that changes something in its turn is not held back', () => {
    const world = alone(() => {
      const tries = cell(0);
      return {
        objects: { tries },
        body: () =>
          until(function* () {
            return (yield* tries.fetchAdd(1)) === 2;
          }),
      };
    });
    expect(run(world)).toBe(3);
  });
});

describe('objects that are made while running', () => {
  test('get the lowest slot that nothing points to, and are gone when nothing does', () => {
    const world = alone(() => {
      const queue = deque<Lock>();
      return {
        objects: { queue },
        *body() {
          yield* loop(2, function* (left) {
            if (left === 0) return done();
            const own = yield* fresh(lock());
            yield* queue.pushBack(own);
            yield* own.acquire();
            yield* queue.popFront();
            return again(left - 1);
          });
          yield* queue.isEmpty();
        },
      };
    });
    const names = (): string[] =>
      world.program.arena.objects.filter(({ pool }) => pool !== undefined).map(({ name }) => name);
    step(world);
    expect(names()).toEqual(["T0's lock"]);
    expect(value(world, "T0's lock")).toBe(1);
    run(world);
    expect(names()).toEqual(["T0's lock"]);
    expect(value(world, "T0's lock")).toBeUndefined();
  });

  test('one that is still in the queue keeps its slot', () => {
    const world = alone(() => {
      const queue = deque<Lock>();
      return {
        objects: { queue },
        *body() {
          yield* queue.pushBack(yield* fresh(lock()));
          yield* queue.pushBack(yield* fresh(lock({ isHeld: true })));
          yield* queue.pushBack(yield* fresh(lock()));
        },
      };
    });
    run(world);
    const { arena } = world.program;
    expect(arena.render(arena.objects[0]!.index, world.values[0])).toBe(
      "[T0's lock, T0's lock 2, T0's lock 3]",
    );
    // A pool for each kind and initial value.
    expect(arena.objects.map(({ pool }) => pool?.slots.length)).toEqual([undefined, 2, 1, 2]);
  });
});

/** A semaphore whose acquire and timedAcquire are given. */
function primitive(
  methods: (count: Lock) => {
    acquire?: (call: Call) => Step<unknown>;
    timedAcquire?: (call: Call) => Step<unknown>;
  },
): Primitive {
  return definePrimitive({
    name: 'made-up',
    title: 'Made up',
    model: semaphore,
    create: () => {
      const inner = lock({ isHeld: true, strength: 'blocked-queue' });
      const flag = cell(0);
      return { inner, flag, release: () => inner.release(), ...methods(inner) };
    },
  });
}

const actions = (world: World, thread: ThreadIndex = T0): string[] =>
  world.movesOf(thread).map(({ action }) => action);

describe('a deadline', () => {
  const client: Client = { permits: 0, plans: [planOf('timedAcquire')] };

  test('passes while its call is blocked, and ends the wait', () => {
    const timed = primitive((inner) => ({ timedAcquire: ({ deadline }) => inner.acquire(deadline) }));
    const world = new World(programOf(timed, client, { strength: 'weak' }));
    step(world);
    expect(actions(world)).toEqual(['deadline']);
    world.apply({ thread: T0, action: 'deadline', outcome: 0 });
    const { events } = step(world);
    expect(events).toMatchObject([{ type: 'return', value: false }]);
  });

  test('is past for good once a look at it has said so', () => {
    const timed = primitive(() => ({
      *timedAcquire({ deadline }) {
        if (yield* deadline.isPast()) return false;
        return !(yield* deadline.isPast());
      },
    }));
    const world = new World(programOf(timed, client, { strength: 'weak' }));
    expect(actions(world)).toEqual(['step', 'deadline']);
    world.apply({ thread: T0, action: 'deadline', outcome: 0 });
    expect(actions(world)).toEqual(['step']);
    expect(step(world).events.at(-1)).toMatchObject({ type: 'return', value: false });
  });
});

describe('an interrupt', () => {
  const client: Client = { permits: 0, plans: [planOf('acquire')] };
  const waits = primitive((inner) => ({
    *acquire() {
      yield* inner.isHeld();
      yield* inner.acquire();
    },
  }));
  const worldOf = (of: Primitive, kind: InterruptKind): World =>
    new World(programOf(of, withInterrupts(client, kind), { strength: 'weak' }));

  test.each([
    ['before-blocked', ['step'], ['interrupt before']],
    ['after-blocked', ['step'], ['interrupt posted']],
    ['before-anywhere', ['step', 'interrupt before'], ['interrupt before']],
    // Nothing has taken effect at a wait, so nothing can be thrown in place of its result.
    ['after-anywhere', ['step', 'interrupt after'], []],
  ])('%s: where it may come', (name, onTheWay, whenBlocked) => {
    const kind = interruptKinds.find(({ effect, position }) => `${effect}-${position}` === name)!;
    const world = worldOf(waits, kind);
    expect(actions(world)).toEqual(onTheWay);
    step(world);
    step(world);
    expect(actions(world)).toEqual(whenBlocked);
  });

  test('before its effect takes the thread out of the queue', () => {
    const world = worldOf(waits, { effect: 'before', position: 'blocked' });
    step(world);
    step(world);
    const { events, changes } = world.apply({ thread: T0, action: 'interrupt before', outcome: 0 });
    expect(changes).toHaveLength(1);
    expect(events).toMatchObject([{ type: 'throw', thrown: { isInterrupt: true } }]);
    expect(world.interruptsLeft).toBe(0);
  });

  test('that is posted waits for the effect, and is thrown in place of the result', () => {
    const of = primitive((inner) => ({ acquire: () => inner.acquire() }));
    const two: Client = { permits: 0, plans: [planOf('acquire'), planOf('post')] };
    const world = new World(
      programOf(of, withInterrupts(two, { effect: 'after', position: 'blocked' }), { strength: 'weak' }),
    );
    step(world);
    world.apply({ thread: T0, action: 'interrupt posted', outcome: 0 });
    expect(world.isBlocked(T0)).toBe(true);
    step(world, T1);
    expect(step(world).events).toMatchObject([{ type: 'throw', thrown: { isInterrupt: true } }]);
    // It has been handed the lock all the same.
    expect(value(world, 'inner')).toMatchObject({ count: 0, queue: [] });
  });

  test('does not come where it is masked, but for what is let in again', () => {
    const of = primitive((inner) => ({
      acquire: () =>
        masked(function* () {
          yield* inner.isHeld();
          yield* interruptible(() => inner.isHeld());
          yield* inner.isHeld();
        }),
    }));
    const world = worldOf(of, { effect: 'before', position: 'anywhere' });
    const seen: boolean[] = [];
    while (world.thread(T0)?.operation.phase === 0) {
      seen.push(actions(world).includes('interrupt before'));
      step(world);
    }
    expect(seen).toEqual([false, true, false]);
  });

  test('comes to operations that take permits, and to no other', () => {
    const of = primitive((inner) => ({ acquire: () => inner.isHeld() }));
    const two: Client = { permits: 0, plans: [planOf('post')] };
    const world = new World(
      programOf(of, withInterrupts(two, { effect: 'before', position: 'anywhere' }), { strength: 'weak' }),
    );
    expect(actions(world)).toEqual(['step']);
  });
});

describe('a second interrupt', () => {
  /** Waits; when that is interrupted, does something about it, waits once more, and throws the interrupt on. */
  const of = primitive((inner) => ({
    *acquire() {
      try {
        yield* inner.acquire();
      } catch (interrupt) {
        yield* inner.isHeld();
        yield* inner.isHeld();
        yield* inner.acquire();
        throw interrupt;
      }
    },
  }));
  const client: Client = { permits: 0, plans: [planOf('acquire')] };

  /** Whether it may come at each step of what is done about the first, and at the wait in it. */
  const mayCome = (scheduling: Scheduling): boolean[] => {
    const kind = { effect: 'before', position: 'anywhere' } as const;
    const world = new World(programOf(of, withInterrupts(client, kind, 2), { strength: 'weak', scheduling }));
    step(world);
    world.apply({ thread: T0, action: 'interrupt before', outcome: 0 });
    const seen: boolean[] = [];
    while (actions(world).includes('step')) {
      seen.push(actions(world).includes('interrupt before'));
      step(world);
    }
    return [...seen, actions(world).includes('interrupt before')];
  };

  test('comes at any step where threads may be preempted', () => {
    expect(mayCome('preemptive')).toEqual([true, true, true, true]);
  });

  test('under cooperative scheduling finds the thread where it waits, before its turn and after it', () => {
    expect(mayCome('cooperative')).toEqual([false, false, false, true]);
    expect(mayCome('cooperative-fifo')).toEqual([false, false, false, true]);
  });
});

test('a condition gives its lock back while it sleeps, and takes it again when an interrupt ends the sleep', () => {
  const of = definePrimitive({
    name: 'sleeps',
    title: 'Sleeps',
    model: semaphore,
    create: () => {
      const mutex = lock();
      const woken = condition(mutex);
      return {
        mutex,
        woken,
        *acquire(): Step {
          yield* mutex.acquire();
          yield* woken.wait();
        },
        release: () => mutex.isHeld(),
      };
    },
  });
  const client: Client = { permits: 0, plans: [planOf('acquire')] };
  const world = new World(
    programOf(of, withInterrupts(client, { effect: 'before', position: 'blocked' }), { strength: 'weak' }),
  );
  // acquire, join, release.
  expect(run(world)).toBe(3);
  expect(value(world, 'mutex')).toBe(1);
  world.apply({ thread: T0, action: 'interrupt before', outcome: 0 });
  expect(step(world).events).toMatchObject([{ type: 'throw' }]);
  expect(value(world, 'mutex')).toBe(0);
});

describe('a choice', () => {
  const coin = defineObject({
    kind: 'coin',
    initial: () => 'up' as string,
    operations: { toss: () => [next('heads', 'heads'), next('tails', 'tails')] },
  });

  function tossing(): Program {
    return rawProgram(() => {
      const it = coin();
      return {
        objects: { it },
        threads: [
          function* () {
            yield* it.toss();
          },
        ],
      };
    });
  }

  test("of several outcomes is the scheduler's", () => {
    const world = new World(tossing());
    expect(world.choices()).toEqual([
      { thread: 0, action: 'step', outcome: 0 },
      { thread: 0, action: 'step', outcome: 1 },
    ]);
    world.apply({ thread: T0, action: 'step', outcome: 1 });
    expect(value(world, 'it')).toBe('tails');
  });

  test('that is not possible is refused, with those that are', () => {
    const world = new World(tossing());
    const impossible: Choice = { thread: T0, action: 'deadline', outcome: 0 };
    expect(() => world.apply(impossible)).toThrow(/T0 cannot deadline here.[^]*T0 step 0; T0 step 1/);
  });
});

describe('a quiet moment', () => {
  test('is when nobody inside an operation can go on; a call may then be blocked at once', () => {
    const of = primitive((inner) => ({ acquire: () => inner.acquire() }));
    const weak = {
      ...of,
      create: () => {
        const inner = lock({ isHeld: true });
        return { inner, acquire: () => inner.acquire(), release: () => inner.release() };
      },
    };
    const world = new World(
      programOf(weak, { permits: 0, plans: [planOf('acquire')] }, { strength: 'weak' }),
    );
    expect(world.moment()).toEqual({ waiting: [], isEnd: false });
    expect(actions(world)).toEqual(['call']);
    world.apply({ thread: T0, action: 'call', outcome: 0 });
    expect(world.moment()).toMatchObject({
      waiting: [{ thread: 0, operation: 'acquire', isTimeUp: false }],
      isEnd: true,
    });
  });
});
