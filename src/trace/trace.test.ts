/** The codec of traces: what is written is read back, and every damage is refused. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../core/errors.ts';
import { interruptKindName, interruptKinds, type Action } from '../core/schedule.ts';
import { planOf, type Client } from '../program/client.ts';
import { strengths } from '../program/objectKind.ts';
import { schedulings } from '../program/turn.ts';
import {
  choicesOf,
  clientForTrace,
  clientOf,
  decodeTrace,
  encodeTrace,
  traceVersion,
  type Trace,
} from './trace.ts';

const actions: readonly Action[] = [
  'step',
  'call',
  'interrupt before',
  'interrupt after',
  'interrupt posted',
  'deadline',
  'spurious',
];
/** Also what JSON must escape, and what no text should break. */
const text = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '→', '\u2028', '], [', '{}', "T0's lock"));
const optional = <T, Name extends string>(name: Name, arbitrary: fc.Arbitrary<T>) =>
  fc
    .option(arbitrary, { nil: undefined })
    .map((value) => (value === undefined ? {} : { [name]: value })) as fc.Arbitrary<{ [N in Name]?: T }>;

const step = (threads: number) =>
  fc
    .tuple(
      fc.record({
        thread: fc.nat(threads - 1),
        action: fc.constantFrom(...actions),
        outcome: fc.nat(3),
        does: text,
      }),
      optional('gets', text),
      optional('events', fc.array(text, { maxLength: 2 })),
      optional('changes', fc.dictionary(text, text, { maxKeys: 2 })),
    )
    .map(([always, gets, events, changes]) => ({ ...always, ...gets, ...events, ...changes }));

const anyTrace: fc.Arbitrary<Trace> = fc
  .integer({ min: 1, max: 3 })
  .chain((threads) =>
    fc.record({
      schedule: fc.array(step(threads), { maxLength: 6 }),
      name: text,
      part: optional('part', text),
      strength: fc.constantFrom(...strengths),
      scheduling: fc.constantFrom(...schedulings),
      client: fc.record({
        permits: fc.nat(3),
        threads: fc.array(
          fc.record({ does: text, rounds: fc.oneof(fc.constant('forever' as const), fc.nat(3)) }),
          {
            minLength: threads,
            maxLength: threads,
          },
        ),
        probed: fc.boolean(),
      }),
    }),
  )
  .map(({ schedule, name, part, strength, scheduling, client }) => ({
    format: 'heddle-trace' as const,
    version: traceVersion,
    primitive: { name },
    model: 'mutex',
    property: 'safety',
    ...part,
    strength,
    scheduling,
    client,
    verdict: {
      violated: true as const,
      why: 'two are inside',
      steps: schedule.length,
      // Every other one is of an execution without end.
      ...(schedule.length % 2 === 0 ? {} : { loop: Math.ceil(schedule.length / 2) }),
      shortest: schedule.length,
      switches: 0,
      fewestSwitches: 'proved' as const,
    },
    schedule,
  })) as fc.Arbitrary<Trace>;

describe('a trace', () => {
  test('is read back as it was written, and written again to the letter', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const written = encodeTrace(trace);
        const read = decodeTrace(written, 'trace.json');
        expect(read).toEqual(trace);
        expect(encodeTrace(read)).toBe(written);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('has one line for each step', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const lines = encodeTrace(trace)
          .split('\n')
          .filter((line) => line.startsWith('    {"thread"'));
        expect(lines).toHaveLength(trace.schedule.length);
      }),
      { seed: 8 },
    );
  });

  test('that is cut anywhere is refused', () => {
    fc.assert(
      fc.property(anyTrace, fc.double({ min: 0, max: 0.99, noNaN: true }), (trace, part) => {
        const written = encodeTrace(trace).trimEnd();
        const cut = written.slice(0, Math.floor(written.length * part));
        expect(() => decodeTrace(cut, 'trace.json')).toThrow(UsageError);
      }),
      { seed: 9 },
    );
  });

  test('that lacks any field it must have is refused', () => {
    const [trace] = fc.sample(anyTrace, { seed: 10, numRuns: 1 });
    for (const field of Object.keys(trace!).filter((name) => !['part', 'scheduling'].includes(name))) {
      const { [field]: _, ...rest } = JSON.parse(encodeTrace(trace!)) as Record<string, unknown>;
      expect(() => decodeTrace(JSON.stringify(rest), 'trace.json')).toThrow(
        /trace\.json: this (file|trace) is/,
      );
    }
  });

  test('is the schedule that it says', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        expect(choicesOf(trace)).toEqual(
          trace.schedule.map(({ thread, action, outcome }) => ({ thread, action, outcome })),
        );
      }),
      { seed: 11 },
    );
  });
});

describe('a client', () => {
  test.each<Client>([
    {
      permits: 2,
      plans: [planOf('tryAcquire release', 2), planOf('acquire*2 release*2'), planOf('post')],
      isProbed: false,
    },
    { permits: 0, plans: [planOf('acquire', 'forever')], isProbed: true },
    ...interruptKinds.map((kind) => ({
      permits: 1,
      plans: [planOf('acquire')],
      interrupts: { kind, budget: 2 },
      isProbed: true,
    })),
  ])('is read back from a trace (%#)', (client) => {
    expect(clientOf({ client: clientForTrace(client) } as Trace)).toEqual(client);
  });

  test('says of its interrupts which kind they are', () => {
    const [kind] = interruptKinds;
    const { interrupts } = clientForTrace({
      permits: 1,
      plans: [planOf('acquire')],
      interrupts: { kind: kind!, budget: 1 },
    });
    expect(interrupts).toEqual({ kind: interruptKindName(kind!), budget: 1 });
  });
});
