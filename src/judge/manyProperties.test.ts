/** More properties than a search has room for, judged together. */

import { defineProperty } from 'heddle';
import { gallery } from 'heddle/gallery';
import { expect, test } from 'vitest';
import { workload } from '../program/client.ts';
import { check } from './check.ts';

test('of forty properties the one that is violated is told apart', () => {
  const wrong = 34;
  const properties = Array.from({ length: 40 }, (_, number) =>
    defineProperty({
      name: `calls-${number}`,
      title: `Calls ${number}`,
      violatedWhen: 'there is a fourth call, if it is the one that minds',
      monitor: () => ({
        initial: 0,
        rename: (calls: number) => calls,
        onEvent: (calls: number, { type }) => {
          if (type !== 'call') return { state: calls };
          const isTooMany = number === wrong && calls === 3;
          return { state: calls + 1, ...(isTooMany ? { violation: 'a fourth call' } : {}) };
        },
      }),
    }),
  );
  const { properties: reports } = check(
    gallery.find(({ name }) => name === 'ticket')!,
    {
      properties,
      clients: [workload(2, 2, 1)],
    },
  );
  const violated = reports.filter(({ verdict }) => verdict.verdict === 'violated');
  expect(violated.map(({ property }) => property)).toEqual([`calls-${wrong}`]);
  expect(reports.filter(({ verdict }) => verdict.verdict === 'holds').length).toBe(39);
});
