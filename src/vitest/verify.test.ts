/** The matcher and the test function, as users meet them. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { safety } from 'heddle/properties';
import { verify } from 'heddle/vitest';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/heddleCommand.ts';
import { AbortableMutex, ForgetfulMutex, mutexSubject } from '../testing/promises/mutexes.ts';
import { importedFile } from './failureMessage.ts';

class TestThenSet {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.is(false));
    yield* this.held.write(true);
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

const testThenSet = definePrimitive({
  name: 'mine',
  title: 'Test, then set',
  model: mutex,
  create: () => new TestThenSet(),
});

const testAndSet = definePrimitive({
  name: 'mine-mended',
  title: 'Test and set',
  model: mutex,
  create: () =>
    new (class extends TestThenSet {
      override *acquire(): Step {
        yield* until(() => this.held.compareAndSet(false, true));
      }
    })(),
});

verify('a primitive that is right', testAndSet);
verify(
  'a subject that is right',
  mutexSubject('abortable', () => new AbortableMutex(), 'signal'),
  { properties: [safety] },
);

/** What a matcher says, where it fails. */
async function said(verdict: Promise<void>): Promise<string> {
  return verdict.then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

describe('a failure says what happened, in columns and sentences, and how to see it again', () => {
  test('of a primitive that is written in steps', async () => {
    const traces = temporaryFolder();
    const message = await said(expect(testThenSet).toHold({ traces }));
    expect(`\n${message.replaceAll(traces, 'traces')}\n`).toMatchInlineSnapshot(`
      "
      mine: safety is violated
      Client: 2 threads × 2 rounds (acquire release), 1 permit. Locks: weak.
      4 steps (no schedule is shorter), 2 context switches (no schedule has fewer).

      step T0                   T1                   what changes         model
      ────────────────────────────────────────────────────────────────────────────────
      »  1                      ▸acquire: held.read                       free | held
                                = false
         2 ▸acquire: held.read
           = false
      »  3 held.write(true)                          held: false → true   held
           ◂returns
      »  4                      held.write(true)                          none fits
                                ◂returns

      What went wrong: T1's acquire returns a permit although none is left.
        - Step 1: T1 looks at held (held.read() = false), and goes by that.
        - Step 3: T0 has its permit, and keeps it.
        - Step 3: T0 changes it (held: false → true) before T1 acts.
        - Step 4: T1 is given a permit too; there is none left.
      Safety: violated when more permits are held than there are (in a mutex: two are
      inside).

      All verdicts:
        safety: violated: T1's acquire returns a permit although none is left
        no-lost-wakeup: holds: all executions of 3 clients, 283 states
        non-blocking: holds: all executions of 3 clients, 283 states
        deadlock-freedom: holds: all executions of 3 clients, 283 states
        refinement: violated: the model cannot show that T1's acquire is granted here
        failure-freedom: holds: all executions of 3 clients, 283 states

      To see it happen again, step by step:
        npx vitest run src/vitest/verify.test.ts -t 'a failure says what happened, in columns and sentences, and how to see it again of a primitive that is written in steps'
      The trace is in traces/mine/safety.json; what a test file defines itself, heddle replay cannot load.
      "
    `);
    expect(readFileSync(path.join(traces, 'mine/safety.json'), 'utf8')).toContain('"heddle-trace"');
  });

  test('of a subject', async () => {
    const traces = temporaryFolder();
    const forgetful = mutexSubject('forgetful', () => new ForgetfulMutex(), 'signal');
    const message = await said(expect(forgetful).toHold({ traces, file: './mutexes.ts' }));
    expect(message).toContain('forgetful: abort-restoration (no-lost-wakeup) is violated');
    expect(message).toContain(`npx heddle replay ${traces}/forgetful/abort-restoration.json`);
    expect(readFileSync(path.join(traces, 'forgetful/abort-restoration.json'), 'utf8')).toContain(
      '"./mutexes.ts"',
    );
  });

  test('of what is not proved', async () => {
    const subject = mutexSubject('abortable', () => new AbortableMutex());
    const message = await said(expect(subject).toHold({ properties: [safety], limits: { executions: 3 } }));
    expect(message).toContain(
      'abortable: not everything is proved.\n\nsafety: unknown: stopped by the limit on executions after 3 executions',
    );
  });

  test('of what is no primitive', async () => {
    expect(await said(expect(12).toHold())).toContain(
      'toHold is for what definePrimitive or defineSubject makes.',
    );
  });
});

test('the file that a test imports its primitive from is found by itself', () => {
  const here = new URL(import.meta.url).pathname;
  expect(importedFile(here, 'nobody')).toBeUndefined();
  expect(importedFile(path.join(path.dirname(here), '../trace/trace.test.ts'), 'reference')).toBeUndefined();
  expect(importedFile(here, 'x is imported from here')).toBeUndefined();
});
