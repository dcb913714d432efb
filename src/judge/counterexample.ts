/** From the first violation that a search finds to something that can be saved, replayed and read. */

import type { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import { HeddleBug, IllFormedError } from '../core/errors.ts';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import { fewestSwitches, switchesIn } from '../explore/fewestSwitches.ts';
import { Product } from '../explore/product.ts';
import type { Client } from '../program/client.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { allOf } from '../program/property.ts';
import type { Circumstances } from '../program/objectKind.ts';
import { execute, type Execution } from '../trace/execution.ts';
import { traceSteps } from '../trace/record.ts';
import { clientForTrace, traceVersion, type Trace } from '../trace/trace.ts';
import { explain, type Explanation } from './explain.ts';

/** A violation, saved and explained. */
export interface Counterexample {
  readonly trace: Trace;
  readonly explanation: Explanation;
}

/** Where the source of a primitive is, and a hash of it, for its traces. */
export interface SourceOfPrimitive {
  readonly hash?: string;
  readonly module?: string;
}

/** What is violated, and with what. */
export interface Origin {
  readonly property: Property;
  readonly primitive: Primitive;
  readonly client: Client;
  readonly circumstances: Required<Circumstances>;
  readonly source: SourceOfPrimitive | undefined;
}

/** A violation as the search found it. */
export interface Discovery extends Origin {
  /** What the violation may be a violation of. */
  readonly parts: readonly Property[];
  /** A schedule that violates one of the parts with its last step. */
  readonly choices: readonly Choice[];
  /** Whether it is proved that no schedule is shorter. */
  readonly isProvedShortest: boolean;
  readonly learner: Learner;
}

/** How many states may be stored to prove that no schedule has fewer context switches. */
const minimisingStatesMax = 400_000;

/**
 * Minimises a schedule to the fewest context switches, and executes it on the real generators.
 *
 * @throws IllFormedError if they do not follow it: then the primitive is not deterministic.
 */
export function counterexampleFor(discovery: Discovery): Counterexample {
  const { property, parts, choices: found, isProvedShortest, learner } = discovery;
  const { program } = learner;
  const monitor = new MonitorTable(allOf(parts, program.setup));
  const product = new Product(learner, [monitor], { tellsLastThread: true });
  const cheapest = fewestSwitches(product, minimisingStatesMax);
  const choices = cheapest?.choices ?? found;
  const { execution, why, part } = confirm(discovery, choices);
  const trace = traceOf(discovery, property.parts === undefined ? undefined : part, execution, {
    violated: true,
    why,
    steps: choices.length,
    shortest: found.length,
    ...(isProvedShortest ? {} : { isShortest: 'not proved' as const }),
    switches: switchesIn(choices),
    fewestSwitches: cheapest === undefined ? 'not proved' : 'proved',
  });
  return { trace, explanation: explain(execution, part) };
}

/** An execution as a trace. */
export function traceOf(
  { property, primitive, client, circumstances, source }: Origin,
  part: Property | undefined,
  execution: Execution,
  verdict: Trace['verdict'],
): Trace {
  return {
    format: 'heddle-trace',
    version: traceVersion,
    primitive: {
      name: primitive.name,
      ...(source?.module === undefined ? {} : { module: source.module }),
      ...(primitive.background === undefined ? {} : { background: primitive.background }),
      ...(source?.hash === undefined ? {} : { source: source.hash }),
    },
    model: primitive.model.name,
    property: property.name,
    ...(part === undefined ? {} : { part: part.name }),
    ...circumstances,
    client: clientForTrace(client),
    verdict,
    schedule: traceSteps(execution),
  };
}

interface Confirmed {
  readonly execution: Execution;
  readonly why: string;
  readonly part: Property;
}

/**
 * Executes a schedule on the real generators of an instance of its own, as a replay does: it must violate one of the
 * parts, with its last step.
 */
function confirm(
  { primitive, client, circumstances, parts }: Discovery,
  choices: readonly Choice[],
): Confirmed {
  const program = programOf(primitive, client, circumstances);
  for (const part of parts) {
    const execution = execute(program, choices, part);
    if (execution.divergence !== undefined) throw disagreement(execution.divergence.why);
    const { violation } = execution;
    if (violation?.after === choices.length) return { execution, why: violation.why, part };
  }
  throw new HeddleBug('a violation that was found does not show in the replay');
}

/** The real generators do not follow a schedule of the tables. */
export function disagreement(why: string): IllFormedError {
  return new IllFormedError({
    what: 'The primitive is not deterministic: run in another order, it did something else.',
    found: why,
    expected: 'steps that depend on the results of earlier steps alone',
    next: 'The usual causes: a private field or a variable that is no shared object, a loop body that writes to a variable outside it.',
  });
}
