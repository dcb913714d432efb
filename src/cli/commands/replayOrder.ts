/** The part of `heddle replay` that is about code made of promises. */

import { promiseProperties } from 'heddle/properties';
import { UsageError } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import { requestMaxOf } from '../../program/client.ts';
import { executeNatively, type NativeExecution } from '../../promises/nativeRun.ts';
import { decodeOrderTrace, orderOf, type OrderTrace } from '../../promises/orderTrace.ts';
import { scriptOf } from '../../promises/script.ts';
import type { Subject } from '../../promises/subject.ts';
import { clientOfOrder, orderText } from '../../report/orderText.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { subjectsAt } from '../subjects.ts';
import { colours, lineWidth } from '../terminal.ts';

/** What `heddle replay` can be told of an order. */
export interface OrderReplayFlags {
  readonly itf?: boolean;
  readonly json?: boolean;
  /** Print a script that runs without Heddle. */
  readonly script?: boolean;
}

/** Executes a saved order again on the real event loop, or prints it as a script. */
export async function replayOrder(text: string, file: string, flags: OrderReplayFlags): Promise<ExitCode> {
  if (flags.itf === true) {
    throw new UsageError({
      what: '--itf is for traces of steps.',
      found: file,
      expected: 'no --itf with an order of promise code',
      next: 'Use --json.',
    });
  }
  const trace = decodeOrderTrace(text, file);
  const subject = await subjectOf(trace, file);
  if (flags.script === true) {
    process.stdout.write(scriptOf(trace, subject));
    return exitCodes.holds;
  }
  const rule = ruleOf(trace, subject, file);
  const execution = await executeOrder(trace, subject, rule);
  if (flags.json === true) {
    const { why, crash, divergence, steps } = execution;
    const outcome = outcomeOf(execution);
    process.stdout.write(
      `${JSON.stringify({ format: 'heddle-replay', version: 1, outcome, why: why ?? crash, divergence: divergence?.why, steps: steps.length }, null, 2)}\n`,
    );
  } else {
    const lines = orderText(trace, execution, {
      width: lineWidth(),
      paint: colours,
      rule: `${rule.title}: violated when ${rule.violatedWhen}.`,
    });
    process.stdout.write(`${file}\n${lines.join('\n')}\n`);
  }
  return { reproduced: exitCodes.violated, gone: exitCodes.holds, undecided: exitCodes.unknown }[
    outcomeOf(execution)
  ];
}

function outcomeOf({ why, crash, divergence }: NativeExecution): 'reproduced' | 'gone' | 'undecided' {
  if (why !== undefined || crash !== undefined) return 'reproduced';
  return divergence === undefined ? 'gone' : 'undecided';
}

/** Executes the order of a trace natively. */
async function executeOrder(
  trace: OrderTrace,
  subject: Subject,
  property: Property,
): Promise<NativeExecution> {
  const client = clientOfOrder(trace);
  const { model } = subject;
  return executeNatively({
    subject,
    client,
    order: orderOf(trace),
    isQuietAfter: trace.verdict.quiet,
    isEnd: trace.verdict.end,
    property,
    setup: {
      threads: client.plans.length,
      permits: client.permits,
      requestMax: requestMaxOf(client, model),
      hasInterrupts: client.interrupts !== undefined,
      model,
    },
  });
}

async function subjectOf({ subject: { name, module } }: OrderTrace, file: string): Promise<Subject> {
  if (module === undefined) {
    throw new UsageError(
      {
        what: `${file} does not say where ${name} is defined.`,
        found: 'no module',
        expected: 'the file or the package of the subject',
      },
      'HEDDLE_BAD_FILE',
    );
  }
  const found = (await subjectsAt(module)).find(({ subject }) => subject.name === name);
  if (found !== undefined) return found.subject;
  throw new UsageError(
    {
      what: `${module} has no subject named ${name}.`,
      found: file,
      expected: `a subject ${name} in ${module}`,
    },
    'HEDDLE_BAD_FILE',
  );
}

function ruleOf({ property, part }: OrderTrace, { properties = [] }: Subject, file: string): Property {
  const wanted = part ?? property;
  const found = [...promiseProperties, ...properties].find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  throw new UsageError(
    {
      what: `${file} is about a property that does not exist here.`,
      found: wanted,
      expected: `one of ${promiseProperties.map(({ name }) => name).join(', ')}`,
    },
    'HEDDLE_BAD_FILE',
  );
}
