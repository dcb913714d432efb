import { expect, test } from 'vitest';
import { environmentHere, processorOf } from './environment.ts';

test('a processor is named by its family, model and clock too', () => {
  const info =
    'processor\t: 0\ncpu family\t: 25\nmodel\t\t: 1\nmodel name\t: AMD EPYC\ncpu MHz\t\t: 2445.404\n';
  expect(processorOf(info, 'AMD EPYC')).toBe('AMD EPYC (family 25, model 1, 2.4 GHz)');
  expect(processorOf('', 'Apple M1')).toBe('Apple M1');
});

test('here is a version of each package, and a date', async () => {
  const { date, versions } = await environmentHere();
  expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(versions.join('; ')).toMatch(/^Node \d+\.\d+\.\d+; .*; fast-check 4\.\d+\.\d+; xstate 5\.\d+\.\d+$/);
});
