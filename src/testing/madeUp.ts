/** Programs made up of words, for tests that compare one way to search with another. */

import {
  again,
  binarySemaphore,
  cell,
  condition,
  deque,
  done,
  eventLoop,
  fresh,
  futex,
  future,
  interruptible,
  lock,
  loop,
  masked,
  parkingPlace,
  until,
  type Lock,
  type Step,
} from 'heddle';
import type { Strength } from '../program/objectKind.ts';
import type { Scheduling } from '../program/turn.ts';
import { rawProgram, type Program } from '../program/program.ts';

/** What a made-up thread does: each word is a few steps on the objects of the program below. */
export type Word = (typeof words)[number];
export const words = [
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
  'await',
  'complete',
  'park',
  'switch',
  'yield',
] as const;

export function madeUp(
  threads: readonly (readonly Word[])[],
  strength: Strength,
  scheduling: Scheduling = 'preemptive',
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
      const doWord = function* (word: Word): Step {
        switch (word) {
          case 'write':
            return yield* x.write(5);
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
        }
      };
      // Threads that do the same are one and the same function, so that they can stand for each other.
      const bodies = new Map(
        threads.map((program) => [
          program.join(' '),
          function* (): Step {
            for (const word of program) yield* doWord(word);
          },
        ]),
      );
      return {
        objects: { x, m, s, q, f, c, w, p, e },
        threads: threads.map((program) => bodies.get(program.join(' '))!),
      };
    },
    { strength, scheduling },
  );
}
