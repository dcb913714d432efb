import { planOf } from 'heddle';
import { each, threads, type Lesson } from './lesson.ts';

/** From two locks to queues, conditions and futexes. */
export const laterLessons: readonly Lesson[] = [
  {
    id: 'lock-order',
    title: 'The deadly embrace',
    goal: 'Bring both threads to a stand for ever.',
    file: 'lockOrder.ts',
    client: threads(2, 'acquire release', 2),
    rule: 'deadlock-freedom',
    hints: [
      'Each needs two locks. Which one does each take first?',
      'Let each take its first.',
      'Press 0, press 1. Then both call for the other lock.',
    ],
    what: [
      'T0 has what T1 wants, and T1 has what T0 wants. Neither is wrong by itself. The panel on the right draws the circle: who holds, who waits.',
      'Four things must come together for it: a lock is for one alone, who holds may ask for more, nobody is robbed, and there is a circle. Take away one and there is no deadlock.',
    ],
    history:
      'Dijkstra set it as an examination question in 1965, with tape drives; Hoare made it into philosophers with forks. The four conditions are from Coffman, Elphick and Shoshani, 1971.',
    repair: 'All take the locks in the same order, so that no circle can close.',
    exercise: {
      task: 'Let nobody wait in a circle, with both locks still held by whoever is inside.',
      properties: ['deadlock-freedom', 'safety', 'non-blocking'],
    },
  },
  {
    id: 'missed-notify',
    title: 'The notify that came too early',
    goal: 'Leave somebody asleep though the lock is free.',
    file: 'missedNotify.ts',
    client: threads(2, 'acquire release', 2),
    rule: 'no-lost-wakeup',
    hints: [
      'A notify wakes those that are asleep. It is not kept for later.',
      'There is a gap between "it is held" and "I am asleep".',
      'T0 takes the lock. T1 finds it held. Now T0 releases and notifies, to its end. Then T1 goes to sleep.',
    ],
    what: [
      'T1 decides to sleep by what it has seen, and what it has seen is over. The notify comes when nobody is asleep and goes to nobody. The next one would wake T1, and there is no next one.',
      'The remedy is old: the look, the decision to sleep and the change that ends the sleep must all be made under one lock, which the sleeper gives up in the moment in which it falls asleep.',
    ],
    history:
      'The lost wake-up is as old as sleep and wakeup in Unix. Condition variables were given a lock of their own to make an end of it, and the documentation of each of them warns of using it without.',
    repair: 'Look under the mutex, and change what is looked at under the mutex.',
    exercise: {
      task: 'Close the gap between the look and the sleep. wait gives up the mutex by itself.',
      properties: ['no-lost-wakeup', 'safety', 'deadlock-freedom'],
    },
  },
  {
    id: 'if-instead-of-while',
    title: 'if, where it should be while',
    goal: 'Let two threads have the one permit.',
    file: 'ifInsteadOfWhile.ts',
    client: threads(3, 'acquire release'),
    rule: 'safety',
    hints: [
      'The one that wakes up takes a permit without looking. Who might have taken it before?',
      'It was awake and had yet to take the lock. Let a newcomer take the lock first.',
      'T0 acquires, T1 falls asleep, T0 releases. Now T2 acquires, to its end. Then T1.',
    ],
    what: [
      'A wake-up is a hint that something may have changed. By the time the sleeper has the lock again, it may have changed back. With an if it goes by the hint; with a while it looks.',
      'It is barging, on a semaphore that cannot stand it.',
    ],
    history:
      "In Hoare's monitors of 1974 the signalled thread runs at once, and an if is right. In Mesa (Lampson and Redell, 1980), and in nearly everything since, it only becomes ready. Programs are carried from books of the one kind into languages of the other.",
    repair: 'Look again after every wait.',
    exercise: {
      task: 'Let nobody take what it has not seen. loop, with again() and done(), is the while.',
      properties: ['safety', 'no-lost-wakeup', 'deadlock-freedom'],
    },
  },
  {
    id: 'wrong-waiter',
    title: 'The wrong waiter',
    goal: 'Let somebody time out, so that another sleeps for ever.',
    file: 'wrongWaiter.ts',
    client: each(1, 'acquire release', 'acquire release', 'timedAcquire release'),
    rule: 'no-lost-wakeup',
    hints: [
      'Who gives up leaves the queue. Look at how it finds its place in it.',
      'It takes out the first. Let it not be the first.',
      'T0 acquires. T1 falls asleep, then T2. Let the deadline of T2 pass, and let it leave. Then T0 releases.',
    ],
    what: [
      'T2 took the first waiter out of the queue, and it was not its own. T1 sleeps and is in no queue; the permit goes to a waiter that has left.',
      'With one waiter it cannot show: then the first is its own. Tests with one waiter are the usual ones.',
    ],
    history:
      "A queue of waiters that may leave is where repaired locks break anew. In Python's asyncio.Condition a notify could be given to a waiter that had been cancelled, and was lost (gh-112202, repaired in 3.13).",
    repair: 'Each removes its own waiter; and if that is gone, it has been served at the last moment.',
    exercise: {
      task: 'Let a thread that gives up remove itself and nobody else.',
      properties: ['no-lost-wakeup', 'safety', 'non-blocking', 'deadlock-freedom'],
    },
  },
  {
    id: 'notify-one',
    title: 'One wake-up, and the wrong one',
    goal: 'Leave somebody asleep for whom a permit is free.',
    file: 'notifyOne.ts',
    client: each(0, 'acquire*2', 'acquire', 'post'),
    rule: 'no-lost-wakeup',
    hints: [
      'One of the two wants two permits. The release brings one.',
      'notify wakes the one that has slept longest. Let that be the one that cannot be served.',
      'T0 falls asleep, then T1. Then T2 posts. Let T0 look, and go back to sleep.',
    ],
    what: [
      'The one that was woken could do nothing with it, and went back to sleep; the one that could was not woken. Waking one is enough only where anyone will do.',
      'If waiters want different things, wake all of them, or wake one of whom it is known that it can go on.',
    ],
    history:
      "Go's golang.org/x/sync/semaphore had a relative of it: when the first in the queue gave up, those behind it that could have been served were not (issue 37852, 2020).",
    repair:
      'Wake all, and let each look. A queue that serves the first for whom there is enough would do with fewer wake-ups.',
    exercise: {
      task: 'Let nobody sleep for whom there is enough.',
      properties: ['no-lost-wakeup', 'safety', 'deadlock-freedom'],
      clients: [
        each(0, 'acquire*2', 'acquire', 'post'),
        each(0, 'acquire*2', 'acquire', 'post', 'post', 'post'),
        each(2, 'acquire*2 release release', 'acquire release', 'acquire release'),
      ],
    },
  },
  {
    id: 'starvation',
    title: 'Starvation',
    goal: 'Let somebody enter twice while another waits.',
    file: 'starvation.ts',
    client: { permits: 1, plans: [planOf('acquire release', 4), planOf('acquire release')] },
    rule: 'overtaken-twice',
    hints: [
      'T1 must try and fail while T0 has the lock; then it waits.',
      'The lock is taken by whoever moves first. Do not let T1 move when it is free.',
      'T0 acquires; T1 tries. T0 releases and acquires, and again, before T1 moves.',
    ],
    what: [
      'Each time the lock was free, T1 could have had it, and each time somebody was quicker. Twice is bad luck; nothing in this lock keeps it from being so for ever.',
      'Heddle can say that too: with clients that repeat for ever it looks for a circle in which one waits and others enter. No finite test shows it.',
    ],
    history:
      "Go's mutex let a thread that asked again at once win over those asleep for seconds (issue 13086). Since 1.9 who has waited for a millisecond is served first.",
    repair: 'Tickets: who came first has the lower number, and the numbers come up in order.',
    exercise: {
      task: 'Serve the threads in the order in which they come. Two counters are enough.',
      properties: ['overtaken-twice', 'fifo', 'safety', 'deadlock-freedom'],
    },
  },
  {
    id: 'forgetful-futex',
    title: 'Futexes are tricky',
    goal: 'Leave a thread asleep though the lock is free.',
    file: 'forgetfulFutex.ts',
    client: threads(3, 'acquire release'),
    rule: 'no-lost-wakeup',
    hints: [
      'The word says 2 when somebody may sleep. A release that finds 1 wakes nobody.',
      'Two must sleep. The first that is woken takes the lock: what does it write?',
      'T0 acquires; T1 and T2 fall asleep. T0 releases, which wakes one. It takes the lock as 1, and its release finds 1.',
    ],
    what: [
      'The thread that has slept took the lock with 1, nobody waits, though another was still asleep. Its own release believed the word and woke nobody.',
      'It cannot know whether others sleep. So it must write 2: at worst that costs one wake-up for nobody.',
    ],
    history:
      'From Ulrich Drepper, Futexes are tricky (2003-2011): his second mutex, with a 1 in the place of the last 2. The paper explains at length why it must be 2, and its title is meant.',
    repair: 'Who has slept takes the lock as 2.',
    exercise: {
      task: 'Let nobody be forgotten. One character is enough.',
      properties: ['no-lost-wakeup', 'safety', 'deadlock-freedom'],
    },
  },
];
