/** Turns what was typed into what is meant; every refusal names the value and says what was expected. */

import { judgedProperties } from 'heddle/properties';
import { nearestNames, UsageError } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import type { Method } from '../../explore/method.ts';
import type { Limits } from '../../explore/limits.ts';
import { checkClient, planOf, workload, type Client } from '../../program/client.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { schedulings, type Scheduling } from '../../program/turn.ts';

/** More threads than this nobody means. */
const workersMax = 64;

/** What `heddle check` can be told; everything as it was typed. */
export interface CheckFlags {
  readonly threads?: string;
  readonly rounds?: string;
  readonly permits?: string;
  readonly plan?: readonly string[];
  readonly interrupts?: string;
  readonly lockStrength: string;
  readonly scheduling?: string;
  readonly property?: readonly string[];
  readonly search?: string;
  readonly workers?: string;
  readonly compact?: boolean;
  readonly checkpoint?: string;
  readonly checkpointEvery?: string;
  readonly preemptions?: string;
  readonly delays?: string;
  readonly executions?: string;
  readonly seed?: string;
  readonly depth?: string;
  readonly limitStates: string;
  readonly limitMemory: string;
  readonly limitTime?: string;
  /** Of promise code: where events fall, and executions of one client. */
  readonly positions?: string;
  readonly limitExecutions?: string;
  readonly json?: boolean;
  /** From the config of the project. */
  readonly clients?: readonly Client[];
  readonly traces: string;
  readonly reports: string;
}

/** The flags that describe a client. */
type ClientFlags = Pick<CheckFlags, 'threads' | 'rounds' | 'permits' | 'plan' | 'interrupts'>;

/** The client that the flags describe; undefined if they describe none. */
export function clientFrom({ threads, rounds, permits, plan, interrupts }: ClientFlags): Client | undefined {
  if (threads === undefined && rounds === undefined && permits === undefined && plan === undefined) {
    if (interrupts !== undefined && integer('interrupts', interrupts) > 1) {
      throw new UsageError({
        what: '--interrupts needs a client.',
        found: `--interrupts ${interrupts} alone`,
        expected: 'it together with --threads, --rounds, --permits or --plan',
        next: 'The default clients are interrupted once.',
      });
    }
    return undefined;
  }
  if (plan !== undefined && threads !== undefined) {
    throw new UsageError({
      what: '--threads and --plan cannot go together.',
      found: `--threads ${threads}`,
      expected: 'one --plan for each thread, or --threads alone',
    });
  }
  const permitCount = integer('permits', permits ?? '1');
  const roundCount = rounds === 'forever' ? rounds : integer('rounds', rounds ?? '1');
  const client =
    plan === undefined
      ? workload(atMost(64, integer('threads', threads ?? '3')), roundCount, permitCount)
      : { permits: permitCount, plans: plan.map((words) => planOf(words, roundCount)) };
  const budget = integer('interrupts', interrupts ?? '1');
  const kind = { effect: 'before', position: 'blocked' } as const;
  // The kind is chosen by the property; only the budget counts here.
  const whole: Client = budget === 0 ? client : { ...client, interrupts: { kind, budget } };
  checkClient(whole);
  return whole;
}

function atMost(limit: number, count: number): number {
  // An array of threads is made before the client is looked at; nobody means more than this.
  return Math.max(0, Math.min(limit, count));
}

/** The lock strength that was asked for. @throws UsageError if there is no such strength. */
export function strengthFrom({ lockStrength }: Pick<CheckFlags, 'lockStrength'>): Strength {
  const found = strengths.find((strength) => strength === lockStrength);
  if (found === undefined) {
    throw new UsageError({
      what: 'There is no such lock strength.',
      found: lockStrength,
      expected: `one of ${strengths.join(', ')}`,
    });
  }
  return found;
}

/** The scheduling that was asked for, if one was. @throws UsageError if there is no such scheduling. */
export function schedulingFrom({
  scheduling: wanted,
}: Pick<CheckFlags, 'scheduling'>): Scheduling | undefined {
  if (wanted === undefined) return undefined;
  const found = schedulings.find((scheduling) => scheduling === wanted);
  if (found !== undefined) return found;
  throw new UsageError({
    what: 'There is no such scheduling.',
    found: wanted,
    expected: `one of ${schedulings.join(', ')}`,
  });
}

