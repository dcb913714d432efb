/**
 * What bad input gets: one clear message of at most four lines, with the offending value and what was
 * expected; a documented exit code; no file lost or half written. Each test runs the real command.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { heddle, root, temporaryFolder, type Ended } from '../testing/heddleCommand.ts';
import { spins, spinsInMicrotasks } from '../testing/promises/endless.ts';
import { exitCodes } from './exitCodes.ts';

const goodTrace = readFileSync(path.join(root, 'traces/reference/safety.json'), 'utf8');

function expectRefusal({ code, out, err }: Ended, exitCode: number): string {
  // Whatever takes its time says now and then how far it is.
  const message = err
    .trimEnd()
    .split('\n')
    .filter((line) => !/ states, .* to go, /.test(line));
  expect({ code, out, lines: message.length <= 4 }).toEqual({
    code: exitCode,
    out: '',
    lines: true,
  });
  return err;
}

describe.concurrent('a trace file', () => {
  async function replay(text: string): Promise<string> {
    const file = path.join(temporaryFolder(), 'trace.json');
    writeFileSync(file, text);
    const message = expectRefusal(await heddle(['replay', file]), exitCodes.badFile);
    return message.replaceAll(file, 'FILE');
  }

  const changed = (change: (trace: any) => void): string => {
    const trace = JSON.parse(goodTrace);
    change(trace);
    return JSON.stringify(trace);
  };

  test('that does not exist', async () => {
    const message = expectRefusal(await heddle(['replay', 'no/such.json']), exitCodes.badFile);
    expect(message).toContain('no/such.json cannot be read.');
  });

  test('that is damaged', async () => {
    expect(await replay('{"format": nonsense')).toContain('this file is not JSON; it may be damaged');
  });

  test('that is cut short', async () => {
    expect(await replay(goodTrace.slice(0, goodTrace.length / 2))).toContain(
      'it may be damaged or cut short',
    );
  });

  test('that is foreign', async () => {
    expect(await replay('{"vars": [], "states": []}')).toMatchInlineSnapshot(`
      "FILE: this file is not a trace.
        found:    format undefined
        expected: format "heddle-trace"
      "
    `);
  });

  test('that is too new', async () => {
    expect(await replay(changed((trace) => void (trace.version = 99)))).toMatchInlineSnapshot(`
      "FILE: this trace is of another version.
        found:    version 99
        expected: version 1
        next:     Use the version of heddle that wrote it, or a newer one.
      "
    `);
  });

  test('in which a value was tampered with', async () => {
    const text = changed((trace) => void (trace.schedule[3].action = 'jump'));
    expect(await replay(text)).toContain('this trace is damaged at schedule.3.action.');
  });

  test('in which a thread was added', async () => {
    const text = changed((trace) => void (trace.schedule[3].thread = 7));
    expect(await replay(text)).toMatchInlineSnapshot(`
      "FILE: this trace is damaged at schedule.3.thread.
        found:    T7
        expected: one of the client's 3 threads, from T0 on
        next:     Restore the file, or make it anew with heddle check.
      "
    `);
  });

  test('in which a step was altered', async () => {
    const text = changed((trace) => void (trace.schedule[1].gets = '5'));
    expect(await replay(text)).toMatchInlineSnapshot(`
      "FILE: this trace does not fit reference, whose source has not changed since.
        found:    step 2: T2 value.read() = 5
        expected: T2 value.read() = 1
        next:     The file has been altered, or another version of heddle made it. Restore it, or make it anew with heddle check.
      "
    `);
  });

  test('in which the threads of two steps were exchanged', async () => {
    const text = changed((trace) => {
      trace.schedule[0].thread = 0;
      trace.schedule[5].thread = 2;
    });
    expect(await replay(text)).toContain(
      'this trace does not fit reference, whose source has not changed since.',
    );
  });

  test('in which the verdict was altered', async () => {
    const text = changed((trace) => void (trace.verdict.why = 'bad luck'));
    expect(await replay(text)).toContain('found:    bad luck');
  });

  test('from which a step was taken', async () => {
    const text = changed((trace) => void trace.schedule.pop());
    expect(await replay(text)).toContain('9 steps');
  });

  test('whose client does what the primitive does not offer', async () => {
    const text = changed((trace) => void (trace.client.threads[0].does = 'timedAcquire'));
    expect(await replay(text)).toContain('reference has no operation timedAcquire.');
  });

  test('of a primitive that does not exist', async () => {
    const text = changed((trace) => void (trace.primitive.name = 'referense'));
    expect(await replay(text)).toContain('There is no primitive named referense.');
  });

  test('of a property that does not exist', async () => {
    const text = changed((trace) => void (trace.property = 'beauty'));
    expect(await replay(text)).toContain('a property that does not exist here');
  });
});

describe.concurrent('a primitive', () => {
  async function check(fixture: string): Promise<string> {
    const ended = await heddle(['check', `src/testing/fixtures/${fixture}`, '--traces', temporaryFolder()]);
    return expectRefusal(ended, exitCodes.badFile);
  }

  test.each([
    ['nonDeterministic.ts', 'a call of Math.random()'],
    ['hiddenState.ts#private-field', 'first word.write'],
    ['hiddenState.ts#public-field', "Cannot assign to read only property 'owner'"],
    ['hiddenState.ts#loop-variable', 'told the same results, it did something else'],
    ['hiddenState.ts#module-variable', 'told the same results, it did something else'],
    ['hiddenState.ts#map-field', 'a Map in one of its fields'],
    ['malformed.ts#never-yields', 'The operation acquire never yields.'],
    ['malformed.ts#yields-a-number', 'the number 5'],
    ['malformed.ts#throws-a-string', 'the string "no error"'],
    ['malformed.ts#steps-for-ever', 'An operation of the primitive never ends.'],
    ['malformed.ts#spins-unseen', 'the last of them word.read()'],
    ['malformed.ts#leaves-a-step-untaken', 'word.write(...), without yield*'],
    ['malformed.ts#asks-no-steps', 'What until is to run is not made of steps.'],
    ['malformed.ts#expects-another-property', 'deadlock-fredom'],
    ['malformed.ts#has-other-names', 'the methods lock, unlock'],
    ['malformed.ts#is-no-generator', 'A method of the primitive is not a generator.'],
    ['malformed.ts#is-async', 'it returned an async generator'],
    ['malformed.ts#yields-without-star', 'a generator'],
    ['malformed.ts#turns-for-ever', '2000 steps of a thread that runs alone'],
    ['malformed.ts#throws-at-once', 'Error: not ready'],
    ['malformed.ts#cannot-be-made', 'Error: no room'],
    ['malformed.ts#has-no-model', 'The primitive has no model.'],
    ['malformed.ts#cannot-release', 'The primitive has no operation release.'],
    ['endless.ts', 'the primitive computes without end'],
    ['noPrimitive.ts', 'exports no primitive'],
    ['noSuchFile.ts', 'There is no file'],
    ['malformed.ts#no-such-name', 'exports no primitive named no-such-name'],
  ])('%s', async (fixture, message) => {
    expect(await check(fixture)).toContain(message);
  });

  test('in a file that does not compile', async () => {
    const file = path.join(temporaryFolder(), 'broken.ts');
    writeFileSync(file, 'export const lock = ;');
    const message = expectRefusal(await heddle(['check', file]), exitCodes.badFile);
    expect(message).toContain('broken.ts cannot be loaded.');
    expect(message).toMatch(/found: .*broken\.ts:1:\d+: ERROR: Unexpected ";"/);
  });

  test('whose name is unknown: the nearest names are offered', async () => {
    const message = expectRefusal(await heddle(['check', 'peterso']), exitCodes.usage);
    expect(message).toContain('There is no primitive named peterso.');
    expect(message).toContain('such as peterson, peterson-swapped');
  });

  test('that is refused does not take the others with it', async () => {
    const folder = temporaryFolder();
    const { code, out, err } = await heddle([
      'check',
      'src/testing/fixtures/malformed.ts#never-yields',
      'test-then-set',
      '--property',
      'safety',
      '--traces',
      folder,
    ]);
    expect(code).toBe(exitCodes.badFile);
    expect(out).toContain('test-then-set');
    expect(err).toContain('never-yields: The operation acquire never yields.');
    expect(existsSync(path.join(folder, 'test-then-set/safety.custom.json'))).toBe(true);
  });
});

describe.concurrent('a comparison', () => {
  test.each([
    [['compare', 'reference', 'batton'], exitCodes.usage, 'There is no primitive named batton.'],
    [['compare', './no-such.ts', 'baton'], exitCodes.badFile, 'There is no file ./no-such.ts.'],
    [['compare', 'reference', 'ticket', '--permits', '2'], exitCodes.usage, 'ticket is a mutex.'],
    [
      ['compare', 'reference', 'baton', '--plan', 'leap'],
      exitCodes.usage,
      'reference has no operation leap.',
    ],
    [
      ['compare', 'reference', 'baton', '--scheduling', 'fair'],
      exitCodes.usage,
      'There is no such scheduling.',
    ],
    [
      ['compare', 'reference', 'baton', '--limit-states', 'few'],
      exitCodes.usage,
      '--limit-states is not a positive number.',
    ],
  ])('%s', async (words, code, message) => {
    expect(expectRefusal(await heddle(words), code)).toContain(message);
  });
});

describe.concurrent('a client', () => {
  test.each([
    [['--threads', '0'], 'A client needs at least one thread.'],
    [['--threads', '-1'], 'A client needs at least one thread.'],
    [['--permits', '-1'], 'A client needs a number of permits.'],
    [['--rounds', '0'], 'A client needs a number of rounds.'],
    [['--threads', 'two'], '--threads is not a whole number.'],
    [['--interrupts', '-2', '--threads', '2'], 'A client needs a number of interrupts.'],
    [['--plan', ''], 'A thread of the client does nothing.'],
    [['--plan', 'acquire leap'], 'reference has no operation leap.'],
    [['--plan', 'acquire', '--threads', '2'], '--threads and --plan cannot go together.'],
    [['--lock-strength', 'strong'], 'There is no such lock strength.'],
    [['--scheduling', 'fair'], 'There is no such scheduling.'],
    [['--property', 'safty'], 'There is no property named safty.'],
    [['--limit-states', '0'], '--limit-states is not a positive number.'],
    [['--limit-memory', 'lots'], '--limit-memory is not an amount of memory.'],
  ])('%s', async (flags, message) => {
    const ended = await heddle(['check', 'reference', ...flags]);
    expect(expectRefusal(ended, exitCodes.usage)).toContain(message);
  });

  test('with more permits than a mutex has', async () => {
    const ended = await heddle(['check', 'ticket', '--permits', '2']);
    expect(expectRefusal(ended, exitCodes.usage)).toContain('ticket is a mutex.');
  });

  test('with more threads than a search can tell apart', async () => {
    const ended = await heddle(['check', 'ticket', '--threads', '32']);
    expect(expectRefusal(ended, exitCodes.usage)).toContain('There are too many threads.');
  });

  test('with more threads than the algorithm serves', async () => {
    const ended = await heddle(['check', 'peterson', '--threads', '3']);
    expect(expectRefusal(ended, exitCodes.usage)).toContain('peterson serves at most 2 threads.');
  });
});

test.concurrent('an unknown command', async () => {
  const { code, err } = await heddle(['chek']);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain('Did you mean check?');
});

describe.concurrent('a limit that is hit gives unknown, with the size of the frontier', () => {
  test.each([
    [['--limit-states', '1000'], 'the limit on states'],
    [['--limit-memory', '200K'], 'the limit on memory'],
    [['--limit-time', '0.001'], 'the limit on time'],
  ])('%s', async (flags, reason) => {
    const { code, out } = await heddle([
      'check',
      'baton',
      '--threads',
      '4',
      '--rounds',
      '2',
      '--property',
      'safety',
      '--search',
      'plain',
      '--traces',
      temporaryFolder(),
      ...flags,
    ]);
    expect(code).toBe(exitCodes.unknown);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(`unknown: stopped by ${reason} at [\\d,]+ states, [\\d,]+ to go`),
    );
  });
});

test.concurrent('an interrupted run reports and saves what was found so far', async () => {
  const folder = temporaryFolder();
  // Too large to end by itself; the first attempt at 0 breaks safety long before that.
  const plans = ['tryAcquire release', ...Array.from({ length: 7 }, () => 'acquire release')];
  const args = ['check', 'reference', '--rounds', '4', '--property', 'safety', '--traces', folder];
  let isSent = false;
  const { code, out, err } = await heddle([...args, ...plans.flatMap((plan) => ['--plan', plan])], {
    onError: (text, send) => {
      if (isSent || !text.includes(' states, ')) return;
      isSent = true;
      send('SIGINT');
    },
  });
  expect(code).toBe(exitCodes.interrupted);
  expect(err).toContain('Interrupted: what was found so far is shown and saved.');
  expect(out).toContain('safety.custom.json');
  expect(readdirSync(path.join(folder, 'reference'))).toEqual(['safety.custom.json']);
});

describe.concurrent('files', () => {
  test('a folder that cannot be written to', async () => {
    const file = path.join(temporaryFolder(), 'occupied');
    writeFileSync(file, 'not a folder');
    const { code, err } = await heddle(['check', 'test-then-set', '--property', 'safety', '--traces', file]);
    expect(code).toBe(exitCodes.badFile);
    expect(err).toContain('cannot be written.');
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });

  test('a trace that stands is replaced as a whole, and nothing else is left', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'test-then-set'));
    writeFileSync(path.join(folder, 'test-then-set/safety.custom.json'), 'old');
    await heddle(['check', 'test-then-set', '--property', 'safety', '--traces', folder]);
    expect(readdirSync(path.join(folder, 'test-then-set'))).toEqual(['safety.custom.json']);
    const text = readFileSync(path.join(folder, 'test-then-set/safety.custom.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ format: 'heddle-trace' });
  });
});

describe.concurrent('code made of promises that never gives the event loop back', () => {
  test.each([spins.name, spinsInMicrotasks.name])('%s', async (name) => {
    const file = `src/testing/promises/endless.ts#${name}`;
    const ended = await heddle(['check', file, '--property', 'safety']);
    expect(expectRefusal(ended, exitCodes.badFile)).toContain(
      `${name}: the code under test keeps the event loop for ever.`,
    );
  });
});
