import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Choice } from '../../core/schedule.ts';
import {
  callsNothingElse,
  decodeChoices,
  encodeChoices,
  firstSettings,
  fromQuery,
  toQuery,
} from './settings.ts';

const choices = fc.array(
  fc.record({
    thread: fc.nat(11).map((thread) => thread as Choice['thread']),
    action: fc.constantFrom(
      'step' as const,
      'call' as const,
      'interrupt before' as const,
      'interrupt after' as const,
      'interrupt posted' as const,
      'deadline' as const,
      'spurious' as const,
    ),
    outcome: fc.nat(99),
  }),
  { maxLength: 40 },
);

test('a schedule survives a link', () => {
  fc.assert(
    fc.property(choices, (list) => {
      expect(decodeChoices(encodeChoices(list))).toEqual(list);
    }),
  );
});

test('so do the settings', () => {
  fc.assert(
    fc.property(choices, fc.option(fc.string(), { nil: undefined }), fc.nat(9), (list, text, permits) => {
      const settings = {
        ...firstSettings,
        choices: list,
        step: Math.min(3, list.length),
        properties: permits % 2 === 0 ? undefined : ['safety', 'fifo'].slice(permits % 3),
        text,
        client: {
          plans: [
            { does: 'acquire release', rounds: 2 },
            { does: 'tryAcquire release', rounds: 'forever' as const },
          ],
          permits,
          interrupts: { kind: 'after-anywhere' as const, budget: 1 },
        },
      };
      expect(fromQuery(toQuery(settings))).toEqual(settings);
    }),
  );
});

test('a link that says nonsense leads to something that can be played', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, value) => {
      const {
        client,
        step,
        choices: made,
      } = fromQuery(new URLSearchParams({ [name]: value, moves: value, step: value }).toString());
      expect(client.plans.length).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual(made.length);
    }),
  );
});

test('a client is kept where all that it calls is there', () => {
  const client = {
    permits: 1,
    plans: [
      { does: 'put:1 put:2', rounds: 1 },
      { does: 'post', rounds: 1 },
    ],
  };
  expect(callsNothingElse(client, ['put', 'release'])).toBe(true);
  expect(callsNothingElse(client, ['put', 'take'])).toBe(false);
});
