import type { JudgedLibraries } from 'heddle';

/** What is judged of the eight libraries of 2010: ports of their primitives, or of an idiom where they have none. */
export const judged2010: JudgedLibraries = {
  title: 'What exploration found of the eight',
  about: [
    'The post asks what a library *has*; of two rows, synchronization primitives and the time limit for any block of code, exploration can ask whether it *works*. Each line is a port of one primitive, of the years and the version that are named, which is often not the one of 2010; where a library has no primitive, an idiom is judged, and none of its code. The tables above have the evidence, under the same name.',
    '*Generic timeout* is less than the time limit of the post: whether an acquire that waits may be ended from outside, before or after the grant, as if it had never been made. A library can have the one without the other. How events are ordered (by priorities, say) is not judged.',
  ],
  libraries: {
    Concurrence: {
      says: 'Its primitives are queues, says note 54. Two of its classes act as a semaphore: Deque, with permits in it, and the pool of connections to a database. Each is judged in the common use, and in one that wakes nobody.',
      versions: {
        concurrence: '2009, commit 7b67f69',
        'concurrence-extend': '2009, commit 7b67f69',
        'concurrence-pool': '2009, commit 7b67f69',
        'concurrence-pool-closing': '2009, commit 7b67f69',
      },
    },
    Eventlet: {
      says: 'It has semaphores, as the post says: `eventlet-2010` is the one of that time. The one before is judged three times: as it was; where something else may switch to a waiter; and so, after its repair. All that is timed, bounded or capped is judged in later code.',
      versions: {
        'eventlet-2009': 'until January 2009',
        'eventlet-2009-stray': 'until January 2009',
        'eventlet-2009-while': 'from 2009-01-27, commit a4a5f14e',
        'eventlet-2010': 'February 2010 to 2014, commit 46234611',
        eventlet: 'since 0.17 (February 2015), commit bab11168',
        'eventlet-bounded': 'since 0.17 (February 2015)',
        'eventlet-capped': 'as read in 2026, commit c8f903a3',
      },
    },
    Tornado: {
      says: 'It had no primitive in 2010, as the post says. They came with 4.2, in 2015, and are judged in the code of 2026, where a release hands its permit to a future that can still be cancelled: hence a no for the generic timeout. The third is a repair of the first, and not part of Tornado.',
      versions: {
        tornado: '6.6.dev1, 2026',
        'tornado-lock': '6.6.dev1, 2026',
        'tornado-giving-back': 'a repair of 6.6.dev1',
      },
    },
    Twisted: {
      says: 'It has them, as the post says; DeferredSemaphore is of 2005. Since 10.1 (2010) whoever waits can be cancelled, and a timer may do that: hence a yes for the generic timeout, though nothing can end a block of code that runs, and the post says no.',
      versions: {
        twisted: 'since 10.1 (code of 2010-02-22, commit e699c2b9)',
        'twisted-queue': 'as read in 2026',
        'twisted-filesystem-lock': 'as read in 2026',
      },
    },
    asyncore: {
      says: 'It has no primitive, as the post says, and none of its code is judged: these are a counter and a queue of callbacks, as a program on it may write them, with a cancel that is part of them, so that their generic timeout says nothing of asyncore. Python dropped asyncore in 3.12 (2023).',
      versions: {
        'callback-idiom': 'an idiom, of no version',
        'callback-idiom-forgetful': 'an idiom, with a common mistake',
        'callback-idiom-direct': 'an idiom, of no version',
      },
    },
    gevent: {
      says: 'It has semaphores, as the post says: `gevent-2010` is one day older than the post. The others are later code; the last is used between threads, each with a hub of its own, and so it alone is preempted at any step.',
      versions: {
        'gevent-2010': '2010-05-17 to 2012, commit b56e5709',
        'gevent-1.4': '1.0 to 1.4 (2013 to 2019)',
        gevent: 'since 1.5 (2020), commit 9d7a12c0',
        'gevent-across-threads': 'since 20.12 (2020)',
      },
    },
    circuits: {
      says: 'It has no primitive, as the post says, and none of its code is judged: this is a component that grants permits by events, all of one priority, with a cancel that is part of it, so that its generic timeout says nothing of circuits.',
      versions: { circuits: 'an idiom, of no version' },
    },
    Syncless: {
      says: 'It has no primitive, as the post says. Judged are an idiom on its channel and its timer, and its pool of threads, of one worker: what a caller holds is the worker. The last is a repair of the pool, and not part of Syncless.',
      versions: {
        syncless: 'an idiom on commit acae1fa, its last code',
        'syncless-pool': 'commit acae1fa, its last code',
        'syncless-pool-waiting': 'a repair of commit acae1fa',
      },
    },
  },
};
