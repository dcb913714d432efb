/** Programs made up of words, for tests that compare one way to search with another. */

import { fresh } from '../../program/fresh.ts';
import { again, done, loop, until } from '../../program/loop.ts';
import { interruptible, masked } from '../../program/mask.ts';
import { next, type Strength } from '../../program/objectKind.ts';
import { binarySemaphore } from '../../program/objects/binarySemaphore.ts';
import { cell } from '../../program/objects/cell.ts';
import { condition } from '../../program/objects/condition.ts';
import { deque } from '../../program/objects/deque.ts';
import { eventLoop } from '../../program/objects/eventLoop.ts';
import { futex } from '../../program/objects/futex.ts';
import { future } from '../../program/objects/future.ts';
import { lock, type Lock } from '../../program/objects/lock.ts';
import { parkingPlace } from '../../program/objects/parkingPlace.ts';
import { rawProgram, type Program } from '../../program/program.ts';
import { defineObject } from '../../program/sharedObject.ts';
import type { Step } from '../../program/step.ts';
import type { Scheduling } from '../../program/turn.ts';

/** What a made-up thread does: each word is a few steps on the objects of the program below. */
export type Word = (typeof words)[number];
/** All of them. */
export const words = [
  'write',
  'add',
  'compare',
  'lock',
  'keep',
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
  'await',
  'complete',
  'park',
  'switch',
  'yield',
] as const;

/** What threads have seen, in no order, so that the end states tell it and nothing else. */
const notes = defineObject({
  kind: 'notes',
  initial: (): readonly string[] => [],
  operations: { add: ({ value }, note: string) => next([...value, note].toSorted()) },
});

/**
 * The program whose threads do these words.
 *
 * @param scheduling default preemptive.
 * @param tells whether the threads note in the end what they were told, so that the end states tell it.
 */
export function madeUp(
  threads: readonly (readonly Word[])[],
  strength: Strength,
  scheduling: Scheduling = 'preemptive',
  { tells = false }: { readonly tells?: boolean } = {},
): Program {
  return rawProgram(
    () => {
      const x = cell(0);
      const m = lock();
      const s = binarySemaphore(0);
      const q = deque<Lock>();
      const f = futex(0);
      const c = condition(m);
      const w = future();
      const p = parkingPlace();
      const e = eventLoop();
      const told = notes();
      const doWord = function* (word: Word): Step<unknown> {
        switch (word) {
          case 'write':
            return yield* x.write(5);
          case 'add': {
            const before = yield* x.read();
            yield* x.write((before + 1) % 3);
            return before;
          }
          case 'compare':
            return yield* x.compareAndSet(0, 2);
          case 'lock': {
            yield* m.acquire();
            const before = yield* x.exchange(1);
            yield* m.release();
            return before;
          }
          case 'keep':
            return yield* m.acquire();
          case 'try': {
            const isMine = yield* m.tryAcquire();
            if (isMine) yield* m.release();
            return isMine;
          }
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
          case 'await':
            yield* w.wait();
            return;
          case 'complete':
            if (!(yield* w.isDone())) yield* w.complete();
            return;
          case 'park':
            yield* p.park();
            return;
          case 'switch':
            yield* x.write(2);
            yield* p.switchTo();
            return yield* x.write(1);
          case 'yield':
            return yield* e.yieldTurn();
          case 'masked':
            yield* masked(function* () {
              yield* x.read();
              yield* interruptible(() => x.read());
            });
            return;
        }
      };
      // Threads that do the same are one and the same function, so that they can stand for each other.
      const bodies = new Map(
        threads.map((program) => [
          program.join(' '),
          function* (): Step {
            const results: unknown[] = [];
            for (const word of program) results.push(yield* doWord(word));
            if (tells) yield* told.add(JSON.stringify(results));
          },
        ]),
      );
      return {
        objects: { x, m, s, q, f, c, w, p, e, ...(tells ? { told } : {}) },
        threads: threads.map((program) => bodies.get(program.join(' '))!),
      };
    },
    { strength, scheduling },
  );
}
