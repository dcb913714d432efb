/** All features of one primitive: each is explored, or read off its code. */

import type { Property } from '../../core/monitor.ts';
import type { Bound } from '../../core/verdict.ts';
import { describeClient, workload } from '../../program/client.ts';
import { strengths, type Circumstances } from '../../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { schedulings } from '../../program/turn.ts';
import type { Assessment } from '../assess.ts';
import type { PropertyReport } from '../findings.ts';
import { defaultClients, handsOutPermits } from '../defaultClients.ts';
import { flagsFor, type Evidence, type Finding } from './finding.ts';
import { orderOfService, twoWaiters } from './orderOfService.ts';
import { partsOf, readModifyWrites } from './partsOf.ts';
import { canBeInterrupted, quickCheck } from './quickCheck.ts';
import { runAlone, type Solo } from './runAlone.ts';
import { starvationOf } from './starvation.ts';

/** The findings on one primitive, by the names of the features. */
export type Features = Readonly<Record<string, Finding>>;

/** How far the explorations go that are made for the comparison alone. */
const statesMax = 60_000;
/** The same, of each client over other locks or with other turns. */
const statesMaxElsewhere = 150_000;

/** Whether it is right at all: what is judged elsewhere as well. */
const core = ['safety', 'no-lost-wakeup', 'non-blocking', 'deadlock-freedom', 'failure-freedom'];

/** @param properties all that are judged. @param traceOf where the trace of a violation is kept. */
export function featuresOf(
  primitive: Primitive,
  assessment: Assessment,
  properties: readonly Property[],
  traceOf: (property: string) => string,
): Features {
  return new Comparing(primitive, assessment, properties, traceOf).run();
}

class Comparing {
  readonly #primitive: Primitive;
  readonly #assessment: Assessment;
  readonly #core: readonly Property[];
  readonly #traceOf: (property: string) => string;
  readonly #here: Required<Circumstances>;
  readonly #name: string;

  constructor(
    primitive: Primitive,
    assessment: Assessment,
    properties: readonly Property[],
    traceOf: (property: string) => string,
  ) {
    this.#primitive = primitive;
    this.#assessment = assessment;
    this.#core = properties.filter(({ name }) => core.includes(name));
    this.#traceOf = traceOf;
    this.#here = { strength: 'weak', scheduling: primitive.scheduling ?? 'preemptive' };
    this.#name = primitive.name;
  }

