/** Verdicts on promise code: right, wrong in one way each, and out of control. */

import { readFile } from 'node:fs/promises';
import { planOf, workload } from 'heddle';
import { channel, fifoSemaphore } from 'heddle/models';
import { promiseProperties } from 'heddle/properties';
import { Pool } from 'tarn';
import { describe, expect, test } from 'vitest';
import { orderText } from '../report/orderText.ts';
import { subjectList } from '../report/subjectList.ts';
import {
  AbortableMutex,
  ForgetfulMutex,
  HastyMutex,
  mutexSubject,
  PutOffMutex,
} from '../testing/promises/mutexes.ts';
import { readersWriterSubject } from '../testing/promises/readersWriterLock.ts';
import { checkSubject } from './checkSubject.ts';
import { midDrain, sameTick, settled } from './order.ts';
import { defineSubject, type Subject } from './subject.ts';
import type { SubjectOptions } from './subjectOptions.ts';

/** What was found, by property: the verdict, and why if it is not `holds`. */
async function findings(
  subject: Subject,
  options: Partial<SubjectOptions> = {},
): Promise<Record<string, string>> {
  const { properties } = await checkSubject(subject, { properties: promiseProperties, ...options });
  const entries = properties.flatMap(({ property, verdict }) => {
    if (verdict.verdict === 'holds') return [];
    const why = verdict.verdict === 'violated' ? verdict.counterexample.trace.verdict.why : verdict.why;
    return [[property, `${verdict.verdict}: ${why}`]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

describe('a mutex', () => {
  test('that is right holds, aborts and all', async () => {
    const report = await checkSubject(
      mutexSubject('abortable', () => new AbortableMutex(), 'signal'),
      {
        properties: promiseProperties,
      },
    );
    expect(subjectList(report, 80)).toMatchInlineSnapshot(`
      [
        "abortable: A mutex: abortable",
        "✓ safety            holds: all 5,701 executions of 2 clients",
        "✓ no-lost-wakeup    holds: all 5,701 executions of 2 clients",
        "✓ non-blocking      holds: all 5,701 executions of 2 clients",
        "✓ deadlock-freedom  holds: all 5,701 executions of 2 clients",
        "✓ fifo              holds: all 5,701 executions of 2 clients",
        "✓ refinement        holds: all 5,701 executions of 2 clients",
        "✓ failure-freedom   holds: all 5,701 executions of 2 clients",
        "✓ abort-restoration holds: all 6,294 executions of 2 clients",
        "Clients: 2 threads × 2 rounds (acquire release), 1 permit; 3 threads × (acquire",
        "release), 1 permit; 2 threads × (acquire release), 1 permit, 1 abort, probed; 3",
        "threads × (acquire release), 1 permit, 1 abort, probed.",
        "Events: settled; settled and same tick; same tick, and 1 after up to 4",
        "microtasks.",
      ]
    `);
  });

  test('that forgets an aborted waiter in its queue loses a wakeup', async () => {
    const report = await checkSubject(
      mutexSubject('forgetful', () => new ForgetfulMutex(), 'signal'),
      {
        properties: promiseProperties,
      },
    );
    const violated = report.properties.filter(({ verdict }) => verdict.verdict === 'violated');
    expect(violated.map(({ property }) => property)).toEqual(['abort-restoration']);
    const [{ verdict }] = violated as [(typeof violated)[number]];
    if (verdict.verdict !== 'violated') throw new Error('unreachable');
    const { trace, execution } = verdict.counterexample;
    expect(`\n${orderText(trace, execution, { width: 80 }).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      forgetful: abort-restoration (no-lost-wakeup) is violated
      Client: 2 threads × (acquire release), 1 permit, 1 abort, probed.
      Executed on the event loop as it is, with real timers.

      step when         T0                             T1
      ────────────────────────────────────────────────────────────────────────────────
         1              ▸acquire ◂granted
         2                                             ▸acquire
      »  3                                             ⚡gives up ◂aborted
      »  4              ▸release ◂returns
      »  5              ▸acquire

      What went wrong: T0 waits in acquire although a permit is free, and nothing
      moves.
        - Step 3: T1 gives its acquire up.
        - Step 4: T0's release returns: from then on it should be free.
        - Step 5: T0 calls acquire, and waits from then on.
      "
    `);
  });

  test('that takes the lock one microtask after it has looked lets two in', async () => {
    const subject = mutexSubject('hasty', () => new HastyMutex());
    expect(await findings(subject, { positions: [settled] })).toEqual({});
    const found = await findings(subject);
    expect(found['safety']).toBe("violated: T1's acquire returns a permit although none is left");
  });

  test('that puts the hand-over off by an immediate lets a newcomer in before it', async () => {
    const subject = mutexSubject('put-off', () => new PutOffMutex());
    const found = await findings(subject, { positions: [settled] });
    expect(found['safety']).toBe("violated: T1's acquire returns a permit although none is left");
    expect(Object.values(found).filter((text) => text.startsWith('unknown'))).toEqual([]);
  });

  test('with a window of one turn of the microtask queue shows it in the middle of a drain alone', async () => {
    /** A newcomer that comes between a release and the waiter's own turn is let in as well. */
    class LateMutex extends AbortableMutex {
      override async acquire(): Promise<void> {
        if (this.isHeld) await new Promise<void>((resolve) => this.queue.push({ resolve, reject: () => {} }));
        this.isHeld = true;
      }

      override release(): void {
        queueMicrotask(() => {
          this.isHeld = false;
          this.queue.shift()?.resolve();
        });
      }
    }
    const subject = mutexSubject('late', () => new LateMutex());
    expect(await findings(subject, { positions: [settled, sameTick] })).toEqual({});
    expect(Object.keys(await findings(subject, { positions: [midDrain(2, 1)] }))).toContain('safety');
  });
});

describe('an error', () => {
  const failing = (release: () => unknown): Subject =>
    mutexSubject('failing', () => Object.assign(new AbortableMutex(), { release }));

  test('that a release throws is a failure', async () => {
    const throwing = failing(() => {
      throw new TypeError('not held');
    });
    expect((await findings(throwing))['failure-freedom']).toBe(
      "violated: T0's release throws TypeError: not held",
    );
  });

  test('that nobody can catch is a failure, and nothing is concluded from what comes before it', async () => {
    const rejecting = failing(() => void Promise.reject(new Error('lost')));
    const found = await findings(rejecting, { positions: [settled] });
    expect(found['failure-freedom']).toBe(
      'violated: an error ends up where no caller can catch it, in a rejection that nobody handles: Error: lost',
    );
    expect(found['safety']).toMatch(/^unknown: an execution ends with an error that nobody can catch/);
  });

  test('in a microtask and in a timer too', async () => {
    const crashing = failing(() => {
      queueMicrotask(() => {
        throw new Error('in a microtask');
      });
    });
    expect((await findings(crashing, { positions: [settled] }))['failure-freedom']).toContain(
      'in a microtask',
    );
    const late = failing(
      () =>
        void setTimeout(() => {
          throw new Error('in a timer');
        }, 5),
    );
    expect((await findings(late, { positions: [settled] }))['failure-freedom']).toContain('in a timer');
  });
});

describe('what is not under control makes every verdict unknown', () => {
  const uncontrolled = (release: () => unknown): Subject =>
    mutexSubject('uncontrolled', () => Object.assign(new AbortableMutex(), { release }));
  const why = async (subject: Subject): Promise<string[]> => [
    ...new Set(Object.values(await findings(subject))),
  ];

  test('chance', async () => {
    expect(await why(uncontrolled(() => Math.random()))).toEqual([
      'unknown: not under control: Math.random()',
    ]);
  });

  test('work outside of the event loop', async () => {
    const reading = uncontrolled(() => readFile(new URL(import.meta.url)));
    expect(await why(reading)).toEqual([
      'unknown: not under control: work outside of the event loop (FSREQPROMISE)',
    ]);
  });

  test('a timer function that was copied before', async () => {
    const copy = setTimeout;
    expect((await why(uncontrolled(() => void copy(() => {}, 1))))[0]).toContain(
      'a copy of a timer function',
    );
  });

  test('something that is kept from one execution to the next', async () => {
    let count = 0;
    const subject = mutexSubject('keeping', () => new AbortableMutex());
    const operations = {
      ...subject.operations,
      acquire: () => (count++ % 3 === 1 ? new Promise(() => {}) : undefined),
    };
    expect((await why({ ...subject, operations }))[0]).toContain(
      'does not do the same when the same happens again',
    );
  });

  test('timers without end', async () => {
    const ticking = uncontrolled(() => setInterval(() => {}, 10));
    expect((await why(ticking))[0]).toContain('timers without end');
  });
});

describe('time', () => {
  /** Asks again and again, on a timer, whether the lock is free. */
  class PollingMutex extends AbortableMutex {
    override async acquire(): Promise<void> {
      while (this.isHeld) await new Promise((resolve) => setTimeout(resolve, 5));
      this.isHeld = true;
    }

    override release(): void {
      this.isHeld = false;
    }
  }

  test('is virtual: whoever is served by a timer is not stuck', async () => {
    const subject = mutexSubject('polling', () => new PollingMutex());
    const clients = [{ permits: 1, plans: [planOf('acquire release'), planOf('acquire release')] }];
    const found = await findings({ ...subject, clients }, { limits: { executions: 3000 } });
    // How often it asks has no bound, so neither have the executions.
    expect([...new Set(Object.values(found))]).toEqual([
      'unknown: not under control: timers without end: 100 have fired in one execution',
    ]);
  });

  test('a pool that retries with a timer is no false alarm', async () => {
    const subject = defineSubject<Pool<object>>({
      name: 'tarn',
      title: 'tarn: a pool of one',
      model: fifoSemaphore,
      permits: 1,
      create: () =>
        new Pool({
          create: () => ({}),
          destroy: () => {},
          validate: () => true,
          min: 0,
          max: 1,
          idleTimeoutMillis: 1,
          reapIntervalMillis: 1,
        }),
      operations: {
        acquire: (pool) => pool.acquire().promise,
        release: (pool, { grant }) => pool.release(grant),
      },
      clients: [workload(2, 1, 1)],
    });
    const found = Object.values(
      await findings(subject, { positions: [settled], limits: { executions: 5000 } }),
    );
    expect(found.filter((text) => text.startsWith('violated'))).toEqual([]);
  });
});

test('a limit makes a verdict unknown', async () => {
  const subject = mutexSubject('abortable', () => new AbortableMutex());
  const found = await findings(subject, { limits: { executions: 7 }, positions: [sameTick] });
  expect(found['safety']).toBe(
    'unknown: stopped by the limit on executions after 7 executions (2 threads × 2 rounds (acquire release), 1 permit; settled and same tick)',
  );
});

test('an abort is blamed for nothing that was not explored without it', async () => {
  // What a limit cuts off without the abort may be what is seen with it.
  const subject = mutexSubject('hasty', () => new HastyMutex(), 'signal');
  const clients = [workload(2, 2, 1)];
  const options = { limits: { executions: 7 }, positions: [sameTick] };
  const found = await findings({ ...subject, clients }, options);
  expect(found['abort-restoration']).toBe(
    'unknown: stopped by the limit on executions after 7 executions (2 threads × 2 rounds (acquire release), 1 permit, probed; settled and same tick)',
  );
});

describe('a primitive of another kind than acquire and release', () => {
  test('is checked with the clients of its model', async () => {
    const { properties } = await checkSubject(readersWriterSubject(true), {
      properties: promiseProperties,
      positions: [settled, sameTick],
    });
    const told = properties.map(({ property, verdict }) => [
      property,
      verdict.verdict === 'holds' ? verdict.bounds.length : verdict.verdict,
    ]);
    // Three clients, in two ways; order is not promised, and nobody can give up.
    expect(Object.fromEntries(told)).toEqual({
      safety: 6,
      'no-lost-wakeup': 6,
      'non-blocking': 6,
      'deadlock-freedom': 6,
      fifo: 0,
      refinement: 6,
      'failure-freedom': 6,
      'abort-restoration': 0,
    });
  });

  test('is judged by what its model lets go on', async () => {
    expect(await findings(readersWriterSubject(false), { positions: [settled] })).toEqual({
      'no-lost-wakeup': 'violated: T1 waits in acquireRead although it could go on, and nothing moves',
    });
  });

  test('lacks what its clients call', async () => {
    const { operations, ...subject } = readersWriterSubject(true);
    const { acquireRead, acquireWrite } = operations;
    const without = defineSubject({
      ...subject,
      operations: { acquireRead: acquireRead!, acquireWrite: acquireWrite! },
    });
    await expect(checkSubject(without, { properties: promiseProperties })).rejects.toThrow(
      'The subject has no operation releaseRead.',
    );
  });

  test('whose answers matter is refused', () => {
    expect(() =>
      defineSubject({
        name: 'queue',
        title: 'A queue',
        model: channel,
        create: () => [],
        operations: { take: () => 1 },
      }),
    ).toThrow('must come to a certain value');
  });
});
