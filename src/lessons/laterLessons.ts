import { planOf } from 'heddle';
import { each, threads, type Lesson } from './lesson.ts';

/** From two locks to queues, conditions and futexes. */
export const laterLessons: readonly Lesson[] = [
  {
    id: 'lock-order',
    title: 'The deadly embrace',
    goal: 'Bring both threads to a stand for ever.',
    about:
      'To be inside, a thread needs both forks, and each fork is a lock. A thread that waits for a lock cannot move, and is hatched in the lanes; an arrow leads to the one it waits for.',
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
    about:
      'A lock that does not spin: who finds it held goes to sleep with wait, and a release wakes one sleeper with notify. wait gives up the mutex in the moment in which it falls asleep.',
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
    about:
      'A semaphore with one permit: if there is none, sleep; then take one. notify wakes a sleeper, but does not hand it the lock inside: it has to queue for that with everybody else.',
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
    about:
      'Waiters stand in a queue, each with a lock of its own to sleep on, and a release hands its permit to the first. timedAcquire gives up when its time has passed; the move for that is marked ◷.',
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
    about:
      'A semaphore from which two permits can be taken at once: acquire*2. There are none at first; one thread wants two, one wants one, and the third brings one.',
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
    goal: 'Go round for ever: one thread enters again and again, the other never.',
    about:
      'A spin lock: whoever finds it free takes it, whoever does not looks again. The threads never finish. You are done when all is as it was some steps before, so that the round can be repeated for ever.',
    file: 'starvation.ts',
    client: {
      permits: 1,
      plans: [planOf('acquire release', 'forever'), planOf('acquire release', 'forever')],
    },
    rule: 'starvation-strong',
    hints: [
      'One must try and fail while the other has the lock. From then on it waits.',
      'The lock is taken by whoever moves first. Do not let the waiting one move when it is free.',
      'T1 acquires; T0 tries. T1 releases, and acquires again: all is as it was two steps before.',
    ],
    what: [
      'Each time the lock was free, the other could have had it, and each time somebody was quicker. The scheduler was fair to both: each looked again and again. It looked when it was too late.',
      'No test with an end can show it, for in any of them the waiting one may get in at last. Heddle looks for a way to a round, and a round: that is all that there is to something without end.',
    ],
    history:
      "Go's mutex let a thread that asked again at once win over those asleep for seconds (issue 13086). Since 1.9 who has waited for a millisecond is served first.",
    repair:
      'Tickets: who came first has the lower number, and the numbers come up in order. They wrap round, as they do in a machine word, so that there are not infinitely many.',
    exercise: {
      task: 'Serve the threads in the order in which they come. Two counters are enough; let them wrap round, cell(0, { modulo: 6 }), or they grow for ever and nothing can be proved.',
      properties: ['starvation-weak', 'starvation-strong', 'fifo', 'safety', 'deadlock-freedom'],
    },
  },
  {
    id: 'counting-futex',
    title: 'A word that wraps round',
    goal: 'Let two threads in, by way of a number that was never meant to come back.',
    about:
      "Drepper's first mutex. The word is 0 when the lock is free, and everybody who wants it adds one. Who has found 0 is in; others sleep, as long as the word is what they have made it. A word has an end, and goes on with 0: here after 3, in a machine after some four thousand millions.",
    file: 'countingFutex.ts',
    client: threads(3, 'acquire release'),
    rule: 'safety',
    hints: [
      'A wait whose number is out of date does not sleep, and then the thread adds one more.',
      'Two waiters can keep each other awake: each makes the number of the other out of date.',
      'T0 acquires. T1 adds, T2 adds; both find their number out of date, add again, and the second of them finds 0.',
    ],
    what: [
      'Two threads that wait make each other look again: before one falls asleep the other has added one, so it adds one too. That they burn the processor is the lesser evil. Each turn brings the word nearer to its end, and whoever takes it over the end is in.',
      'You have done in a few moves what takes a machine hours. It is the same schedule, with more turns.',
    ],
    history:
      'Futexes are tricky begins with this mutex, and gives both reasons why it is none: waiters that keep each other awake, and a counter that wraps round after 2^32 turns. Its second mutex knows three values only.',
    repair:
      'Nobody counts: 0, 1 for held, 2 for held and somebody may sleep. The word has no end that could be reached.',
    exercise: {
      task: 'Use three values and no counter: 0 free, 1 held, 2 held and somebody may sleep. compareAndSwap answers what it has found.',
      properties: ['safety', 'no-lost-wakeup', 'deadlock-freedom'],
    },
  },
  {
    id: 'forgetful-futex',
    title: 'Futexes are tricky',
    goal: 'Leave a thread asleep though the lock is free.',
    about:
      'A futex is a number that threads can sleep on: wait(2) sleeps if it is 2, wake(1) wakes one sleeper. Here 0 says free, 1 held, 2 held and somebody may be asleep; so a release that finds 1 wakes nobody, and is cheap.',
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
