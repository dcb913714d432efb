/** Everything there is to say of a primitive: its check, what it costs, and the tests from its model. */

import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import type { Verdict } from '../core/verdict.ts';
import { timeless, type Limits } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { search } from '../explore/search.ts';
import { workload, type Client } from '../program/client.ts';
import type { Primitive } from '../program/primitive.ts';
import { isOrdinary } from '../program/property.ts';
import { checkLearning, circumstancesOf, type CheckReport } from './check.ts';
import type { CheckOptions } from './checkOptions.ts';
import { costOf, type Cost } from './cost.ts';
import { handsOutPermits } from './defaultClients.ts';
import { LearnedClients } from './learnedClients.ts';
import { isBoundDecided } from './findings.ts';
import { testAlongModel, type PathReport } from './modelPaths.ts';

/** What to judge, and what to measure beside it. */
export interface AssessOptions extends CheckOptions {
  /** What is measured and not judged. */
  readonly measures: readonly Property[];
}

/** A figure that is reported, not judged. */
export interface Measurement {
  readonly property: string;
  readonly title: string;
  /** The largest value over all executions of {@link client}; undefined if there is nothing to measure. */
  readonly max: number | undefined;
  /** Whether that is undefined because there were too many states. */
  readonly isUnknown?: boolean;
  readonly client: string;
}

/** How a measure grows with the rounds of a client. */
export interface Growth {
  readonly property: string;
  readonly client: string;
  /** For 1, 2, 3 rounds, as far as all executions could be explored. */
  readonly byRounds: readonly number[];
  /** Whether each round adds to it; then no client shows its bound. */
  readonly isGrowing: boolean;
}

/** A verdict that is not the one that the primitive declares. */
export interface Surprise {
  readonly property: string;
  readonly expected: 'holds' | 'violated';
  readonly found: Verdict<unknown>['verdict'];
}

/** What is not judged. */
export interface Details {
  /** Undefined where there is no acquire and release to measure; then nothing else is measured either. */
  readonly cost: Cost | undefined;
  readonly measurements: readonly Measurement[];
  readonly growths: readonly Growth[];
  readonly paths: PathReport;
}

/** All that is found out about one primitive. */
export interface Assessment extends CheckReport {
  readonly title: string;
  /** Undefined when the check was interrupted. */
  readonly details: Details | undefined;
  /** Verdicts that are not the declared ones. */
  readonly surprises: readonly Surprise[];
}

const measuringLimits: Limits = { states: 200_000 };

/** Checks a primitive, and measures what is not judged. */
export function assess(primitive: Primitive, options: AssessOptions): Assessment {
  const learned = new LearnedClients(primitive, circumstancesOf(primitive, options));
  const report = checkLearning(primitive, options, learned);
  const isInterrupted = options.surroundings?.isInterrupted?.() === true;
  const by = options.method?.by ?? 'states';
  // What an entry declares, it declares of all executions of its default clients, with weak locks.
  const isDeclared =
    options.clients === undefined &&
    report.strength === 'weak' &&
    options.scheduling === undefined &&
    (by === 'states' || by === 'executions');
  return {
    ...report,
    title: primitive.title,
    details: isInterrupted ? undefined : detailsOf(primitive, options, report, learned),
    surprises: isDeclared ? surprisesIn(primitive, report) : [],
  };
}

function detailsOf(
  primitive: Primitive,
  { properties, measures }: AssessOptions,
  report: CheckReport,
  learned: LearnedClients,
): Details {
  const threads = threadsFor(primitive);
  const plain = properties.filter(isOrdinary);
  const paths = testAlongModel(primitive, plain);
  if (!handsOutPermits(primitive)) {
    const unmeasured = measures.map(({ name, title }) => ({
      property: name,
      title,
      max: undefined,
      client: '',
    }));
    return { cost: undefined, measurements: unmeasured, growths: [], paths };
  }
  // What is known of bypass with endless clients says more than how it grows.
  const isOpen = !isBoundDecided(report.properties);
  const growing = plain.filter(
    ({ name, measures: measured }) =>
      measured !== undefined &&
      (name !== 'fifo' || isOpen) &&
      report.properties.some(({ property, verdict }) => property === name && verdict.verdict === 'violated'),
  );
  return {
    cost: costOf(primitive, learned.circumstances),
    measurements: measurementsOf(measures, threads, learned),
    growths: growing.map((property) => growthOf(property, threads, learned)),
    paths,
  };
}

/** Of two rounds if they can be exhausted, else of one. Those that speak of the same events are measured together. */
function measurementsOf(
  properties: readonly Property[],
  threads: number,
  learned: LearnedClients,
): Measurement[] {
  const events = new Set(properties.map(({ speaksOf }) => speaksOf));
  return [...events].flatMap((event) =>
    measurementsTogether(
      properties.filter(({ speaksOf }) => speaksOf === event),
      threads,
      learned,
    ),
  );
}

function measurementsTogether(
  group: readonly Property[],
  threads: number,
  learned: LearnedClients,
): Measurement[] {
  for (const rounds of [2, 1]) {
    const found = measure(group, workload(threads, rounds, 1), learned);
    if (found === 'too many states') continue;
    const client = `${threads} threads × ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`;
    return group.map(({ name, title }, index) => ({ property: name, title, max: found[index], client }));
  }
  const client = `${threads} threads`;
  return group.map(({ name, title }) => ({ property: name, title, max: undefined, isUnknown: true, client }));
}

function growthOf(property: Property, threads: number, learned: LearnedClients): Growth {
  const found = [1, 2, 3].map((rounds) => {
    const measured = measure([property], workload(threads, rounds, 1), learned);
    return measured === 'too many states' ? undefined : measured[0];
  });
  const byRounds = found.filter((value) => typeof value === 'number');
  return {
    property: property.name,
    client: `${threads} threads, 1 permit`,
    byRounds,
    isGrowing:
      byRounds.length > 1 && byRounds.every((value, index) => index === 0 || value > byRounds[index - 1]!),
  };
}

/** The largest measures over all executions of a client; undefined for one that is never taken. */
function measure(
  properties: readonly Property[],
  client: Client,
  learned: LearnedClients,
): readonly (number | undefined)[] | 'too many states' {
  const learner = learned.learnerOf(client);
  const isUnseen = ({ speaksOf }: Property): boolean =>
    speaksOf !== undefined && learned.isWhole(client) && !learner.shows(speaksOf);
  if (properties.every(isUnseen)) return properties.map(() => undefined);
  const tables = properties.map(({ monitor }) => new MonitorTable(monitor(learner.program.setup)));
  const { stop } = search(new Product(learner, tables), measuringLimits, timeless);
  if (stop !== undefined) return 'too many states';
  learned.noteWhole(client);
  return tables.map(({ measureMax }) => (measureMax < 0 ? undefined : measureMax));
}

function threadsFor({ threadsMax = 3 }: Primitive): number {
  return Math.min(3, threadsMax);
}

function surprisesIn({ expected }: Primitive, { properties }: CheckReport): Surprise[] {
  if (expected === undefined) return [];
  return properties.flatMap(({ property, verdict, isEndless }): Surprise[] => {
    const violated = isEndless === true ? expected.endless : expected.violates;
    if (violated === undefined) return [];
    const declared = violated.includes(property) ? 'violated' : 'holds';
    return declared === verdict.verdict ? [] : [{ property, expected: declared, found: verdict.verdict }];
  });
}
