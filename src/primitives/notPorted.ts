import type { NotPorted } from 'heddle';

/** Published algorithms that the gallery names and does not have, and why. */
export const notPorted: readonly NotPorted[] = [
  {
    catalogue: 'B8',
    name: "Hsieh's general semaphores",
    source:
      'C. S. Hsieh, Further comments on implementation of general semaphores, ACM Operating Systems Review 23(1), 1989, 9-10',
    why: 'the text could not be had, and nothing is ported from hearsay',
  },
  {
    catalogue: 'B9',
    name: "Trono and Taylor's general semaphores",
    source:
      'J. A. Trono and W. E. Taylor, Further comments on “A correct and unrestrictive implementation of general semaphores”, ACM Operating Systems Review 34(3), 2000, 5-10',
    why: 'the text could not be had, and nothing is ported from hearsay',
  },
  {
    catalogue: 'B10',
    name: "Hemmendinger's comments of 1989",
    source:
      'D. Hemmendinger, Comments on “A correct and unrestrictive implementation of general semaphores”, ACM Operating Systems Review 23(1), 1989, 7-8',
    why: 'the text could not be had, and nothing is ported from hearsay',
  },
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
    why: 'twisted-queue has no limit on what is put and on who waits: whether one is reached is looked at within a turn, where nobody can come between',
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
    why: 'a transaction is retried as a whole: other threads cannot act between its steps',
  },
  {
    catalogue: 'E15',
    name: "parlib-simple's Lock",
    source: 'L. T. Hansen, parlib-simple, src/lock.js',
    why: 'it is drepper-2 with Atomics in place of the futex',
  },
  {
    catalogue: 'E19',
    name: "parlib-simple's Synchronic",
    source: 'L. T. Hansen, parlib-simple, src/synchronic.js',
    why: 'a wait for a value to change, with a count of those who wait: parlib-condition with its lock held',
  },
  {
    catalogue: 'E25',
    name: 'tstl, async-lock, AsyncEx, vs-threading, zen-fs, SemaphoreSlim, an Azure IoT library',
    source:
      'tstl #70, async-lock #56, AsyncEx #7, vs-threading #521, #955 and #1000, zen-fs #79, .NET pull request 34036, Azure IoT pull request 1508',
    why: 'reports only, of what others here show: a cancelled acquire that ends as if it had a permit, and a release by one that never acquired, which python-bounded rejects. The waits of SemaphoreSlim that block are dotnet-semaphore-slim',
  },
  {
    catalogue: 'F27',
    name: 'musl sem_t, March 2011',
    source: 'musl libc, commits 6fc5fdbd and cfe581b6',
    why: 'an attempt takes one away and gives it back, so its word passes through so many values that it costs more than ten other entries; a sleeper, one who tries and a post lose a wakeup in ten steps',
  },
  {
    catalogue: 'F35',
    name: 'The SRWLOCK of Windows',
    source: 'microsoft/STL issue 4448 (OS-49268777)',
    why: 'its inside is not published; the report says that a shared acquire may come back exclusive',
  },
  {
    catalogue: 'F35',
    name: ".NET's SemaphoreSlim, WaitAsync",
    source: '.NET, System.Threading.SemaphoreSlim; pull request 34036',
    why: 'its waits that block are dotnet-semaphore-slim; the list of asynchronous waiters is as in asyncio-semaphore-3.13',
  },
];
