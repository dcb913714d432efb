/** The lessons themselves: each goal can be reached, each repair holds, each exercise tells the two apart. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import { timeless } from '../explore/limits.ts';
import { Outlook } from '../explore/outlook.ts';
import { check } from '../judge/check.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { isEndless } from '../trace/lassoExecution.ts';
import { root } from '../testing/heddleCommand.ts';
import { goals } from './goals.ts';
import type { Lesson } from './lesson.ts';
import { lessons, mendedFile } from './lessons.ts';

const rule = (name: string): Property =>
  [...judgedProperties, ...goals].find((property) => property.name === name)!;

async function primitiveIn(file: string): Promise<Primitive> {
  const exported = (await import(`./code/${file.replace(/\.ts$/, '')}.ts`)) as Record<string, Primitive>;
  return Object.values(exported)[0]!;
}

function verdicts(primitive: Primitive, { exercise }: Lesson): Record<string, string> {
  const report = check(primitive, {
    properties: exercise.properties.map(rule),
    ...(exercise.clients === undefined ? {} : { clients: exercise.clients }),
  });
  return Object.fromEntries(report.properties.map(({ property, verdict }) => [property, verdict.verdict]));
}

test('there are enough, under different names', () => {
  expect(lessons.length).toBeGreaterThanOrEqual(12);
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length);
});

describe.each(lessons)('$id', (lesson) => {
  test('the goal can be reached, in as few moves as are listed here', async () => {
    const primitive = await primitiveIn(lesson.file);
    const program = programOf(primitive, lesson.client, { strength: 'weak' });
    const property = rule(lesson.rule);
    const monitor = new MonitorTable(property.monitor(program.setup));
    const outlook = new Outlook(new Learner(program), monitor, 400_000, isEndless(property));
    const [start] = outlook.along([]);
    const { endless } = property;
    const way =
      endless === undefined || endless.forbids === 'unbounded bypass'
        ? outlook.failureFrom(start!, timeless)
        : outlook.forbiddenFrom(start!, endless, timeless);
    expect(way).not.toBe('none');
    expect(way).not.toBe('unknown');
    expect({ [lesson.id]: typeof way === 'string' ? way : way.choices.length }).toEqual({
      [lesson.id]: fewest[lesson.id],
    });
  });

  test('the exercise is not solved before it is done, and the repair solves it', async () => {
    expect(Object.values(verdicts(await primitiveIn(lesson.file), lesson))).toContain('violated');
    const mended = verdicts(await primitiveIn(mendedFile(lesson)), lesson);
    expect(mended).toEqual(Object.fromEntries(lesson.exercise.properties.map((name) => [name, 'holds'])));
  });

  test('its code is short enough to be read at a glance', () => {
    const text = readFileSync(path.join(root, 'src/lessons/code', lesson.file), 'utf8');
    expect(text.split('\n').length).toBeLessThan(85);
  });
});

/** Found by the plain breadth-first search; what a page shows is computed there, and not read from here. */
const fewest: Readonly<Record<string, number>> = {
  'lost-update': 4,
  'check-then-act': 4,
  'negative-value': 10,
  barging: 24,
  'leaked-lock': 13,
  'lost-permit': 21,
  'two-signals': 19,
  'lock-order': 2,
  'missed-notify': 9,
  'if-instead-of-while': 24,
  'wrong-waiter': 25,
  'notify-one': 18,
  starvation: 4,
  'counting-futex': 7,
  'forgetful-futex': 12,
};
