/**
 * The Informal Trace Format of Apalache, which other tools can show: one state before each step and one
 * after the last, with the value of every shared object and of every thread.
 *
 * Source: https://apalache-mc.org/docs/adr/015adr-trace.html
 */

import type { ObjectIndex } from '../core/ids.ts';
import { Reference, type Value } from '../core/value.ts';
import type { Execution } from './execution.ts';
import { traceSteps } from './record.ts';
import type { Trace } from './trace.ts';

/** A trace and its execution as the text of an ITF file. */
export function itfOf(trace: Trace, execution: Execution): string {
  const { arena, threads } = execution.program;
  const names = arena.objects.map(({ name }) => name);
  const values = new Map<ObjectIndex, Value>(
    arena.objects.map(({ index, initial, pool }) => [index, pool === undefined ? initial : undefined]),
  );
  const doing = threads.map(() => 'idle');
  const stateNow = (index: number, action: string): Record<string, unknown> => ({
    '#meta': { index },
    ...Object.fromEntries(
      arena.objects.map(({ index: object, name }) => [name, itfValue(values.get(object), names)]),
    ),
    ...Object.fromEntries(doing.map((what, thread) => [`T${thread}`, what])),
    action,
  });

  const steps = traceSteps(execution);
  const states = [stateNow(0, 'start')];
  execution.steps.forEach((step, index) => {
    for (const { object, after } of step.changes) values.set(object, after);
    const { thread } = step.choice;
    const hasEnded = step.events.some(({ type }) => type === 'return' || type === 'throw');
    doing[thread] = hasEnded ? 'idle' : `in ${step.invocation.operation}`;
    states.push(stateNow(index + 1, `T${thread} ${step.choice.action}: ${steps[index]!.does}`));
  });
  const document = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source: `heddle, ${trace.primitive.name}, ${trace.property}`,
      description: trace.verdict.why,
    },
    vars: [...names, ...threads.map(({ index }) => `T${index}`), 'action'],
    states,
    // The state after the last step is the one before the loop.
    ...(execution.loop === undefined ? {} : { loop: execution.loop.after }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function itfValue(value: Value, names: readonly string[]): unknown {
  if (typeof value === 'number') return { '#bigint': String(value) };
  if (value === null || value === undefined) return { '#unserializable': String(value) };
  if (value instanceof Reference) return names[value.object];
  if (Array.isArray(value)) return value.map((item) => itfValue(item, names));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, itfValue(item, names)]));
  }
  return value;
}
