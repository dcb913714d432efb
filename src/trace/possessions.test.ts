/** Who holds what, who waits for it, and what is taken for a signal. */

import { binarySemaphore, cell, definePrimitive, lock, until, type Primitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { expect, test } from 'vitest';
import type { ThreadIndex } from '../core/ids.ts';
import type { Choice } from '../core/schedule.ts';
import { planOf, withInterrupts, type Client } from '../program/client.ts';
import { programOf } from '../program/program.ts';
import { strengths, type Strength } from '../program/objectKind.ts';
import { execute, type Execution } from './execution.ts';

const step = (thread: number): Choice => ({ thread: thread as ThreadIndex, action: 'step', outcome: 0 });

function played(
  primitive: Primitive,
  client: Client,
  choices: readonly Choice[],
  strength: Strength = 'weak',
): Execution {
  return execute(programOf(primitive, client, { strength }), choices, undefined);
}

/** Acquire takes a lock, and a signal; release gives the signal. */
const locksAndSignals = definePrimitive({
  name: 'locks-and-signals',
  title: 'A lock and a signal',
  model: semaphore,
  create: () => {
    const inner = lock();
    const signal = binarySemaphore(0);
    return {
      inner,
      signal,
      *acquire(): Step {
        yield* inner.acquire();
        yield* signal.p();
      },
      *release(): Step {
        yield* signal.v();
      },
    };
  },
});

const client: Client = { permits: 0, plans: [planOf('acquire'), planOf('acquire'), planOf('post')] };

test('a thread that waits for a lock waits for its holder; one that waits for a signal for nobody', () => {
  const { steps } = played(locksAndSignals, client, [step(0), { ...step(1), action: 'call' }]);
  expect(steps.at(-1)?.blocked).toMatchObject([
    { thread: 0, object: 1, holder: undefined },
    { thread: 1, object: 0, holder: { thread: 0, step: 0, hasLeft: false } },
  ]);
});

test('a lock whose taker has left its call is known to be left', () => {
  const { steps } = played(locksAndSignals, client, [
    step(0),
    step(2),
    step(0),
    { ...step(1), action: 'call' },
  ]);
  expect(steps.at(-1)?.blocked).toMatchObject([
    { thread: 1, object: 0, holder: { thread: 0, step: 0, hasLeft: true } },
  ]);
});

test.each(strengths.filter((strength) => strength !== 'weak'))(
  '%s: whoever is handed a lock holds it',
  (strength) => {
    const mutex = definePrimitive({
      name: 'lock',
      title: 'A lock',
      model: semaphore,
      create: () => {
        const inner = lock();
        return { inner, acquire: () => inner.acquire(), release: () => inner.release() };
      },
    });
    const three: Client = {
      permits: 1,
      plans: [planOf('acquire release'), planOf('acquire'), planOf('acquire')],
    };
    const { steps } = played(mutex, three, [step(0), step(1), step(0), step(2)], strength);
    expect(steps.at(-1)?.blocked.find(({ thread }) => thread === 2)?.holder).toMatchObject({
      thread: 1,
      hasLeft: false,
    });
  },
);

test('what a failed call wrote last is what the others look at in vain', () => {
  const flag = definePrimitive({
    name: 'flag',
    title: 'A flag',
    model: semaphore,
    create: () => {
      const up = cell(false);
      return {
        up,
        *acquire(): Step {
          yield* until(() => up.is(false));
          yield* up.write(true);
          yield* up.read();
        },
        *release(): Step {
          yield* up.write(false);
        },
      };
    },
  });
  const two = withInterrupts(
    { permits: 1, plans: [planOf('acquire'), planOf('acquire')] },
    { effect: 'before', position: 'anywhere' },
  );
  const { steps } = played(flag, two, [
    step(0),
    step(0),
    { ...step(0), action: 'interrupt before' },
    step(1),
  ]);
  expect(steps.at(-1)?.blocked).toMatchObject([
    { thread: 1, isLooking: true, holder: { thread: 0, step: 1, hasLeft: true } },
  ]);
});
