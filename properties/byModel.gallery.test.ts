/** Who waits wrongly, told by the models of the gallery in place of the number of permits. */

import { defineProperty, postings, sleepersMonitor, workload, type Monitor } from 'heddle';
import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { check } from '../src/judge/check.ts';

describe('who waits wrongly, told by the model in place of the number of permits', () => {
  const byModel = defineProperty({
    name: 'by-model',
    title: 'Told by the model',
    violatedWhen: 'somebody waits although the model could let it go on',
    monitor: (setup) =>
      sleepersMonitor(setup.model!, setup, ({ wronged: [sleeper] }) =>
        sleeper === undefined ? {} : { violation: `T${sleeper.thread} could go on` },
      ) as Monitor,
  });
  const byPermits = judgedProperties.find(({ name }) => name === 'no-lost-wakeup')!;
  // Three threads show all that there is to see, and those that break refinement leave the model behind.
  const compared = gallery.filter(
    ({ catalogue = '', expected, threadsMax = 3, model }) =>
      /^[ABF]/.test(catalogue) &&
      threadsMax >= 3 &&
      'acquire' in model.operations &&
      !expected!.violates.includes('refinement'),
  );

  test.each(compared.map(({ name }) => name))('is the same of %s', (name) => {
    const primitive = gallery.find((one) => one.name === name)!;
    // One that brings its own clients is too large for others.
    const clients = primitive.clients ?? [
      workload(3, 1, 1),
      ...(primitive.model.permitsMax > 1 ? [postings(2, [1, 1], 0)] : []),
    ];
    const [told, counted] = [byModel, byPermits].map((property) =>
      check(primitive, { properties: [property], clients }).properties.map(({ verdict }) => verdict.verdict),
    );
    expect(told).toEqual(counted);
  });

  test('some of them lose a wakeup, and some do not', () => {
    const losing = compared.filter(({ expected }) => expected!.violates.includes('no-lost-wakeup'));
    expect(losing.length).toBeGreaterThan(1);
    expect(losing.length).toBeLessThan(compared.length);
  });
});
