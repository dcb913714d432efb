/**
 * `heddle replay`: what a reader sees, at the width of an old terminal; what it says of a source that has
 * changed since; and the other formats.
 */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectItf } from '../testing/expectItf.ts';
import { compiledPackage } from '../testing/compiledCommand.ts';
import { heddle, temporaryFolder } from '../testing/heddleCommand.ts';
import { exitCodes } from './exitCodes.ts';

describe('what a reader sees', () => {
  test('the first fault of the reference', async () => {
    const { code, out, err } = await heddle(['replay', 'traces/reference/safety.json']);
    expect({ code, err }).toEqual({ code: exitCodes.violated, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "traces/reference/safety.json
      reference: safety is violated
      Client: 1 thread × (tryAcquire release) + 2 threads × (acquire release), 1
      permit. Locks: weak.
      10 steps (no schedule is shorter), 1 context switch (no schedule has fewer).

      step T0             T1             T2             what changes   model
      ────────────────────────────────────────────────────────────────────────────────
         1                               ▸acquire:      lock: free →   available |
                                         lock.acquire   held           exhausted
         2                               value.read = 1
         3                               value.read = 1
      »  4                               value.write(0) value: 1 → 0
      »  5                               lock.release   lock: held →   exhausted
                                         ◂returns       free
      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
         6 ▸tryAcquire:                                 lock: free →
           lock.acquire                                 held
         7 value.read = 0
      »  8 value.read = 0
      »  9 value.                                       value: 0 → -1
           write(-1)
      » 10 lock.release                                 lock: held →   none fits
           ◂returns                                     free

      What went wrong: T0's tryAcquire returns a permit although none is left.
        - Step 4: T2 changes value: 1 → 0.
        - Step 5: T2 has its permit, and keeps it.
        - Step 8: T0 finds value.read() = 0, and goes on.
        - Step 9: T0 changes value: 0 → -1.
        - Step 10: T0 is given a permit too; there is none left.
      Safety: violated when more permits are held than there are (in a mutex: two are
      inside).
      "
    `);
  });

  test('an interrupt that leaks a lock', async () => {
    const { out } = await heddle(['replay', 'traces/reference/interrupt-before-blocked.json']);
    expect(out).toMatchInlineSnapshot(`
      "traces/reference/interrupt-before-blocked.json
      reference: interrupt-before-blocked (non-blocking) is violated
      Client: 2 threads × (acquire release), 1 permit, 1 × interrupt before-blocked,
      probed. Locks: weak.
      14 steps (no schedule is shorter), 2 context switches (no schedule has fewer).

      step T0                   T1                   what changes         model
      ────────────────────────────────────────────────────────────────────────────────
         1 ▸acquire:                                 lock: free → held    available |
           lock.acquire                                                   exhausted
         2 value.read = 1
         3 value.read = 1
         4 value.write(0)                            value: 1 → 0
         5 lock.release                              lock: held → free    exhausted
           ◂returns
      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
         6                      ▸acquire:            lock: free → held
                                lock.acquire
         7                      value.read = 0
         8                      makes T1's lock      T1's lock: none →
                                                     free
         9                      T1's lock.acquire    T1's lock: free →
                                                     held
        10                      waiters.             waiters: [] → [T1's
                                pushBack(T1's lock)  lock]
        11                      lock.release ┆ waits lock: held → free
                                for T1's lock
      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
      » 12                      T1's lock.acquire
                                ⚡interrupted before
                                this takes effect
      » 13                      lock.acquire ◂throws lock: free → held
                                Interrupt
      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        14 ▸release:                                                      available |
           lock.acquire ┆ waits                                           exhausted
           for lock (T1 has it)

      What went wrong: T0 is blocked in release, which must not wait.
        - Step 12: T1 is interrupted in acquire, before T1's lock.acquire() takes
          effect.
        - Step 13: T1 takes lock in acquire, leaves that call later, and never gives
          it back.
        - T0 waits for lock for ever.
      Non-blocking operations: violated when at a quiet moment a thread is blocked
      inside release, tryAcquire, or a timedAcquire whose time is up.
      "
    `);
  });
});

describe('a source that has changed since', () => {
  const lockText = (acquire: string): string => `
    import { cell, definePrimitive, until } from 'heddle';
    import { mutex } from 'heddle/models';

    class Lock {
      held = cell(false);
      *acquire() { ${acquire} }
      *release() { yield* this.held.write(false); }
    }

    export const myLock = definePrimitive({
      name: 'my-lock', title: 'My lock', model: mutex, create: () => new Lock(),
    });
  `;
  const broken = lockText('yield* until(() => this.held.is(false)); yield* this.held.write(true);');

  /** Checks the broken lock in a project of its own, then replays its trace on another version. */
  async function replayed(changed: string): Promise<{ code: number | null; out: string }> {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(await compiledPackage(), path.join(folder, 'node_modules/heddle'), 'junction');
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const file = path.join(folder, 'myLock.ts');
    writeFileSync(file, broken);
    const checked = await heddle(['check', './myLock.ts', '--property', 'safety'], { cwd: folder });
    expect(checked.code).toBe(exitCodes.violated);
    writeFileSync(file, changed);
    const { code, out } = await heddle(['replay', 'traces/my-lock/safety.custom.json'], { cwd: folder });
    return { code, out: out.replaceAll(/sha256:[0-9a-f]+/g, 'HASH') };
  }

  /** What follows the columns. */
  const after = (out: string): string => out.slice(out.indexOf('\n\n', out.indexOf('───')));

  test('in a way that does not matter: the failure is there, and the change is noted', async () => {
    const { code, out } = await replayed(`// A comment.\n${broken}`);
    expect(code).toBe(exitCodes.violated);
    expect(after(out)).toMatchInlineSnapshot(`
      "

      What went wrong: T1's acquire returns a permit although none is left.
        - Step 1: T1 looks at held (held.read() = false), and goes by that.
        - Step 3: T0 has its permit, and keeps it.
        - Step 3: T0 changes it (held: false → true) before T1 acts.
        - Step 4: T1 is given a permit too; there is none left.
      Safety: violated when more permits are held than there are (in a mutex: two are
      inside).

      The source of my-lock has changed since this trace was made (HASH, now HASH).
      "
    `);
  });

  test('so that it goes another way: where it parts, and that the schedule does not tell', async () => {
    const { code, out } = await replayed(
      lockText('yield* until(function* () { return !(yield* this.held.exchange(true)); }.bind(this));'),
    );
    expect(code).toBe(exitCodes.unknown);
    expect(after(out)).toMatchInlineSnapshot(`
      "

      It parts from the trace at step 1:
        - then: T1 held.read() = false
        - now:  T1 held.exchange(true) = false
      The rest of the schedule cannot be carried out, so it does not tell whether the
      failure is gone.
      Other schedules may fail: npx heddle check ./myLock.ts --property safety

      The source of my-lock has changed since this trace was made (HASH, now HASH).
      "
    `);
  });

  test('so that the whole schedule can be carried out and ends well: the failure is gone', async () => {
    const { code, out } = await replayed(
      lockText(`
        yield* until(() => this.held.is(false));
        if (!(yield* this.held.compareAndSet(false, true))) yield* this.acquire();
      `),
    );
    expect(code).toBe(exitCodes.holds);
    expect(after(out)).toMatchInlineSnapshot(`
      "

      It parts from the trace at step 3:
        - then: T0 held.write(true)
        - now:  T0 held.compareAndSet(false, true) = true
      The failure is gone on this schedule. It was: T1's acquire returns a permit
      although none is left.
      Other schedules may fail: npx heddle check ./myLock.ts --property safety

      The source of my-lock has changed since this trace was made (HASH, now HASH).
      "
    `);
  });
});

describe('the other formats', () => {
  test('--json tells the outcome', async () => {
    const { code, out } = await heddle(['replay', 'traces/reference/safety.json', '--json']);
    expect(code).toBe(exitCodes.violated);
    expect(JSON.parse(out)).toEqual({
      format: 'heddle-replay',
      version: 1,
      outcome: 'reproduced',
      why: "T0's tryAcquire returns a permit although none is left",
      steps: 10,
    });
  });

  test('--itf prints a trace in the Informal Trace Format', async () => {
    const { out } = await heddle(['replay', 'traces/reference/safety.json', '--itf']);
    const { vars, states } = expectItf(out);
    expect(vars).toEqual(['lock', 'waiters', 'value', 'T0', 'T1', 'T2', 'action']);
    expect(states).toHaveLength(11);
    expect(states[0]).toMatchObject({ value: { '#bigint': '1' }, T0: 'idle', action: 'start' });
    expect(states[10]).toMatchObject({ value: { '#bigint': '-1' }, action: 'T0 step: lock.release()' });
  });
});
