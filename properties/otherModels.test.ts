/** The properties on models that count no permits: each is broken by some twin, or says that it does not apply. */

import {
  cell,
  countingSemaphore,
  definePrimitive,
  lock,
  until,
  type Model,
  type Primitive,
  type Step,
} from 'heddle';
import {
  barrier,
  channel,
  conditionVariable,
  countdownLatch,
  oneShotEvent,
  readersFirst,
  rendezvous,
  writersFirst,
} from 'heddle/models';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { check } from '../src/judge/check.ts';
import { gallery } from '../src/primitives/gallery.ts';
import { describeClient, describePlan, planOf } from '../src/program/client.ts';
import { describeVerdict } from '../src/report/verdictTable.ts';

const named = (name: string): Primitive => gallery.find((primitive) => primitive.name === name)!;

/** The properties that a primitive violates, and those that do not apply to it, with its clients. */
function verdicts(primitive: Primitive): { readonly violated: string[]; readonly beside: string[] } {
  const reports = check(primitive, { properties: judgedProperties }).properties;
  const beside = reports.filter(({ isBesideModel }) => isBesideModel === true);
  for (const report of beside) expect(describeVerdict(report)).toMatch(/^does not apply: there is nothing/);
  return {
    violated: reports.filter(({ verdict }) => verdict.verdict === 'violated').map(({ property }) => property),
    beside: beside.map(({ property }) => property),
  };
}

describe('a readers-writer lock', () => {
  const claims = (model: Model, create: () => object): Primitive =>
    definePrimitive({ name: 'readers-writer', title: 'Readers and writers', model, create });

  /** Lets nobody share. */
  class OneAtATime {
    readonly room = countingSemaphore(1, { strength: 'blocked-queue' });
    *acquireRead(): Step {
      yield* this.room.p();
    }
    *releaseRead(): Step {
      yield* this.room.v();
    }
    *acquireWrite(): Step {
      yield* this.room.p();
    }
    *releaseWrite(): Step {
      yield* this.room.v();
    }
  }

  test('whose readers keep each other out lets them wait although they could go on', () => {
    expect(verdicts(claims(readersFirst, () => new OneAtATime())).violated).toEqual(['no-lost-wakeup']);
  });

  /** Whose writer never lets anybody in again. */
  class LeavesInSilence extends OneAtATime {
    readonly left = cell(0);
    override *releaseWrite(): Step {
      yield* this.left.write(1);
    }
  }

  test('whose writer leaves in silence ends with threads that could go on', () => {
    expect(verdicts(claims(readersFirst, () => new LeavesInSilence())).violated).toEqual(
      expect.arrayContaining(['no-lost-wakeup', 'deadlock-freedom']),
    );
  });

  /** Whose releases wait for somebody else to come. */
  class LeavesTogether extends OneAtATime {
    readonly leaving = cell(0);
    override *releaseRead(): Step {
      const { leaving } = this;
      yield* leaving.fetchAdd(1);
      yield* until(() => leaving.is(2));
      yield* super.releaseRead();
    }
  }

  test('whose reader waits when it leaves blocks in an operation that must not wait', () => {
    expect(verdicts(claims(readersFirst, () => new LeavesTogether())).violated).toEqual(
      expect.arrayContaining(['non-blocking', 'deadlock-freedom']),
    );
  });

  test('that lets readers pass writers who wait is none that promises writers first', () => {
    const { create } = named('readers-writer-lightswitch');
    const claimed = claims(writersFirst, () => create({ permits: 1, threads: 3 }));
    expect(verdicts(claimed).violated).toContain('refinement');
  });

  test('a release is left out by who holds nothing, and one of the other kind', () => {
    const client = {
      permits: 1,
      plans: [{ operations: [{ operation: 'acquireRead' }, { operation: 'releaseWrite' }] }],
    };
    const { properties } = check(named('readers-writer-lightswitch'), {
      properties: judgedProperties.filter(({ name }) => name === 'refinement'),
      clients: [client],
    });
    expect(properties[0]!.verdict.verdict).toBe('holds');
  });
});