  run(): Features {
    const judged = this.#assessment.properties.map((report) => [report.property, this.#verdict(report)]);
    return {
      ...this.#made(),
      ...(Object.fromEntries(judged) as Features),
      ...(handsOutPermits(this.#primitive) ? this.#offered() : {}),
      ...this.#fair(),
      ...this.#elsewhere(),
      ...this.#costs(),
    };
  }

  #made(): Features {
    const parts = partsOf(this.#primitive, this.#here);
    const { fixed, madeLater, client } = parts;
    const counted = [...fixed].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}s`));
    const text = `${counted.join(', ') || 'nothing'}${madeLater.length === 0 ? '' : ` + ${madeLater.join(', ')}`}`;
    const atomics = readModifyWrites(parts);
    const { locksAlive } = this.#assessment.details?.cost ?? {};
    const { licence } = this.#primitive.source ?? {};
    return {
      'built-from': figure(text, { by: 'the code', says: `The shared objects of it with ${client}.` }),
      'no-cas': {
        answer: atomics.length === 0 ? 'yes' : 'no',
        evidence: {
          by: 'the code',
          says:
            atomics.length === 0
              ? `Its steps with ${client}: ${parts.operations.join(', ')}.`
              : `It uses ${atomics.join(', ')}.`,
        },
      },
      'locks-alive': figure(
        locksAlive === undefined ? undefined : `${locksAlive.locks} with ${locksAlive.waiters} waiting`,
        { by: 'exploration', says: `The most in all states with ${client}.` },
      ),
      licence: figure(licence, {
        by: 'the entry',
        says: licence === undefined ? '' : 'Of the code that the algorithm was read from.',
      }),
    };
  }

  #offered(): Features {
    const { model, acquireMax = 1 } = this.#primitive;
    const offered = offeredOperations(this.#primitive);
    const solo = (words: string, permits: number): Solo =>
      runAlone(this.#primitive, words, permits, this.#here);
    const twice = model.permitsMax < 2 ? undefined : solo('acquire acquire', 2);
    const again = solo('acquire acquire', 1);
    const extra = offered.includes('release') ? solo('post acquire acquire', 1) : undefined;
    const before = this.#reportOf('interrupt-before-blocked');
    const after = this.#reportOf('interrupt-after-blocked');
    return {
      counting:
        twice === undefined
          ? {
              answer: 'no',
              evidence: { by: 'the code', says: `It claims to be a ${model.title.toLowerCase()}.` },
            }
          : this.#alone(
              twice,
              twice.ends.filter((end) => end === 'granted').length === 2,
              'two acquires, two permits',
            ),
      weighted: {
        answer: acquireMax > 1 ? 'yes' : 'no',
        evidence: {
          by: 'the code',
          says: `Its acquire takes ${acquireMax === 1 ? '1 permit' : `up to ${acquireMax} permits`} at once.`,
        },
      },
      try: this.#operation('tryAcquire', offered),
      timed: this.#operation('timedAcquire', offered),
      reentrant: this.#alone(
        again,
        !again.isStuck && again.ends.filter((end) => end === 'granted').length === 2,
        'two acquires, one permit',
      ),
      ...(extra === undefined
        ? {}
        : {
            bounded: this.#alone(
              extra,
              extra.isStuck || extra.ends.includes('thrown'),
              'a release and two acquires, one permit',
            ),
            'double-release': this.#alone(
              extra,
              extra.ends[0] === 'thrown',
              'a release by one who holds nothing',
            ),
          }),
      cancellable: this.#cancellable(),
      'generic-timeout': {
        answer: answerOf([before, after]),
        evidence: {
          by: 'exploration',
          says: 'Both: interrupted while it waits, and interrupted after the grant.',
          command: `check ${this.#name} --property interrupt-before-blocked --property interrupt-after-blocked`,
        },
      },
    };
  }

  /** What one thread alone has shown. */
  #alone({ ends, isStuck, client }: Solo, isSo: boolean, what: string): Finding {
    const shown = `${ends.join(', ')}${isStuck ? `${ends.length === 0 ? '' : ', '}blocked` : ''}`;
    return {
      answer: isSo ? 'yes' : 'no',
      evidence: {
        by: 'exploration',
        says: `One thread alone: ${what}: ${shown}.`,
        command: `check ${this.#name} ${flagsFor(client)} --property safety --interrupts 0`,
      },
    };
  }

  #operation(operation: string, offered: readonly string[]): Finding {
    const says = `Its operations: ${offered.join(', ')}.`;
    if (!offered.includes(operation)) return { answer: 'no', evidence: { by: 'the code', says } };
    const report = this.#reportOf('non-blocking');
    const verdict = this.#verdict(report);
    return verdict.answer === 'yes'
      ? { ...verdict, evidence: { ...verdict.evidence, says: `${says} ${verdict.evidence.says}` } }
      : verdict;
  }

  #cancellable(): Finding {
    const client = workload(2, 1, 1);
    const isSo = canBeInterrupted(this.#primitive, client, this.#here, statesMax);
    return {
      answer: isSo ? 'yes' : 'no',
      evidence: {
        by: 'exploration',
        says: `${isSo ? 'An' : 'No'} interrupt reaches a thread that waits, with ${describeClient(client)}.${isSo ? ' What comes of it is judged beside.' : ''}`,
        command: `check ${this.#name} --property interrupt-before-blocked`,
      },
    };
  }

  #fair(): Features {
    const fifo = this.#reportOf('fifo');
    const growth = this.#assessment.details?.growths.find(({ property }) => property === 'fifo');
    const most = fifo.measure?.max;
    const isOpen = fifo.verdict.verdict === 'unknown' || growth?.isGrowing === true;
    const bypass =
      most === undefined
        ? undefined
        : `${isOpen ? '≥' : ''}${Math.max(most, ...(growth?.isGrowing === true ? growth.byRounds : []))}`;
    return {
      bypass: figure(bypass, {
        ...this.#verdict(fifo).evidence,
        ...(growth === undefined
          ? {}
          : { says: `With ${growth.client} and 1, 2, 3 rounds: ${growth.byRounds.join(', ')}.` }),
      }),
      ...(handsOutPermits(this.#primitive) ? { ...this.#starvation(), order: this.#order() } : {}),
    };
  }

  #starvation(): Features {
    const found = starvationOf(this.#primitive, this.#here, statesMax);
    const entries = (['weak', 'strong'] as const).map((fairness): [string, Finding] => {
      const { isFree, client, states, cycle } = found[fairness];
      const says =
        cycle !== undefined
          ? `After ${cycle.stem} steps, ${cycle.loop} steps that can be repeated for ever starve T${cycle.victim}, with ${describeClient(client)}.`
          : isFree === 'yes'
            ? `No such cycle in all ${states.toLocaleString('en-US')} states with ${describeClient(client)}.`
            : `Stopped at ${states.toLocaleString('en-US')} states with ${describeClient(client)}.`;
      return [`starvation-${fairness}`, { answer: isFree, evidence: { by: 'exploration', says } }];
    });
    return Object.fromEntries(entries);
  }

  #order(): Finding {
    if ((this.#primitive.threadsMax ?? 3) < 3) return none('It serves two threads.');
    const order = orderOfService(this.#primitive, this.#here, statesMax);
    return figure(order, {
      by: 'exploration',
      says: `Of two that wait when the permit is given back, with ${describeClient(twoWaiters)}.`,
      command: `check ${this.#name} ${flagsFor(twoWaiters)} --property fifo --interrupts 0`,
    });
  }

  #elsewhere(): Features {
    const entries: [string, Finding][] = [
      ...strengths.map((strength): [string, Finding] => [
        strength,
        this.#rightWith({ ...this.#here, strength }),
      ]),
      ...schedulings.map((scheduling): [string, Finding] => [
        scheduling,
        this.#rightWith({ ...this.#here, scheduling }),
      ]),
    ];
    return Object.fromEntries(entries);
  }

  /** Whether it is right over other locks, or with other turns. */
  #rightWith(there: Required<Circumstances>): Finding {
    const isHome = there.strength === this.#here.strength && there.scheduling === this.#here.scheduling;
    const flags = [
      ...(there.strength === 'weak' ? [] : [`--lock-strength ${there.strength}`]),
      ...(there.scheduling === this.#here.scheduling ? [] : [`--scheduling ${there.scheduling}`]),
      ...this.#core.map(({ name }) => `--property ${name}`),
    ].join(' ');
    if (isHome)
      return this.#joined(
        this.#core.map(({ name }) => this.#reportOf(name)),
        `check ${this.#name} ${flags}`,
      );
    if (there.scheduling === this.#here.scheduling && !this.#leavesStrengthOpen(there)) {
      return none(
        'It leaves no lock to whoever checks it, so that the strength of locks makes no difference.',
      );
    }
    const clients = defaultClients(this.#primitive);
    const { answer, violated, client, states } = quickCheck(
      this.#primitive,
      this.#core,
      clients,
      there,
      statesMaxElsewhere,
    );
    const told = states.toLocaleString('en-US');
    const says =
      answer === 'no'
        ? `Violated: ${violated.join(', ')}, with ${describeClient(client!)}.`
        : answer === 'yes'
          ? `All executions explored, ${told} states.`
          : `Stopped by the limit on states at ${told}, with ${describeClient(client!)}.`;
    const shown = client === undefined ? '' : `${flagsFor(client)} --interrupts 0 `;
    const command = `check ${this.#name} ${shown}${flags}`;
    const bound = answer === 'yes' ? { clients: clients.map(describeClient) } : {};
    return { answer, evidence: { by: 'exploration', says, ...bound, command } };
  }

  #leavesStrengthOpen(there: Circumstances): boolean {
    const kindsWith = (circumstances: Circumstances) =>
      programOf(this.#primitive, workload(1, 1, 1), circumstances).arena.objects.map(({ kind }) => kind);
    const here = kindsWith(this.#here);
    const isOther = kindsWith(there).some((kind, index) => kind !== here[index]);
    // What is made while running may be left open as well.
    return (
      isOther ||
      partsOf(this.#primitive, this.#here).madeLater.some(
        (kind) => kind === 'lock' || kind.endsWith('semaphore'),
      )
    );
  }

  #costs(): Features {
    const { cost, measurements } = this.#assessment.details ?? {};
    const wakeups = measurements?.find(({ property }) => property === 'needless-wakeups');
    const says = 'Counted over all executions of small clients.';
    const by = 'exploration';
    const command = `show ${this.#name}`;
    const steps = (one: { steps: number; onLocks: number } | undefined): string | undefined =>
      one === undefined ? undefined : `${one.steps}${one.onLocks === 0 ? '' : `, ${one.onLocks} on locks`}`;
    return {
      'acquire-steps': figure(steps(cost?.acquire), { by, says, command }),
      'release-steps': figure(steps(cost?.release), { by, says, command }),
      'hand-over': figure(cost?.handOverSwitches?.toString(), { by, says, command }),
      'needless-wakeups': figure(wakeups?.max?.toString(), {
        by,
        says: wakeups === undefined ? says : `With ${wakeups.client}.`,
        command,
      }),
    };
  }

  #reportOf(name: string): PropertyReport {
    return this.#assessment.properties.find(({ property }) => property === name)!;
  }

  #verdict(report: PropertyReport): Finding {
    const { property, verdict } = report;
    const command = `check ${this.#name} --property ${property}`;
    if (verdict.verdict === 'violated') {
      const trace = this.#traceOf(property);
      const { why, steps } = verdict.counterexample.trace.verdict;
      const says = `${why[0]!.toUpperCase()}${why.slice(1)}, after ${steps} steps, with ${verdict.client}.`;
      return { answer: 'no', evidence: { by: 'exploration', says, trace, command: `replay ${trace}` } };
    }
    const bounds = boundsOf(report);
    if (bounds.length === 0 && verdict.verdict === 'holds') return none('No client puts it to the test.');
    const all = verdict.verdict === 'holds' ? `check ${this.#name}` : command;
    return {
      answer: answerOf([report]),
      evidence: { by: 'exploration', ...exhausted(report), command: all },
    };
  }

  /** Several properties as one answer. */
  #joined(reports: readonly PropertyReport[], command: string): Finding {
    const broken = reports.filter(({ verdict }) => verdict.verdict === 'violated');
    const tested = reports.filter(
      (report) => boundsOf(report).length > 0 || report.verdict.verdict !== 'holds',
    );
    const what =
      broken.length > 0
        ? {
            says: `Violated: ${broken.map(({ property }) => property).join(', ')}, with ${broken.map(({ verdict }) => (verdict.verdict === 'violated' ? verdict.client : ''))[0]}.`,
          }
        : exhausted(tested.find(({ verdict }) => verdict.verdict === 'unknown') ?? tested[0]!);
    return { answer: answerOf(reports), evidence: { by: 'exploration', ...what, command } };
  }
}

