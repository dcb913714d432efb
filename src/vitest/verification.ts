/** Checks a primitive or a subject for a test, and says in words what failed. */

import { properties as stepProperties, promiseProperties } from 'heddle/properties';
import { checkSubject, isSubject, type Positions, type Subject, type SubjectReport } from 'heddle/promises';
import type { Property } from '../core/monitor.ts';
import { check, type CheckReport } from '../judge/check.ts';
import { explain } from '../judge/explain.ts';
import { describeClient, type Client } from '../program/client.ts';
import type { Strength } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { encodeOrderTrace, type OrderTrace } from '../promises/orderTrace.ts';
import { orderText } from '../report/orderText.ts';
import { describeSubjectVerdict } from '../report/subjectList.ts';
import { traceText } from '../report/traceText.ts';
import { describeVerdict } from '../report/verdictTable.ts';
import { execute } from '../trace/execution.ts';
import { choicesOf, clientOf, encodeTrace, type Trace } from '../trace/trace.ts';

/** What to verify, and within which limits. Everything has a default. */
export interface VerifyOptions {
  /** Default all that the model promises; order only where it is first come, first served. */
  readonly properties?: readonly Property[];
  /** Whether a primitive that is written in steps is interrupted as well, in all four ways. Default false. */
  readonly interrupts?: boolean;
  /** Default the clients that `heddle check` takes. */
  readonly clients?: readonly Client[];
  /** Of the locks under a primitive that is written in steps. Default weak. */
  readonly strength?: Strength;
  /** Of promise code: where events fall. Default as `heddle check` has it. */
  readonly positions?: readonly Positions[];
  /** Default a million states or executions, and a minute, for each search. */
  readonly limits?: { readonly states?: number; readonly executions?: number; readonly timeMs?: number };
  /** Where the trace of a failure is written. Default `traces`. */
  readonly traces?: string;
  /** The file that exports what is verified, for `heddle replay`; found by itself where the test imports it. */
  readonly file?: string;
}

/** What a test needs to know. */
export interface Verification {
  readonly name: string;
  readonly isProved: boolean;
  /** The first failure: its trace, and the story in columns and sentences. */
  readonly failure: Failure | undefined;
  /** Every property in a line, with its bound, its failure or the limit that was hit. */
  readonly lines: readonly string[];
  readonly report: CheckReport | SubjectReport;
}

/** A violation as a test shows it. */
export interface Failure {
  readonly property: string;
  readonly trace: string;
  readonly story: string;
}

const width = 80;
const limitsByDefault = { states: 1_000_000, executions: 1_000_000, timeMs: 60_000 };

/** Verifies a primitive, however it is written. @param file what its traces say about where it is. */
export async function verification(
  target: Primitive | Subject,
  options: VerifyOptions,
  file: string | undefined,
  now: () => number,
): Promise<Verification> {
  const limits = { ...limitsByDefault, ...options.limits };
  return isSubject(target)
    ? ofSubject(target, options, limits, file)
    : ofPrimitive(target, options, limits, file, now);
}

async function ofSubject(
  subject: Subject,
  { properties = promiseProperties, clients, positions }: VerifyOptions,
  { executions, timeMs }: typeof limitsByDefault,
  file: string | undefined,
): Promise<Verification> {
  const report = await checkSubject(subject, {
    properties,
    limits: { executions, timeMs },
    ...(clients === undefined ? {} : { clients }),
    ...(positions === undefined ? {} : { positions }),
    ...(file === undefined ? {} : { module: file }),
  });
  const violated = report.properties.find(({ verdict }) => verdict.verdict === 'violated');
  const { verdict } = violated ?? {};
  const rules = [...properties, ...(subject.properties ?? [])];
  return {
    name: subject.name,
    isProved: report.properties.every((one) => one.verdict.verdict === 'holds'),
    failure:
      violated === undefined || verdict?.verdict !== 'violated'
        ? undefined
        : {
            property: violated.property,
            trace: encodeOrderTrace(verdict.counterexample.trace),
            story: orderText(verdict.counterexample.trace, verdict.counterexample.execution, {
              width,
              ...ruleText(verdict.counterexample.trace, rules),
            }).join('\n'),
          },
    lines: report.properties.map((one) => `${one.property}: ${describeSubjectVerdict(one)}`),
    report,
  };
}

function ruleText({ property, part }: OrderTrace, rules: readonly Property[]): { rule?: string } {
  const rule = [...stepProperties, ...rules].find(({ name }) => name === (part ?? property));
  return rule === undefined ? {} : { rule: `${rule.title}: violated when ${rule.violatedWhen}.` };
}

function ofPrimitive(
  primitive: Primitive,
  options: VerifyOptions,
  { states, timeMs }: typeof limitsByDefault,
  file: string | undefined,
  now: () => number,
): Verification {
  const { interrupts = false, clients, strength } = options;
  const promised = stepProperties.filter(
    (property) =>
      (property.name !== 'fifo' || primitive.model.isFifo) &&
      (interrupts || property.interrupts === undefined),
  );
  const properties = options.properties ?? promised;
  const report = check(primitive, {
    properties,
    limits: { states, timeMs },
    surroundings: { now },
    ...(clients === undefined ? {} : { clients }),
    ...(strength === undefined ? {} : { strength }),
    ...(file === undefined ? {} : { source: { module: file } }),
  });
  const violated = report.properties.find(({ verdict }) => verdict.verdict === 'violated');
  const { verdict } = violated ?? {};
  return {
    name: primitive.name,
    isProved: report.properties.every((one) => one.verdict.verdict === 'holds'),
    failure:
      violated === undefined || verdict?.verdict !== 'violated'
        ? undefined
        : {
            property: violated.property,
            trace: encodeTrace(verdict.counterexample.trace),
            story: storyOf(primitive, verdict.counterexample.trace, properties),
          },
    lines: report.properties.map((one) => `${one.property}: ${describeVerdict(one)}`),
    report,
  };
}

function storyOf(primitive: Primitive, trace: Trace, rules: readonly Property[]): string {
  const client = clientOf(trace);
  const rule = [...rules, ...stepProperties].find(({ name }) => name === (trace.part ?? trace.property))!;
  const { strength, scheduling } = trace;
  const execution = execute(programOf(primitive, client, { strength, scheduling }), choicesOf(trace), rule);
  return traceText(trace, execution, explain(execution, rule), describeClient(client), { width }).join('\n');
}
