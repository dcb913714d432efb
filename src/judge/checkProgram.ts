/** The check of a program of one's own: threads as generators over shared objects, without a primitive between them. */

import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import { IllFormedError } from '../core/errors.ts';
import type { Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import type { Verdict } from '../core/verdict.ts';
import { byStates, searchBy, type Method } from '../explore/method.ts';
import { timeless, type Limits, type Surroundings } from '../explore/limits.ts';
import type { Strength } from '../program/objectKind.ts';
import { rawProgram } from '../program/program.ts';
import type { Step } from '../program/step.ts';
import type { Scheduling } from '../program/turn.ts';
import { execute, type Execution } from '../trace/execution.ts';
import { explain, type Explanation } from './explain.ts';

/** A program: what its threads share, and what each of them does. */
export interface OwnProgram {
  readonly name: string;
  /** Makes the shared objects and the threads, anew each time. Threads that are one function can stand for each other. */
  readonly make: () => { readonly objects: object; readonly threads: readonly (() => Step<unknown>)[] };
}

/** What to check of a program, and within which limits. */
export interface CheckProgramOptions {
  /**
   * Of the ones that come with Heddle, `deadlockFreedom` and `failureFreedom` have something to say here: that no
   * thread is left blocked at the end, and that none throws.
   */
  readonly properties: readonly Property[];
  /** Of the locks and semaphores that the program leaves open. Default weak. */
  readonly strength?: Strength;
  /** Default preemptive. */
  readonly scheduling?: Scheduling;
  /** How to search. Default every state, with all reductions that are proved. */
  readonly method?: Method;
  readonly limits?: Limits;
  readonly surroundings?: Surroundings;
}

/** A schedule that violates a property of a program, and what happened when it was executed. */
export interface ProgramCounterexample {
  readonly schedule: readonly Choice[];
  readonly why: string;
  readonly execution: Execution;
  readonly explanation: Explanation;
}

/** The verdicts on a program. */
export interface ProgramReport {
  readonly program: string;
  readonly properties: readonly {
    readonly property: string;
    readonly title: string;
    readonly verdict: Verdict<ProgramCounterexample>;
  }[];
}

/**
 * Checks a program. What a verdict means is what it means of a primitive, with the program itself for a client; a
 * violation is executed on the real generators before it is believed.
 *
 * @throws IllFormedError if the program is not deterministic.
 * @example
 * checkProgram(
 *   { name: 'philosophers', make: () => ({ objects: { left, right }, threads: [one, other] }) },
 *   { properties: [deadlockFreedom] },
 * );
 */
export function checkProgram({ name, make }: OwnProgram, options: CheckProgramOptions): ProgramReport {
  const { properties, strength = 'weak', scheduling = 'preemptive', method = byStates } = options;
  const { limits = {}, surroundings = timeless } = options;
  const circumstances = { strength, scheduling };
  const verdictOn = (property: Property): Verdict<ProgramCounterexample> => {
    const program = rawProgram(make, circumstances);
    const table = new MonitorTable(property.monitor(program.setup));
    const result = searchBy(method, new Learner(program), [table], limits, surroundings);
    if (result.isViolated[0] === true) {
      const { choices } = result.schedule(0);
      const execution = execute(rawProgram(make, circumstances), choices, property);
      const why = execution.violation?.why;
      if (why === undefined) throw disagreement(name, execution);
      const counterexample = { schedule: choices, why, execution, explanation: explain(execution, property) };
      return { verdict: 'violated', client: name, counterexample, bounds: [] };
    }
    const { states, transitions, stop, frontier, within } = result;
    if (stop !== undefined) return { verdict: 'unknown', client: name, stop, states, frontier, bounds: [] };
    const bounds = [{ client: name, states, transitions }];
    return within === undefined ? { verdict: 'holds', bounds } : { verdict: 'bounded', within, bounds };
  };
  return {
    program: name,
    properties: properties.map((property) => ({
      property: property.name,
      title: property.title,
      verdict: verdictOn(property),
    })),
  };
}

function disagreement(name: string, { divergence }: Execution): IllFormedError {
  return new IllFormedError({
    what: `The program ${name} is not deterministic: run in another order, it did something else.`,
    found: divergence?.why ?? 'a violation that does not show on the real generators',
    expected: 'steps that depend on the results of earlier steps alone',
    next: 'Keep everything that threads share in shared objects, and make them in `make`.',
  });
}