/**
 * How many threads may search together: as many as were asked for, else those cores that are left when
 * each of `primitives` primitives has one.
 *
 * @throws UsageError for what is no number from 1 to 64.
 */
export function workersFrom({ workers }: CheckFlags, primitives: number, cores: number): number {
  if (workers === undefined) return Math.max(1, Math.floor(cores / Math.max(1, primitives)));
  const count = integer('workers', workers);
  if (count < 1 || count > workersMax) {
    throw new UsageError({
      what: '--workers is out of range.',
      found: workers,
      expected: `a number from 1 to ${workersMax}`,
      next: `This machine has ${cores} ${cores === 1 ? 'core' : 'cores'}; more threads than that make nothing faster.`,
    });
  }
  return count;
}

/** Where searches are kept, and how often. @throws UsageError for a search that cannot be. */
export function keepingFrom(
  { checkpoint, checkpointEvery = '10', search }: CheckFlags,
  method: Method,
): { readonly folder: string; readonly everyMs: number } | undefined {
  if (checkpoint === undefined) return undefined;
  if (method.by !== 'states') {
    throw new UsageError({
      what: '--checkpoint is for searches that store states.',
      found: search === undefined ? 'a bound on switches' : `--search ${search}`,
      expected: '--search reduced, plain, footprints or symmetry',
    });
  }
  if (method.storage === 'codes') {
    throw new UsageError({
      what: '--checkpoint and --compact cannot go together.',
      found: '--compact',
      expected: 'one of them',
      next: 'What is kept on disk are states, and with --compact there are none.',
    });
  }
  const seconds = Number(checkpointEvery);
  if (!(seconds >= 0) || !Number.isFinite(seconds)) {
    throw new UsageError({
      what: '--checkpoint-every is not a number of seconds.',
      found: checkpointEvery,
      expected: 'a number, 0 or more',
    });
  }
  return { folder: checkpoint, everyMs: 1000 * seconds };
}

/** The properties that were asked for, all if none was. @throws UsageError for an unknown name. */
export function propertiesFrom({ property: wanted, interrupts }: CheckFlags): Property[] {
  const offered =
    interrupts === '0' ? judgedProperties.filter((one) => one.interrupts === undefined) : judgedProperties;
  if (wanted === undefined) return [...offered];
  for (const name of wanted) propertyNamed(name);
  return offered.filter(({ name }) => wanted.includes(name));
}

/** The property of that name. @throws UsageError if there is none. */
export function propertyNamed(name: string): Property {
  const found = judgedProperties.find((property) => property.name === name);
  if (found !== undefined) return found;
  const names = judgedProperties.map((property) => property.name);
  throw new UsageError({
    what: `There is no property named ${name}.`,
    found: name,
    expected: `one of ${nearestNames(name, names, names.length).join(', ')}`,
  });
}

/** The limits that were asked for. @throws UsageError for what is no number. */
export function limitsFrom({ limitStates, limitMemory, limitTime }: CheckFlags): Limits {
  return {
    states: positive('limit-states', limitStates),
    memoryBytes: bytes(limitMemory),
    ...(limitTime === undefined ? {} : { timeMs: 1000 * positive('limit-time', limitTime) }),
  };
}

/** What was typed after `--name`. @throws UsageError for what is no whole number. */
export function integer(name: string, typed: string): number {
  const value = Number(typed);
  if (!/^[+-]?\d+$/.test(typed) || !Number.isSafeInteger(value)) {
    throw new UsageError({
      what: `--${name} is not a whole number.`,
      found: typed,
      expected: 'a whole number',
    });
  }
  return value;
}

/** What was typed after `--name`. @throws UsageError for what is no number above 0. */
export function positive(name: string, typed: string): number {
  const value = Number(typed.replaceAll('_', ''));
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new UsageError({
      what: `--${name} is not a positive number.`,
      found: typed,
      expected: 'a number above 0',
    });
  }
  return value;
}

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `500M`, `2G`; plain numbers are bytes. */
function bytes(typed: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([KMG]?)B?$/i.exec(typed) ?? [];
  const factor = units[unit?.toUpperCase() ?? ''];
  if (number === undefined || factor === undefined || Number(number) === 0) {
    throw new UsageError({
      what: '--limit-memory is not an amount of memory.',
      found: typed,
      expected: 'a number with K, M or G, such as 500M or 2G',
    });
  }
  return Number(number) * factor;
}
