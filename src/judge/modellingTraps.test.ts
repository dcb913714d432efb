/**
 * The traps of modelling: clients that show a fault which easier clients hide, and controls that must not
 * be reported. What the engine has no mode for (a ready queue, a frozen thread) is a shared object of the
 * program under test.
 */

import { definePrimitive, type Primitive } from 'heddle';
import { fifoSemaphore, mutex, semaphore } from 'heddle/models';
import { deadlockFreedom, entriesAfterDoorway, fifo } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import type { InterruptKind } from '../core/schedule.ts';
import { timeless } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { search } from '../explore/search.ts';
import { drepper2, drepper3 } from '../primitives/mutex/drepper.ts';
import { ticket } from '../primitives/mutex/ticket.ts';
import { barz } from '../primitives/semaphore/barz.ts';
import { baton } from '../primitives/semaphore/baton.ts';
import { hemmendinger1988, kearns1988, naive } from '../primitives/semaphore/fromBinary.ts';
import { reference } from '../primitives/semaphore/reference.ts';
import { wakeupPassedOn } from '../primitives/semaphore/repairs.ts';
import { givesBackAlways, keepsWhatItIsGiven } from '../../properties/twins/twins.ts';
import { planOf, postings, withInterrupts, workload, type Client } from '../program/client.ts';
import { programOf, type Program } from '../program/program.ts';
import { findings, interruptFindings } from '../testing/findings.ts';
import { FromLocks } from '../testing/traps/fromLocks.ts';
import { ForgetsTheGrant, HandsOnWhatItWasGranted } from '../testing/traps/handOff.ts';
import { LooksOnce } from '../testing/traps/looksOnce.ts';
import { EveryPosterWakes, OnePosterWakes } from '../testing/traps/onePosterWakes.ts';
import { OnWrongFutex } from '../testing/traps/onWrongFutex.ts';
import { skipsCancelled } from '../testing/traps/skipsCancelled.ts';
import { Weighted } from '../testing/traps/weighted.ts';

const parked: InterruptKind = { effect: 'before', position: 'blocked' };
const granted: InterruptKind = { effect: 'after', position: 'blocked' };

function primitive(name: string, create: Primitive['create'], more: Partial<Primitive> = {}): Primitive {
  return definePrimitive({ name, title: name, model: semaphore, create, ...more });
}

/** Explores a program with one monitor: whether it is violated, and its largest measure. */
function explored(property: Property, program: Program): { isViolated: boolean; measure: number } {
  const table = new MonitorTable(property.monitor(program.setup));
  const { violations } = search(new Product(new Learner(program), [table]), {}, timeless);
  return { isViolated: violations[0] !== undefined, measure: table.measureMax };
}

describe('1. it takes two sleepers and two releases', () => {
  test('one permit never shows the fault of the textbook semaphore', () => {
    for (const threads of [2, 3, 4]) expect(findings(naive, workload(threads, 1, 1))).toEqual({});
    expect(findings(naive, postings(2, [1, 1], 0))).toHaveProperty('no-lost-wakeup');
    expect(findings(naive, workload(4, 1, 2))).toHaveProperty('no-lost-wakeup');
  });

  test("and two sleepers never show that of Kearns's", () => {
    expect(findings(kearns1988, workload(4, 1, 2))).toEqual({});
    expect(findings(kearns1988, postings(3, [2], 0))).toHaveProperty('safety');
    expect(findings(kearns1988, workload(4, 2, 2))).toHaveProperty('safety');
  });
});

describe('2. a timeout leaves the queue of a futex atomically, and only who is in it still', () => {
  const client: Client = {
    permits: 1,
    plans: [planOf('timedAcquire release'), planOf('acquire release'), planOf('acquire release')],
  };

  test('so a plain give-up loses nothing', () => {
    expect(findings(drepper3, client)).toEqual({});
    expect(findings(drepper2, client)).toEqual({});
  });

  test('a futex that lets a woken sleeper time out has the same algorithm accused', () => {
    const accused = primitive('on-wrong-futex', () => new OnWrongFutex(), { model: mutex });
    expect(Object.keys(findings(accused, client))).toContain('no-lost-wakeup');
  });
});

describe('3. a cancel has two moments: while the waiter is queued, and when it has been granted', () => {
  const client = workload(3, 1, 1);

  test('each shows a fault that the other hides', () => {
    expect(interruptFindings(keepsWhatItIsGiven, client, parked)).toBe('holds');
    expect(interruptFindings(keepsWhatItIsGiven, client, granted)).not.toBe('holds');
    expect(interruptFindings(givesBackAlways, client, parked)).not.toBe('holds');
    expect(interruptFindings(givesBackAlways, client, granted)).toBe('holds');
  });

  test('a grant that comes between the cancel and its clean-up must be handed on; who minds all passes', () => {
    const forgets = primitive('forgets-the-grant', ({ permits }) => new ForgetsTheGrant(permits));
    const minds = primitive('hands-on', ({ permits }) => new HandsOnWhatItWasGranted(permits));
    for (const kind of [parked, granted]) {
      expect(interruptFindings(forgets, client, kind)).toMatch(/^lost wakeup/);
      expect(interruptFindings(minds, client, kind)).toBe('holds');
    }
  });
});

describe('4. the order of the ready queue is a parameter', () => {
  const isLost = (order: 'fifo' | 'any', rounds: number): boolean =>
    explored(deadlockFreedom, skipsCancelled(order, rounds)).isViolated;

  test('first in, first out hides for one round what any order shows', () => {
    expect(isLost('any', 1)).toBe(true);
    expect(isLost('fifo', 1)).toBe(false);
    expect(isLost('fifo', 2)).toBe(true);
  });
});

