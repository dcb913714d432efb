import type { NotPorted } from 'heddle';

/** Published algorithms that the gallery names and does not have, and why. */
export const notPorted: readonly NotPorted[] = [
  {
    catalogue: 'C6',
    name: 'gevent 0.12, coros.Semaphore',
    source: 'gevent 0.12, coros.py',
    why: 'it is a copy of eventlet-2010, with another default; its BoundedSemaphore has the two sides of eventlet-capped',
  },
  {
    catalogue: 'C12',
    name: "Twisted's DeferredQueue, its limits",
    source: 'Twisted, internet/defer.py, QueueOverflow and QueueUnderflow',
    why: 'twisted-queue has no limit on what is put and on who waits; a limit is a look in the same turn',
  },
  {
    catalogue: 'D13',
    name: 'asyncio.Condition, a cancel that is swallowed while it takes the lock again',
    source: 'bpo-32841 = gh-77022, CPython 3.5 and 3.6',
    why: 'a cancel without effect breaks no property here: it shows in the task that should have ended, and a client has none',
  },
  {
    catalogue: 'D14',
    name: "trio's Lock, whose owner ends without releasing it",
    source: 'trio issue 3035, pull request 3081',
    why: 'a task that ends while it holds the lock is its client, not the lock; the queue is that of trio',
  },
  {
    catalogue: 'D23',
    name: 'moonbit async, redis-py, repoprompt, cats-effect, zio, eio',
    source:
      'moonbit async pull request 160, redis-py #3847, repoprompt-ce #491, cats-effect pull request 403 and #3549, zio #59, eio pull request 66',
    why: 'reports only, of the lesson that micropython and tornado teach: a grant that meets a cancel',
  },
  {
    catalogue: 'E13',
    name: "Effect's TxSemaphore",
    source: 'Effect, packages/effect/src/TxSemaphore.ts',
    why: 'a transaction is retried as a whole: a step of it is none that others can come between',
  },
  {
    catalogue: 'F27',
    name: 'musl sem_t, March 2011',
    source: 'musl libc, commits 6fc5fdbd and cfe581b6',
    why: 'an attempt takes one away and gives it back, so its word passes through so many values that it costs more than ten other entries; a sleeper, one who tries and a post lose a wakeup in ten steps',
  },
];
