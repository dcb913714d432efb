import { each, interrupted, threads, type Lesson } from './lesson.ts';

/** From one shared number to the defects of one published semaphore. */
export const firstLessons: readonly Lesson[] = [
  {
    id: 'lost-update',
    title: 'The lost update',
    goal: 'Make two increments come to one.',
    about:
      'A counter that two threads share. increment reads the count, and writes one more: two steps. Each box in the lanes is one step, and you say which thread makes the next one.',
    file: 'lostUpdate.ts',
    client: threads(2, 'increment', 2),
    rule: 'same-number-twice',
    hints: [
      'An increment is two steps: one reads, one writes. What may happen between them?',
      'Let both threads read before either writes.',
      'T0 reads 0, T1 reads 0, T0 writes 1, T1 writes 1.',
    ],
    what: [
      'Reading and writing are two steps, and the thread goes by what it read although that is no longer so. The second write puts back the old count plus one: the first increment is lost.',
      'Four steps, one switch at the wrong moment. Run a million times it may never show; that it can show is certain, because you have just done it.',
    ],
    history:
      'In C this is count++ on a shared variable. In the blackout of 14 August 2003 the alarms of an Ohio control room fell silent; the maker found two processes that wrote to the same data at once.',
    repair: 'One step that reads, adds and writes. A lock around the two steps would do as well.',
    exercise: {
      task: 'Make every increment count. A cell has more methods than read and write: type a dot and see.',
      properties: ['same-number-twice', 'failure-freedom'],
    },
  },
  {
    id: 'check-then-act',
    title: 'Check, then act',
    goal: 'Make two threads enter.',
    about:
      'A lock lets one thread in at a time. This one waits until it is free, and then writes down that it is held. acquire has returned: the thread is inside. release: it has left.',
    file: 'checkThenAct.ts',
    client: threads(2, 'acquire release', 2),
    rule: 'safety',
    hints: [
      'The lock looks whether it is free, and takes it in another step.',
      'When both have looked, both will take it.',
      'T0 looks, T1 looks, then each of them takes it.',
    ],
    what: [
      'What was true when it was checked need not be true when it is acted on. Both threads see the lock free; both write that it is held; both are inside.',
      'It is the lost update again, with a decision in the place of an addition.',
    ],
    history:
      'In January 1966 the Communications of the ACM printed a lock of seven lines by H. Hyman that can be broken by just such a look. Knuth showed it in May. Files are opened in this way to this day, and security has a name for it: time of check to time of use.',
    repair: 'Look and take in one step, and try again until it succeeds.',
    exercise: {
      task: 'Let at most one thread in. The step that you need compares and sets.',
      properties: ['safety', 'deadlock-freedom', 'no-lost-wakeup'],
    },
  },
  {
    id: 'negative-value',
    title: 'A permit that is not there',
    goal: 'Take a permit although none is left.',
    about:
      'A semaphore holds a number of permits, here one. acquire takes a permit and waits until there is one; tryAcquire takes one or does without; release gives it back. A lock inside keeps the threads apart while they count.',
    file: 'negativeValue.ts',
    client: each(1, 'acquire release', 'tryAcquire release'),
    rule: 'safety',
    hints: [
      'tryAcquire must not wait. What does it do in place of waiting?',
      'Let T0 have the only permit, and then let T1 try.',
      'Press 0 until acquire returns, then press 1 until tryAcquire returns.',
    ],
    what: [
      'The loop can be left for two reasons, a permit in sight or no wish to wait, and what comes after it does not tell them apart. The attempt takes a permit from 0, and the value is -1.',
      'From then on it gets worse: -1 is not 0, so everybody passes.',
    ],
    history:
      'This is the first of four defects of a semaphore that was published in a weblog in 2010 and copied into real programs. It has no test of tryAcquire at 0. You will meet the other three.',
    repair: 'The loop says why it was left, and an attempt may answer no.',
    exercise: {
      task: 'Let tryAcquire answer false when nothing is free, and true when it has taken a permit. acquire must answer true.',
      properties: ['safety', 'no-lost-wakeup', 'non-blocking', 'deadlock-freedom'],
    },
  },
  {
    id: 'barging',
    title: 'Barging',
    goal: 'Let a newcomer overtake somebody who waits already.',
    about:
      'The same semaphore, mended. Who finds no permit goes to sleep with wait, which gives up the lock inside; a release wakes a sleeper with notify, and the sleeper then needs the lock again before it can look.',
    file: 'barging.ts',
    client: threads(3, 'acquire release'),
    rule: 'fifo',
    hints: [
      'Somebody must wait first, so somebody else must have the permit.',
      'When the permit comes back, the sleeper is woken, and has yet to take the lock. Who could be quicker?',
      'T0 acquires. T1 falls asleep. T0 releases. Before T1 moves, T2 acquires; then let T1 look again.',
    ],
    what: [
      'To be woken is not to be served. Between the wake-up and the second look the permit lies open, and whoever comes by takes it. The one who waited goes back to the end of the queue.',
      'Nobody gets in who must not. But a thread that is unlucky often enough waits for ever.',
    ],
    history:
      "It is the second of the four defects, and a very common one. Python's asyncio.Semaphore had it (bpo-45997, 2021). Often it is meant: a lock that lets newcomers pass is faster, and Java's ReentrantLock does so unless it is asked to be fair.",
    repair: 'The release hands its permit to the one that has waited longest. It never lies open.',
    exercise: {
      task: 'Serve first come, first served. A queue of locks, one for each waiter, is one way: deque, fresh and lock are there.',
      properties: ['fifo', 'safety', 'no-lost-wakeup', 'deadlock-freedom'],
    },
  },
  {
    id: 'leaked-lock',
    title: 'The leaked lock',
    goal: 'Interrupt a sleeper so that a release gets stuck.',
    about:
      'Each sleeper has a lock of its own in a queue, and a release opens the first one. A sleeper can be interrupted, as by Ctrl-C: then an exception comes out of the place where it sleeps. The move for it is marked ⚡.',
    file: 'leakedLock.ts',
    client: interrupted(threads(2, 'acquire release')),
    rule: 'non-blocking',
    hints: [
      'An interrupt may come while a thread is asleep. What does it do on its way out?',
      'finally runs for the interrupt too: it takes the internal lock. Who gives that back?',
      'T0 acquires, T1 falls asleep; interrupt T1, let it take the lock and leave; then let T0 release.',
    ],
    what: [
      'The interrupt leaves through finally, which takes the internal lock as if the loop went on. It does not go on: the exception is thrown out of acquire with the lock held. The next one who needs the lock waits for ever.',
      'Who looks for the culprit later finds a thread that has left long ago.',
    ],
    history:
      'The third defect. A MongoDB driver for Python carried a copy of the class; a timeout thrown into the wait left the lock held. A KeyboardInterrupt at the wrong moment does it to many a lock of Python (bpo-29988).',
    repair: 'Catch the interrupt, clean up with the lock, give it back, and throw the interrupt on.',
    exercise: {
      task: 'Let an interrupted sleeper leave nothing behind: not the lock, not its place in the queue, not a wake-up that was meant for somebody.',
      properties: ['interrupt-before-blocked', 'safety', 'no-lost-wakeup', 'deadlock-freedom'],
    },
  },
  {
    id: 'lost-permit',
    title: 'The lost permit',
    goal: 'Leave somebody waiting though a permit is free.',
    about:
      'The same semaphore with the leak closed: an interrupted sleeper takes the lock inside, leaves the queue and gives the lock back. Two threads ask for a permit, the third brings one (post), and at most one interrupt may come.',
    file: 'lostPermit.ts',
    client: interrupted(each(0, 'acquire', 'acquire', 'post')),
    rule: 'no-lost-wakeup',
    hints: [
      'The lock is given back now, and the waiter leaves the queue. But there is a moment between the interrupt and that.',
      'A release between the two picks the waiter that is about to leave.',
      'Let both fall asleep, T0 first. Interrupt T0. Let T2 post to the end. Then let T0 clean up.',
    ],
    what: [
      'The wake-up was sent to one who had decided to go. It is not in the queue any more, so removing it removes nothing; and the permit that it was woken for is free, with the other still asleep.',
      'A permit, or a wake-up, has an owner at every moment. Whoever leaves must pass on what it owns.',
    ],
    history:
      "The fourth defect, in the form in which it survives the repair of the third. Python's asyncio had it (asyncio #270: a waiter that is granted and then cancelled does not pass it on), and so had effect for TypeScript (#6081).",
    repair: 'Who is not in the queue any more has been woken: it wakes the next in its place.',
    exercise: {
      task: 'Let the interrupted sleeper notice that its wake-up was under way, and pass it on.',
      properties: ['interrupt-before-blocked', 'safety', 'no-lost-wakeup', 'deadlock-freedom'],
    },
  },
  {
    id: 'two-signals',
    title: 'Two signals, one lost',
    goal: 'Give two permits, and leave one of two sleepers asleep.',
    about:
      'A semaphore made of two smaller ones that can only be 0 or 1: p makes a 1 into 0 or sleeps until there is one; v makes it 1. mutex keeps the count, delay is where sleepers sleep. Two threads want a permit, two bring one (post).',
    file: 'twoSignals.ts',
    client: each(0, 'acquire', 'acquire', 'post', 'post'),
    rule: 'no-lost-wakeup',
    hints: [
      'A binary semaphore that is 1 already stays 1 when it is signalled again.',
      'Both T0 and T1 must have counted themselves as sleepers, and not yet taken a signal, when both signals are given.',
      'Run T0 and T1 up to their delay.p, and no further. Then T2 to its end, T3 to its end, and then the sleepers.',
    ],
    what: [
      'Between mutex.v and delay.p a thread is counted as a sleeper and cannot remember a signal. Two releases in that gap signal twice; a binary semaphore keeps one.',
      'With two sleepers and two releases it shows, with nothing less. That is why it stood in textbooks for years.',
    ],
    history:
      'The construction was handed down as Dijkstra’s. Hemmendinger mended it in 1988 (Operating Systems Review 22), Kearns answered with another version in the same year, and that one was wrong again. All are in the gallery.',
    repair: 'The release keeps the mutex and passes it on with the signal; the sleeper gives it back.',
    exercise: {
      task: 'Let no second signal be given before the first has been taken.',
      properties: ['no-lost-wakeup', 'safety', 'deadlock-freedom'],
    },
  },
];
