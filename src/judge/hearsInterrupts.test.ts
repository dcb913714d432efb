/** What an entry says of interrupts: one that hears none is not judged by what they leave behind. */

import { binarySemaphore, definePrimitive, masked, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { describeVerdict } from '../report/verdictTable.ts';
import { check } from './check.ts';

class MaskedMutex {
  readonly gate = binarySemaphore(1);

  *acquire(): Step {
    yield* masked(() => this.gate.p());
  }

  *release(): Step {
    yield* this.gate.v();
  }
}

const properties = judgedProperties.filter(
  ({ name, interrupts }) => name === 'safety' || interrupts !== undefined,
);

/** Of each property, whether there was anything to judge. */
function judged(hearsInterrupts: boolean): boolean[] {
  const primitive = definePrimitive({
    name: 'masked',
    title: 'Masked',
    model: mutex,
    hearsInterrupts,
    create: () => new MaskedMutex(),
  });
  return check(primitive, { properties }).properties.map(
    (report) => !describeVerdict(report).startsWith('does not apply'),
  );
}

test('the properties of interrupts do not apply to one that hears none', () => {
  expect(judged(true)).toEqual(properties.map(() => true));
  expect(judged(false)).toEqual(properties.map(({ interrupts }) => interrupts === undefined));
});