describe('a barrier', () => {
  const beside = [
    'safety',
    'non-blocking',
    'fifo',
    'interrupt-before-blocked',
    'interrupt-after-blocked',
    'interrupt-before-anywhere',
    'interrupt-after-anywhere',
    'starvation-weak',
    'starvation-strong',
    'livelock',
    'bounded-bypass',
  ];

  test('takes nothing, so that what speaks of taking does not apply', () => {
    expect(verdicts(named('barrier-two-turnstiles'))).toEqual({ violated: [], beside });
  });

  /** Waits for nobody. */
  class Ajar {
    readonly count = cell(0);
    *arrive(): Step {
      yield* this.count.fetchAdd(1);
    }
  }

  test('that lets go on who has come early shows what the model cannot', () => {
    const ajar = definePrimitive({ name: 'ajar', title: 'Ajar', model: barrier, create: () => new Ajar() });
    expect(verdicts(ajar).violated).toEqual(['refinement']);
  });

  test('without clients of its own is checked with those of its model', () => {
    expect(describeClient(barrier.clients![0]!)).toBe('2 threads × 3 rounds (arrive), 1 permit');
  });
});

describe('a channel', () => {
  test('that hands out the last item first shows what the model cannot, and is told what it should', () => {
    const { properties } = check(named('bounded-buffer-last-first'), { properties: judgedProperties });
    const { verdict } = properties.find(({ property }) => property === 'refinement')!;
    const { counterexample } = verdict as Extract<typeof verdict, { verdict: 'violated' }>;
    expect(counterexample.trace.verdict.why).toMatch(/take is answered by 2 here/);
    expect(counterexample.explanation.sentences.join()).toMatch(/lets take only be answered by 1/);
  });

  test('items are part of a plan, and come back as they were written', () => {
    const text = 'put:1 put:-2 take*2';
    expect(describePlan(planOf(text))).toBe(text);
    const client = { permits: 1, plans: [planOf('put:x')] };
    const primitive = named('bounded-buffer-two-conditions');
    expect(() => check(primitive, { properties: judgedProperties, clients: [client] })).toThrow(
      'hands over what is no item',
    );
  });
});

describe('whoever goes on too early', () => {
  /** Does as if all were as is wished. */
  class Hasty {
    readonly steps = cell(0);
    *step(): Step {
      yield* this.steps.write(1);
    }
    meetAsA(): Step {
      return this.step();
    }
    meetAsB(): Step {
      return this.step();
    }
    wait(): Step {
      return this.step();
    }
    countDown(): Step {
      return this.step();
    }
    set(): Step {
      return this.step();
    }
    take(): Step {
      return this.step();
    }
    put(): Step {
      return this.step();
    }
  }

  test.each([rendezvous, countdownLatch, oneShotEvent, channel])('does what no $name can', (model) => {
    const hasty = definePrimitive({ name: 'hasty', title: 'Hasty', model, create: () => new Hasty() });
    expect(verdicts(hasty).violated).toEqual(['refinement']);
  });
});

describe('a monitor', () => {
  const endless = ['starvation-weak', 'starvation-strong', 'livelock', 'bounded-bypass'];

  test('owes nobody a signal, so that nobody starves who waits for one', () => {
    expect(verdicts(named('hoare-monitor')).beside).toEqual(expect.arrayContaining(endless));
  });

  /** Does not give the lock back while it waits. */
  class Selfish {
    readonly mutex = lock();
    readonly signalled = cell(false);
    *enter(): Step {
      yield* this.mutex.acquire();
    }
    *leave(): Step {
      yield* this.mutex.release();
    }
    *wait(): Step {
      yield* until(() => this.signalled.compareAndSet(true, false));
    }
    *signal(): Step {
      yield* this.signalled.write(true);
    }
  }

  /** Gives the lock back to wait, and does not take it again. */
  class Forgetful extends Selfish {
    override *wait(): Step {
      yield* this.mutex.release();
      yield* super.wait();
    }
    override *leave(): Step {
      yield* this.mutex.tryAcquire();
      yield* super.leave();
    }
  }

  const claims = (create: () => object): Primitive =>
    definePrimitive({ name: 'monitor', title: 'Monitor', model: conditionVariable, create });

  test('that keeps its lock while somebody waits keeps others waiting who could enter', () => {
    expect(verdicts(claims(() => new Selfish())).violated).toEqual(
      expect.arrayContaining(['no-lost-wakeup', 'deadlock-freedom']),
    );
  });

  test('whose wait returns without the lock lets two inside', () => {
    expect(verdicts(claims(() => new Forgetful())).violated).toContain('safety');
  });
});