describe('5. between a grant and its resumption there is a gap, or there is none', () => {
  const client = workload(3, 1, 1);

  test('a waiter that does not look again is passed in the gap, and right without one', () => {
    const gap = primitive('gap', ({ permits }) => new LooksOnce(permits, true));
    const hub = primitive('hub', ({ permits }) => new LooksOnce(permits, false));
    expect(findings(gap, client, { of: ['safety'] })).toHaveProperty('safety');
    expect(findings(hub, client)).toEqual({});
  });

  test('where a granted waiter can no longer be cancelled in the gap, keeping the grant does no harm', () => {
    // The lock under it has a queue: a waiter that has been served has left it, and no cancel finds it there.
    const anywhere: InterruptKind = { effect: 'before', position: 'anywhere' };
    expect(interruptFindings(keepsWhatItIsGiven, client, anywhere)).toBe('holds');
    expect(interruptFindings(keepsWhatItIsGiven, client, granted)).not.toBe('holds');
  });
});

describe('6. who is woken and must try again waits still; who has been handed its permit does not', () => {
  const client = workload(2, 2, 1);

  test('so wake and retry lets others pass, and hand-off does not', () => {
    expect(findings(wakeupPassedOn, client, { of: ['fifo'] })).toHaveProperty('fifo');
    expect(findings(baton, client, { of: ['fifo'] })).toEqual({});
  });
});

describe('7. overtaking without bound shows as growth with the rounds', () => {
  const growth = (property: Property, of: Primitive): number[] =>
    [1, 2, 3, 4].map(
      (rounds) => explored(property, programOf(of, workload(2, rounds, 1), { strength: 'weak' })).measure,
    );

  test('one round shows none of it', () => {
    expect(growth(fifo, wakeupPassedOn)).toEqual([0, 1, 2, 3]);
  });

  test('a bound stays where it is', () => {
    expect(growth(entriesAfterDoorway, ticket)).toEqual([1, 1, 1, 1]);
    expect(growth(fifo, baton)).toEqual([0, 0, 0, 0]);
  });
});

describe('8. a later release can rescue a lost wake-up and hide it', () => {
  const forgetful = primitive('forgetful', ({ permits }) => new Weighted(permits, 'head leaves in silence'), {
    model: fifoSemaphore,
    acquireMax: 2,
    releaseMax: 2,
  });
  const mindful = {
    ...forgetful,
    name: 'mindful',
    create: ({ permits }) => new Weighted(permits),
  } satisfies Primitive;
  const oneOf = (first: string): Client => ({
    permits: 2,
    plans: [planOf(first), planOf('acquire*2 release*2'), planOf('acquire release')],
  });
  /** Nobody waits at the end, if every holder gives back in the end. */
  const isStuck = (of: Primitive, client: Client): boolean =>
    explored(
      deadlockFreedom,
      programOf(of, { ...withInterrupts(client, parked), isProbed: false }, { strength: 'weak' }),
    ).isViolated;

  test('where all give back, the execution goes on in the end; a keeper shows it', () => {
    expect(isStuck(forgetful, oneOf('acquire release'))).toBe(false);
    expect(isStuck(forgetful, oneOf('acquire'))).toBe(true);
    expect(isStuck(mindful, oneOf('acquire'))).toBe(false);
  });

  test('a quiet moment shows it even where all give back', () => {
    expect(
      interruptFindings(forgetful, oneOf('acquire release'), parked, { part: 'no-lost-wakeup' }),
    ).toMatch(/^lost wakeup/);
    expect(interruptFindings(mindful, oneOf('acquire release'), parked)).toBe('holds');
  });
});

describe('9. a thread that is frozen for ever is another question, and never asked by default', () => {
  const client = postings(2, [1, 1], 0);
  const posters = (name: string, create: Primitive['create']): Primitive => primitive(name, create);

  test('a protocol that relies on the others to go on is not accused', () => {
    expect(
      findings(
        posters('relies', ({ permits }) => new OnePosterWakes(permits, false)),
        client,
      ),
    ).toEqual({});
  });

  test('asked with a frozen poster, it loses a wake-up; one that relies on nobody does not', () => {
    const of = ['no-lost-wakeup'];
    const relies = posters('relies-frozen', ({ permits }) => new OnePosterWakes(permits, true));
    const alone = posters('alone-frozen', ({ permits }) => new EveryPosterWakes(permits, true));
    expect(findings(relies, client, { of })).toHaveProperty('no-lost-wakeup');
    expect(findings(alone, client, { of })).toEqual({});
  });
});

describe('10. a thread that is left asleep with nothing to grant is no failure', () => {
  test.each([reference, baton, hemmendinger1988, barz])('$name', (of) => {
    // Three that keep, and two permits.
    expect(findings(of, postings(3, [2], 0))).toEqual({});
    expect(findings(of, { permits: 0, plans: [planOf('acquire')] })).toEqual({});
  });
});

describe('11. semaphores from binary ones unlock from another thread', () => {
  // The second to come takes the gate with the last permit, and the first opens it.
  const client = workload(2, 1, 2);

  test('a lock that asks for its holder rejects them', () => {
    const free = primitive('from-locks', ({ permits }) => new FromLocks(permits, false));
    const owned = primitive('from-owned-locks', ({ permits }) => new FromLocks(permits, true));
    expect(findings(free, client)).toEqual({});
    expect(findings(owned, client)).toHaveProperty('failure-freedom');
  });
});
