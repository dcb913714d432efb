/** The last good moment, against what trying everything on the real generators finds. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { judgedProperties as properties } from 'heddle/properties';
import { expect, test } from 'vitest';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { programOf, type Program } from '../program/program.ts';
import { World } from '../program/world.ts';
import { root } from '../testing/heddleCommand.ts';
import { execute, NativeMonitor } from '../trace/execution.ts';
import { choicesOf, clientOf, decodeTrace, type Trace } from '../trace/trace.ts';
import { executeSchedule } from '../trace/lassoExecution.ts';
import { insightOf, wayOutOf } from './insight.ts';

/** More executions than this are not tried out. */
const tries = 4000;

/** Whether some way on from `made` ends without a violation; undefined if there are too many to try. */
function canEndWell(program: Program, rule: Property, made: readonly Choice[]): boolean | undefined {
  let left = tries;
  const from = (choices: readonly Choice[]): boolean | undefined => {
    if (left-- <= 0) return undefined;
    const world = new World(program);
    const monitor = new NativeMonitor(rule.monitor(program.setup));
    if (monitor.afterMoment(world.moment()) !== undefined) return false;
    for (const choice of choices) {
      if (monitor.afterStep(world.apply(choice)) !== undefined) return false;
      if (monitor.afterMoment(world.moment()) !== undefined) return false;
    }
    if (world.moment()?.isEnd === true) return true;
    let isUnsure = false;
    for (const choice of world.choices()) {
      const found = from([...choices, choice]);
      if (found === true) return true;
      isUnsure ||= found === undefined;
    }
    return isUnsure ? undefined : false;
  };
  return from(made);
}

/** Those of executions that end. */
function tracesOf(primitive: string): Trace[] {
  const folder = path.join(root, 'traces', primitive);
  return readdirSync(folder)
    .map((file) => decodeTrace(readFileSync(path.join(folder, file), 'utf8'), file))
    .filter(({ verdict }) => verdict.loop === undefined);
}

const named = (name: string): Property => properties.find((property) => property.name === name)!;

test('after the last good moment all can go well, and after the next step it cannot', () => {
  let compared = 0;
  for (const trace of ['test-then-set', 'hyman', 'reference', 'naive', 'drepper-2-forgetful'].flatMap(
    tracesOf,
  )) {
    const rule = named(trace.part ?? trace.property);
    const primitive = gallery.find(({ name }) => name === trace.primitive.name)!;
    const program = programOf(primitive, clientOf(trace), { strength: trace.strength });
    const choices = choicesOf(trace);
    const { lastGood, passing } = insightOf(program, rule, [], choices);
    if (lastGood === undefined || passing === undefined) continue;
    // The passing schedule is carried out on the real generators, shares the steps, and violates nothing.
    expect(passing.slice(0, lastGood)).toEqual(choices.slice(0, lastGood));
    const execution = execute(program, passing, rule);
    expect([execution.divergence, execution.violation]).toEqual([undefined, undefined]);
    if (lastGood === choices.length) continue;
    const after = canEndWell(program, rule, choices.slice(0, lastGood + 1));
    if (after === undefined) continue;
    expect({ trace: `${trace.primitive.name} ${trace.property}`, after }).toMatchObject({ after: false });
    compared++;
  }
  expect(compared).toBeGreaterThan(5);
});

test('a failure that no schedule avoids had no chance', () => {
  const [trace] = tracesOf('drepper-2-forgetful').filter(({ property }) => property === 'deadlock-freedom');
  const primitive = gallery.find(({ name }) => name === trace!.primitive.name)!;
  const program = programOf(primitive, clientOf(trace!), { strength: 'weak' });
  const always: Property = {
    name: 'nothing-ends',
    title: 'Nothing ends',
    violatedWhen: 'an execution ends',
    monitor: () => ({
      initial: null,
      onQuiet: (state, { isEnd }) => (isEnd ? { state, violation: 'it ends' } : { state }),
    }),
  };
  expect(insightOf(program, always, [], choicesOf(trace!))).toEqual({ lastGood: undefined, why: 'never' });
});

/** Whether some way of fewer than `steps` steps serves a thread; undefined if there are too many to try. */
function isServedWithin(
  program: Program,
  made: readonly Choice[],
  steps: number,
  victim: number,
): boolean | undefined {
  let left = tries;
  const from = (choices: readonly Choice[], more: number): boolean | undefined => {
    if (more === 0) return false;
    if (left-- <= 0) return undefined;
    const world = new World(program, { callsAtAnyMoment: true });
    for (const choice of choices) world.apply(choice);
    let isUnsure = false;
    for (const choice of world.choices()) {
      const again = new World(program, { callsAtAnyMoment: true });
      for (const earlier of choices) again.apply(earlier);
      const { events } = again.apply(choice);
      if (events.some(({ type, invocation }) => type === 'return' && invocation.thread === victim))
        return true;
      const found = from([...choices, choice], more - 1);
      if (found === true) return true;
      isUnsure ||= found === undefined;
    }
    return isUnsure ? undefined : false;
  };
  return from(made, steps);
}

test('the way out of a loop ends the wait of its victim, and from there no way is shorter', () => {
  let compared = 0;
  for (const name of ['test-and-set', 'reference', 'drepper-3', 'peterson', 'eventlet-2010']) {
    const primitive = gallery.find((entry) => entry.name === name)!;
    const folder = path.join(root, 'traces', name);
    const endless = readdirSync(folder)
      .map((file) => decodeTrace(readFileSync(path.join(folder, file), 'utf8'), file))
      .filter(({ verdict }) => verdict.loop !== undefined);
    for (const trace of endless) {
      const rule = named(trace.property);
      const program = programOf(primitive, clientOf(trace), { strength: trace.strength });
      const execution = executeSchedule(program, choicesOf(trace), rule, trace.verdict.loop);
      const found = wayOutOf(
        programOf(primitive, clientOf(trace), { strength: trace.strength }),
        execution,
        rule,
      )!;
      const left = execute(program, found.choices, rule);
      expect(left.divergence).toBeUndefined();
      const { victim, after } = execution.loop!;
      expect(
        left.steps.at(-1)!.events.map(({ type, invocation }) => `${type} ${invocation.thread}`),
      ).toContain(`return ${victim}`);
      const length = found.choices.length - found.after;
      for (let made = after; made < execution.steps.length; made++) {
        const isSooner = isServedWithin(
          program,
          choicesOf(trace).slice(0, made),
          Math.min(length - 1, 5),
          victim!,
        );
        if (isSooner === undefined) continue;
        expect({ trace: `${name} ${trace.property}`, made, isSooner }).toMatchObject({ isSooner: false });
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(20);
});
