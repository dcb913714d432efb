import { judgedProperties } from 'heddle/properties';
import { UsageError } from '../core/errors.ts';
import type { Property } from '../core/monitor.ts';
import { explain, type Explanation } from '../judge/explain.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import type { Execution } from '../trace/execution.ts';
import { executeSchedule, isEndless } from '../trace/lassoExecution.ts';
import { choicesOf, clientOf, type Trace } from '../trace/trace.ts';
import { primitiveAt } from './registry.ts';

/** What came of a trace when it was executed again. */
export interface ExecutedTrace {
  readonly primitive: Primitive;
  /** The property that the trace violates, or the part of it. */
  readonly rule: Property;
  readonly execution: Execution;
  readonly explanation: Explanation;
}

/** Executes a trace on the real generators of its primitive, and explains what comes of it. */
export async function executeTrace(trace: Trace): Promise<ExecutedTrace> {
  const { name, module } = trace.primitive;
  const primitive = await primitiveAt(module === undefined ? { name } : { name, file: module });
  const rule = ruleOf(trace);
  const program = programOf(primitive, clientOf(trace), {
    strength: trace.strength,
    scheduling: trace.scheduling,
  });
  const execution = executeSchedule(program, choicesOf(trace), rule, trace.verdict.loop);
  return { primitive, rule, execution, explanation: explain(execution, rule) };
}

/** The property that a trace violates, or the part of it. */
function ruleOf({ property, part, verdict: { loop } }: Trace): Property {
  const wanted = part ?? property;
  const found = judgedProperties.find(({ name }) => name === wanted);
  if (found !== undefined && isEndless(found) === (loop !== undefined)) return found;
  if (found !== undefined) throw wrongKind(found, loop);
  throw new UsageError(
    {
      what: `The trace is about a property that does not exist here.`,
      found: wanted,
      expected: `one of ${judgedProperties.map(({ name }) => name).join(', ')}`,
    },
    'HEDDLE_BAD_FILE',
  );
}

/** A trace of an execution with an end is about another kind of property than one without. */
function wrongKind({ name }: Property, loop: number | undefined): UsageError {
  return new UsageError(
    {
      what: `The trace does not fit its property, ${name}.`,
      found: loop === undefined ? 'steps without a loop' : `a loop of ${loop} steps`,
      expected: loop === undefined ? 'a loop, for an execution without end' : 'no loop',
      next: 'Make the trace anew with heddle check.',
    },
    'HEDDLE_BAD_FILE',
  );
}
