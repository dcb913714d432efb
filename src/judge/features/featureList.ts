/** The features that primitives are compared by, in the order of the reports. */

/** One feature. */
export interface Feature {
  readonly name: string;
  readonly title: string;
  /** What the answer means and what it goes by, in a sentence. */
  readonly meaning: string;
}

/** Features that stand together in a table. */
export interface FeatureGroup {
  readonly title: string;
  readonly features: readonly Feature[];
}

const feature = (name: string, title: string, meaning: string): Feature => ({ name, title, meaning });

export const featureGroups: readonly FeatureGroup[] = [
  {
    title: 'What it is made of',
    features: [
      feature(
        'built-from',
        'built from',
        'the shared objects that it makes, and after a + those that it makes while running',
      ),
      feature(
        'locks-alive',
        'locks alive',
        'the most locks and binary semaphores that exist at once while n threads wait, and one holds',
      ),
      feature(
        'no-cas',
        'without read-modify-write',
        'whether no step reads and writes a cell or a futex at once, as compare-and-set, exchange and fetch-and-add do; locks, queues and other objects are taken as given',
      ),
      feature(
        'licence',
        'licence and source',
        'the licence of the code that the algorithm was read from, none of which is here; *none stated* for what stands in a paper, a book or a report; its number leads to the source',
      ),
    ],
  },
  {
    title: 'What it offers',
    features: [
      feature('counting', 'counting', 'whether two permits can be held at once'),
      feature('weighted', 'weighted', 'whether one acquire can take several permits'),
      feature('try', 'non-blocking acquire', 'whether it has one, and whether that never blocks'),
      feature(
        'timed',
        'timed acquire',
        'whether it has one, and whether that never blocks when its time is up',
      ),
      feature(
        'cancellable',
        'cancellable',
        'whether a thread that waits can be interrupted at all; *not modelled* where the entry is one whose acquire hears no interrupt, whatever the original offers beside it',
      ),
      feature(
        'generic-timeout',
        'generic timeout',
        'whether any wait may be ended from outside, before or after the grant, as if it had never been: interrupted waiting and interrupted after the grant, both',
      ),
      feature('reentrant', 'reentrant', 'whether the one that holds the only permit can acquire again'),
      feature(
        'bounded',
        'bounded release',
        'whether a release by one who holds nothing adds no permit; where the port has room for some such releases, as if so many permits had been taken by nobody, whether the first beyond them adds none; asked of the port, also where the original lets nobody but the holder release',
      ),
      feature('double-release', 'double release detected', 'whether such a release is an error'),
    ],
  },
  {
    title: 'Whether it is right',
    features: [
      feature('safety', 'safety', 'holders never exceed the permits'),
      feature('no-lost-wakeup', 'no lost wakeup', 'nobody waits at a quiet moment while a permit is free'),
      feature(
        'non-blocking',
        'non-blocking',
        'nobody is left blocked in a release, in a try, or in a timed acquire whose time is up',
      ),
      feature(
        'deadlock-freedom',
        'deadlock free',
        'no execution ends with somebody unfinished although the model could go on',
      ),
      feature('refinement', 'refines its model', 'the model can show every history that it shows'),
      feature('failure-freedom', 'no failure', 'it throws nothing but what its contract names'),
      feature(
        'interrupt-before-blocked',
        'interrupted waiting',
        'all is as if the call had never been made, when it is interrupted while it waits; no answer where no interrupt can come, nor where something fails without one: an interrupt is blamed only for what holds with the same client without it',
      ),
      feature(
        'interrupt-after-blocked',
        'interrupted after the grant',
        'the same, when the interrupt takes the place of the grant',
      ),
      feature(
        'interrupt-before-anywhere',
        'interrupted before any step',
        'the same, at any step, before it takes effect',
      ),
      feature(
        'interrupt-after-anywhere',
        'interrupted after any step',
        'the same, at any step, after it has taken effect',
      ),
    ],
  },
  {
    title: 'Whether it is fair',
    features: [
      feature('fifo', 'FIFO', 'nobody who came later is served while a waiter waits'),
      feature(
        'bypass',
        'bypass bound',
        'how often one waiter is overtaken at most, in however many rounds; ≥ is the most that was found, where it is not known whether there is a bound',
      ),
      feature(
        'starvation-weak',
        'starvation free, weak fairness',
        'nobody waits for ever while others are served, if whoever can move without a break does move',
      ),
      feature(
        'starvation-strong',
        'starvation free, strong fairness',
        'the same, if whoever can move again and again does move',
      ),
      feature(
        'livelock',
        'livelock free',
        'threads that move get somewhere: nobody goes on for ever while nobody is served',
      ),
      feature('order', 'who is woken next', 'of two that wait, the one that a release serves'),
    ],
  },
  {
    title: 'Whether it is right elsewhere',
    features: [
      feature(
        'weak',
        'weak locks',
        'whether it is right over locks that any contender may win: safe, with no lost wakeup, non-blocking, deadlock free, no failure; and it refines its model, where that says more than how many permits are held (nothing is counted, or a release too many is an error)',
      ),
      feature(
        'blocked-set',
        'blocked-set locks',
        'the same, over locks that serve those who were blocked before newcomers',
      ),
      feature(
        'blocked-queue',
        'blocked-queue locks',
        'the same, over locks that are first come, first served',
      ),
      feature('preemptive', 'preempted', 'the same, where another thread may take over before any step'),
      feature(
        'cooperative-fifo',
        'in turns, in order',
        'the same, where threads run in turns, first ready, first served',
      ),
      feature('cooperative', 'in turns, in any order', 'the same, where threads run in turns, in any order'),
    ],
  },
  {
    title: 'What it costs',
    features: [
      feature('acquire-steps', 'steps of an acquire', 'alone, with a permit free'),
      feature('release-steps', 'steps of a release', 'alone'),
      feature(
        'hand-over',
        'switches of a hand-over',
        'context switches from the call of a release to the return of the acquire that waited for it, at best',
      ),
      feature(
        'needless-wakeups',
        'needless wakeups',
        'how often one call is woken and must wait on, at most, with three threads, or the two that it serves; what spins is asleep until its test succeeds, so that one that spins on an exchange has 0',
      ),
    ],
  },
];

/** All features, in order. */
export const features: readonly Feature[] = featureGroups.flatMap((group) => group.features);
