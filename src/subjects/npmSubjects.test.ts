/**
 * Packages as they are: versions with a known fault are told from those that mend it, those that are right
 * pass, and each order that is committed shows as a plain script without Heddle.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkSubject, sameTick, settled, type Subject } from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import { pinnedPackages } from 'heddle/subjects';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../cli/exitCodes.ts';
import { subjectsAt } from '../cli/subjects.ts';
import { decodeOrderTrace } from '../promises/orderTrace.ts';
import { scriptOf } from '../promises/script.ts';
import { heddle, root, temporaryFolder } from '../testing/heddleCommand.ts';
import { inFolder } from '../testing/inFolder.ts';

/**
 * The properties that a subject of a version violates, told by the command: a worker thread of a test would not
 * check the sources, but what `dist` has been compiled from.
 */
async function violated(installed: string, subject: string): Promise<string[]> {
  const word = `npm:${installed}#${subject}`;
  const { code, out, err } = await heddle(['check', word, '--json', '--traces', temporaryFolder()]);
  expect(err).toBe('');
  const { subjects } = JSON.parse(out) as {
    subjects: { properties: { property: string; verdict: string }[] }[];
  };
  const found = subjects[0]!.properties.filter(({ verdict }) => verdict === 'violated');
  expect(code).toBe(found.length > 0 ? exitCodes.violated : exitCodes.holds);
  return found.map(({ property }) => property);
}

describe('a known fault is found, and is gone where it is mended', () => {
  test('async-mutex, issue 27: the third client is stuck', async () => {
    expect(await violated('async-mutex-0.2.4', 'async-mutex-release')).toEqual([
      'no-lost-wakeup',
      'deadlock-freedom',
    ]);
    expect(await violated('async-mutex-0.2.6', 'async-mutex-release')).toEqual([]);
  });

  test('async-lock, issue 51: a task that throws keeps the lock', async () => {
    const broken = await violated('async-lock-1.3.1', 'async-lock-throwing');
    expect(broken).toEqual(['no-lost-wakeup', 'deadlock-freedom', 'failure-freedom']);
    expect(await violated('async-lock-1.3.2', 'async-lock-throwing')).toEqual([]);
  });

  test('async-lock, issue 58: maxPending is not looked at', async () => {
    expect(await violated('async-lock-1.4.0', 'async-lock-max-pending')).toEqual(['bounded-queue']);
    expect(await violated('async-lock', 'async-lock-max-pending')).toEqual([]);
  });

  test('effect, issue 6081: a permit leaks on interrupt', async () => {
    expect(
      await verdicts(await subjectOf('effect-3.19.18', 'effect-semaphore'), 'abort-restoration'),
    ).toEqual(['violated']);
    expect(
      await verdicts(await subjectOf('effect-3.19.19', 'effect-semaphore'), 'abort-restoration'),
    ).toEqual(['holds']);
  });

  test('effect: a newcomer is served before one who waits', async () => {
    expect(await verdicts(await subjectOf('effect', 'effect-semaphore-order'), 'fifo')).toEqual(['violated']);
    expect(await verdicts(await subjectOf('effect-4.1.0', 'effect-semaphore-order'), 'fifo')).toEqual([
      'holds',
    ]);
  });
});

async function subjectOf(installed: string, name: string): Promise<Subject> {
  const found = await subjectsAt(`npm:${installed}`);
  return found.find(({ subject }) => subject.name === name)!.subject;
}

/** Verdicts with the default clients, settled and in the same tick. */
async function verdicts(subject: Subject, only?: string): Promise<string[]> {
  const { properties } = await checkSubject(subject, {
    properties: promiseProperties.filter(({ name }) => only === undefined || name === only),
    positions: [settled, sameTick],
  });
  return properties.map(({ verdict }) => verdict.verdict);
}

describe('what is right passes', () => {
  test.each([
    'async-mutex',
    'await-semaphore',
    'semaphore-async-await',
    '@shopify/semaphore',
    'fastq',
    'async-sema',
    'p-limit',
    'p-queue',
  ])('%s', async (installed) => {
    for (const { subject } of await subjectsAt(`npm:${installed}`)) {
      expect([...new Set(await verdicts(subject))]).toEqual(['holds']);
    }
  });
});

const folder = path.join(root, 'reports/npm');
const traces = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
);

test('every violation that is known has a trace, and every trace is of one', () => {
  const known = pinnedPackages.flatMap(({ name, version, violates }) =>
    Object.entries(violates).flatMap(([subject, names]) =>
      names.map((property) => `${name}@${version}/${subject}.${property}.json`),
    ),
  );
  expect(traces.toSorted()).toEqual(known.toSorted());
});

describe('a committed order', () => {
  test('is replayed on the real event loop', async () => {
    const { code, out, err } = await heddle([
      'replay',
      'reports/npm/effect@3.22.4/effect-semaphore-order.fifo.json',
    ]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      reports/npm/effect@3.22.4/effect-semaphore-order.fifo.json
      effect-semaphore-order (effect@3.22.4): fifo is violated
      Client: 3 threads × (acquire release), 1 permit.
      Executed on the event loop as it is, with real timers.

      step when         T0                  T1                  T2
      ────────────────────────────────────────────────────────────────────────────────
         1              ▸acquire ◂granted
      »  2                                  ▸acquire
         3              ▸release            ┆
      »  4 same tick    ◂returns            ┆                   ▸acquire ◂granted

      What went wrong: T1 still waits although an acquire that began after it was
      waiting has been granted.
        - Step 2: T1's acquire is called, and waits.
        - Step 4: T2's acquire is granted, before T1.
      FIFO: violated when somebody who called after a waiter was waiting is granted,
      and the waiter waits still.
      "
    `);
  });

  test.each(traces)('%s shows as a plain script', async (file) => {
    const trace = decodeOrderTrace(readFileSync(path.join(folder, file), 'utf8'), file);
    const found = await subjectsAt(trace.subject.module!);
    const { subject } = found.find((one) => one.subject.name === trace.subject.name)!;
    // Under the name that it is installed under here.
    const installed = trace.subject.module!.replace('npm:', '');
    const name = trace.subject.package!.split('@')[0]!;
    const script = scriptOf(trace, subject).replaceAll(`'${name}'`, `'${installed}'`);
    expect(script).not.toContain('heddle');
    const scriptFile = path.join(root, `.readme-${path.basename(file, '.json')}.mjs`);
    writeFileSync(scriptFile, script);
    const { out, err } = await inFolder(root, `node '${scriptFile}'; rm '${scriptFile}'`);
    expect(`${out}${err}`).toMatch(symptomOf(trace.verdict.why));
  });
});

/** What a script prints where the order does what its trace says. */
function symptomOf(why: string): RegExp {
  const [, stuck] = /(T\d)(?: still)? waits/.exec(why) ?? /with (T\d)/.exec(why) ?? [];
  if (stuck !== undefined) return new RegExp(`Still waiting:.*${stuck} `);
  const [, granted, operation] = /(T\d)'s (\w+) is granted/.exec(why) ?? [];
  if (granted !== undefined) return new RegExp(`${granted} ${operation} is done`);
  return new RegExp(/: (?:Error: )?([^:]+)$/.exec(why)![1]!);
}