function boundsOf({ verdict }: PropertyReport): readonly Bound[] {
  return verdict.bounds;
}

function answerOf(reports: readonly PropertyReport[]): 'yes' | 'no' | 'unknown' {
  const verdicts = reports.map(({ verdict }) => verdict.verdict);
  if (verdicts.includes('violated')) return 'no';
  return verdicts.every((verdict) => verdict === 'holds') ? 'yes' : 'unknown';
}

/** What an answer that is no violation goes by. */
function exhausted({ verdict }: PropertyReport): Pick<Evidence, 'says' | 'clients'> {
  const states = verdict.bounds.reduce((sum, bound) => sum + bound.states, 0);
  const clients = verdict.bounds.map(({ client }) => client);
  if (verdict.verdict === 'unknown') {
    const told = verdict.states.toLocaleString('en-US');
    return { says: `Stopped by the limit on ${verdict.stop} at ${told} states, with ${verdict.client}.` };
  }
  return { says: `All executions explored, ${states.toLocaleString('en-US')} states.`, clients };
}

function figure(text: string | undefined, evidence: Evidence): Finding {
  return text === undefined || text === ''
    ? { answer: 'none', evidence }
    : { answer: 'figure', text, evidence };
}

function none(says: string): Finding {
  return { answer: 'none', evidence: { by: 'the code', says } };
}
