import fc from 'fast-check';
import { describeClient, type Client } from '../program/client.ts';
import type { Choice } from '../core/schedule.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Property } from '../core/monitor.ts';
import { explain } from '../judge/explain.ts';
import type { Strength } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { World } from '../program/world.ts';
import { traceColumns } from '../report/traceText.ts';
import { execute, NativeMonitor } from '../trace/execution.ts';
import { clients, type ClientConstraints } from './clients.ts';
import { choiceOf, lockStrengths, schedules } from './schedules.ts';

/** One execution as fast-check draws it and shrinks it: who does what, over which locks, in which order. */
export interface Scenario {
  readonly client: Client;
  readonly strength: Strength;
  readonly schedule: readonly number[];
}

/** What scenarios are drawn from. */
export interface ScenarioConstraints extends ClientConstraints {
  /** Default 40. */
  readonly lengthMax?: number;
  /** Default weak alone. */
  readonly strength?: fc.Arbitrary<Strength>;
}

/** Clients and schedules of a primitive, drawn together and shrunk together. */
export function scenarios(
  primitive: Primitive,
  constraints: ScenarioConstraints = {},
): fc.Arbitrary<Scenario> {
  const { lengthMax, strength = fc.constant<Strength>('weak') } = constraints;
  return fc.record({
    client: clients(primitive, constraints),
    strength,
    schedule: schedules(lengthMax === undefined ? {} : { lengthMax }),
  });
}

/** What came of a scenario. */
export interface ScenarioOutcome {
  /** The first property that is violated, and why; undefined if none is. */
  readonly violation: { readonly property: string; readonly why: string } | undefined;
  readonly steps: number;
  /** The execution in columns, and what matters in it in sentences; only for a violation. */
  readonly story: string | undefined;
}

/** Steps of one execution; more is taken for one without end. */
const stepsMax = 2000;

/** Executes a scenario on the real generators, and judges it. May miss: it is one execution. */
export function executeScenario(
  primitive: Primitive,
  { client, strength, schedule }: Scenario,
  properties: readonly Property[],
): ScenarioOutcome {
  const make = (): ReturnType<typeof programOf> => programOf(primitive, client, { strength });
  const program = make();
  const world = new World(program);
  const monitors = properties.map((property) => ({
    property,
    judge: new NativeMonitor(property.monitor(program.setup)),
  }));
  const choices: Choice[] = [];
  const violatedBy = (why: (judge: NativeMonitor) => string | undefined): ScenarioOutcome['violation'] => {
    const found = monitors.map(({ property, judge }) => ({ property: property.name, why: why(judge) }));
    const first = found.find((one) => one.why !== undefined);
    return first?.why === undefined ? undefined : { property: first.property, why: first.why };
  };
  let violation = violatedBy((judge) => judge.afterMoment(world.moment()));
  let current = 0 as ThreadIndex;
  while (violation === undefined && choices.length < stepsMax) {
    const choice = choiceOf(schedule[choices.length] ?? 0, world, current);
    if (choice === undefined) break;
    current = choice.thread;
    choices.push(choice);
    const record = world.apply(choice);
    violation = violatedBy((judge) => judge.afterStep(record));
    const moment = world.moment();
    violation ??= violatedBy((judge) => judge.afterMoment(moment));
  }
  if (violation === undefined) return { violation, steps: choices.length, story: undefined };
  const rule = properties.find(({ name }) => name === violation.property)!;
  const execution = execute(make(), choices, rule);
  const { steps, sentences } = explain(execution, rule);
  const story = [
    `${primitive.name}: ${rule.name} is violated: ${violation.why}`,
    `Client: ${describeClient(client)}. Locks: ${strength}.`,
    '',
    ...traceColumns(execution, steps, { width: 80 }),
    '',
    ...sentences.map((sentence) => `  - ${sentence}`),
  ].join('\n');
  return { violation, steps: choices.length, story };
}

/** What to draw, and how often: everything that fast-check's `assert` takes, `seed` and `path` among it. */
export interface ScenarioRunOptions extends ScenarioConstraints, fc.Parameters<[Scenario]> {
  readonly properties: readonly Property[];
}

/**
 * Draws scenarios and judges each; throws what fast-check throws, with the shrunk client and schedule, the story of
 * the execution, and the seed and path that draw it again. May miss: `check` explores all of them.
 *
 * @example assertScenarios(myLock, { properties: [safety], seed: 42, numRuns: 10_000 });
 */
export function assertScenarios(primitive: Primitive, { properties, ...rest }: ScenarioRunOptions): void {
  const { threadsMax, roundsMax, interrupts, lengthMax, strength, ...parameters } = rest;
  const constraints: ScenarioConstraints = {
    ...(threadsMax === undefined ? {} : { threadsMax }),
    ...(roundsMax === undefined ? {} : { roundsMax }),
    ...(interrupts === undefined ? {} : { interrupts }),
    ...(lengthMax === undefined ? {} : { lengthMax }),
    strength: strength ?? lockStrengths(),
  };
  fc.assert(
    fc.property(scenarios(primitive, constraints), (scenario) => {
      const { story } = executeScenario(primitive, scenario, properties);
      if (story !== undefined) throw new Error(story);
    }),
    parameters,
  );
}
