/**
 * The product of tables against real executions: the same states, transitions, quiet moments and ends,
 * on the gallery with every kind of client, and on programs that fast-check makes up.
 */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import {
  again,
  binarySemaphore,
  cell,
  condition,
  deque,
  done,
  fresh,
  futex,
  interruptible,
  lock,
  loop,
  masked,
  until,
  type Lock,
  type Step,
} from 'heddle';
import { Learner } from '../automata/learner.ts';
import { interruptKinds } from '../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../program/client.ts';
import { offeredOperations } from '../program/primitive.ts';
import { programOf, rawProgram, type Program } from '../program/program.ts';
import { strengths, type Strength } from '../program/objectKind.ts';
import { nativeSearch, type NativeResult } from '../testing/nativeSearch.ts';
import { timeless } from './limits.ts';
import { Product } from './product.ts';
import { search } from './search.ts';

function tableSearch(program: Program): NativeResult {
  const result = search(new Product(new Learner(program), []), {}, timeless);
  const { states, transitions, quietMoments, endStates } = result;
  return { states, transitions, quietMoments, endStates };
}

describe('on the gallery', () => {
  const clients: Client[] = [
    workload(2, 1, 1),
    ...interruptKinds.map((kind) => withInterrupts(workload(2, 1, 1), kind)),
    { permits: 1, plans: [planOf('timedAcquire release'), planOf('acquire release')] },
    { permits: 1, plans: [planOf('tryAcquire release', 2), planOf('acquire release')] },
    { permits: 1, plans: [planOf('acquire release', 'forever'), planOf('acquire release')] },
  ];
  const cases = gallery.flatMap((primitive) =>
    clients
      .filter(({ plans }) =>
        plans.every(({ operations }) =>
          operations.every(({ operation }) => offeredOperations(primitive).includes(operation)),
        ),
      )
      .map((client) => ({ primitive, client })),
  );

  test.each(strengths)('with %s locks', (strength: Strength) => {
    let compared = 0;
    for (const { primitive, client } of cases) {
      const make = (): Program => programOf(primitive, client, { strength });
      const native = nativeSearch(make, 400);
      if (native === undefined) continue;
      compared++;
      expect({ name: primitive.name, client, ...tableSearch(make()) }).toEqual({
        name: primitive.name,
        client,
        ...native,
      });
    }
    // Most of the cases are small enough to be compared at all.
    expect(compared).toBeGreaterThan(cases.length / 2);
  });
});

/** What a made-up thread does: each word is a few steps on the objects of the program below. */
type Word = (typeof words)[number];
const words = [
  'write',
  'add',
  'compare',
  'lock',
  'try',
  'signal',
  'wait',
  'push',
  'pop',
  'spin',
  'sleep',
  'wake',
  'notify',
  'masked',
] as const;

function madeUp(threads: readonly (readonly Word[])[], strength: Strength): Program {
  return rawProgram(
    () => {
      const x = cell(0);
      const m = lock();
      const s = binarySemaphore(0);
      const q = deque<Lock>();
      const f = futex(0);
      const c = condition(m);
      const doWord = function* (word: Word, me: number): Step {
        switch (word) {
          case 'write':
            return yield* x.write(me);
          case 'add':
            yield* x.write(((yield* x.read()) + 1) % 3);
            return;
          case 'compare':
            yield* x.compareAndSet(0, 2);
            return;
          case 'lock':
            yield* m.acquire();
            yield* x.exchange(1);
            return yield* m.release();
          case 'try':
            if (yield* m.tryAcquire()) yield* m.release();
            return;
          case 'signal':
            return yield* s.v();
          case 'wait':
            yield* s.p();
            return;
          case 'push': {
            const own = yield* fresh(lock({ isHeld: true }));
            yield* q.pushBack(own);
            yield* own.acquire();
            return;
          }
          case 'pop':
            yield* loop(function* () {
              if (yield* q.isEmpty()) return done();
              const first = yield* q.popFront();
              yield* first.release();
              return again();
            });
            return;
          case 'spin':
            return yield* until(() => x.isNot(0));
          case 'sleep':
            yield* f.wait(0);
            return;
          case 'wake':
            yield* f.write(1);
            yield* f.wake(1);
            return;
          case 'notify':
            yield* m.acquire();
            yield* c.notify();
            if ((yield* x.read()) === 0) yield* c.wait();
            return yield* m.release();
          case 'masked':
            yield* masked(function* () {
              yield* x.read();
              yield* interruptible(() => x.read());
            });
        }
      };
      return {
        objects: { x, m, s, q, f, c },
        threads: threads.map(
          (program, me) =>
            function* () {
              for (const word of program) yield* doWord(word, me);
            },
        ),
      };
    },
    { strength },
  );
}

test('on programs that are made up', () => {
  const thread = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(thread, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      (threads, strength) => {
        const native = nativeSearch(() => madeUp(threads, strength), 500);
        if (native === undefined) return;
        compared++;
        expect(tableSearch(madeUp(threads, strength))).toEqual(native);
      },
    ),
    { seed: 1974, numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});
