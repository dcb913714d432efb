/** All features of one primitive: each is explored, or read off its code. */

import type { Property } from '../../core/monitor.ts';
import { describeClient } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import type { Assessment } from '../assess.ts';
import { bypassBound } from '../bypassBound.ts';
import { isBoundDecided } from '../findings.ts';
import { locksAliveWith } from '../cost.ts';
import { handsOutPermits } from '../defaultClients.ts';
import { elsewhere } from './elsewhere.ts';
import type { Finding } from './finding.ts';
import { InterruptFindings } from './interruptFindings.ts';
import { orderOfService, twoWaiters } from './orderOfService.ts';
import { partsOf, readModifyWrites } from './partsOf.ts';
import { releaseTooMany } from './releaseTooMany.ts';
import { evidenceAlone, runAlone, type Solo } from './runAlone.ts';
import { figure, none, reportOn, verdictFinding, type ComparedSubject } from './verdictFinding.ts';

/** The findings on one primitive, by the names of the features. */
export type Features = Readonly<Record<string, Finding>>;

/** How far the explorations go that are made for the comparison alone. */
const statesMax = 60_000;

/** Whether it is right at all: what is judged elsewhere as well. */
const core = ['safety', 'no-lost-wakeup', 'non-blocking', 'deadlock-freedom', 'failure-freedom'];

/**
 * Refinement is one of them where the model says more than how many permits are held: where nothing is counted,
 * so that only refinement tells whether somebody went on too early, and where a release too many must be an error.
 */
function coreOf({ model }: Primitive, properties: readonly Property[]): string[] {
  const beside = properties.filter(({ appliesTo }) => appliesTo?.(model) === false).map(({ name }) => name);
  const mayReject = Object.values(model.operations).some(({ courses }) =>
    courses.some(({ end }) => end === 'rejected'),
  );
  const meant = beside.includes('safety') || mayReject ? [...core, 'refinement'] : core;
  return meant.filter((name) => !beside.includes(name));
}

/** @param properties all that are judged. @param traceOf where the trace of a violation is kept. */
export function featuresOf(
  primitive: Primitive,
  assessment: Assessment,
  properties: readonly Property[],
  traceOf: (property: string) => string,
): Features {
  const here = { strength: 'weak', scheduling: primitive.scheduling ?? 'preemptive' } as const;
  return new Comparing({
    primitive,
    assessment,
    core: properties.filter(({ name }) => coreOf(primitive, properties).includes(name)),
    traceOf,
    here,
    parts: partsOf(primitive, here),
  }).run();
}

class Comparing {
  readonly #subject: ComparedSubject;
  readonly #primitive: Primitive;
  readonly #here: Required<Circumstances>;
  readonly #name: string;
  readonly #interrupts: InterruptFindings;

  constructor(subject: ComparedSubject) {
    this.#subject = subject;
    this.#primitive = subject.primitive;
    this.#here = subject.here;
    this.#name = subject.primitive.name;
    this.#interrupts = new InterruptFindings(subject);
  }

  run(): Features {
    const judged = this.#subject.assessment.properties.map((report) => [
      report.property,
      this.#interrupts.judged(report),
    ]);
    return {
      ...this.#made(),
      ...(Object.fromEntries(judged) as Features),
      ...(handsOutPermits(this.#primitive) ? this.#offered() : {}),
      ...this.#fair(),
      ...elsewhere(this.#subject),
      ...this.#costs(),
    };
  }

  #made(): Features {
    const { parts } = this.#subject;
    const { fixed, madeLater, client } = parts;
    const counted = [...fixed].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}s`));
    const text = `${counted.join(', ') || 'nothing'}${madeLater.length === 0 ? '' : ` + ${madeLater.join(', ')}`}`;
    const atomics = readModifyWrites(parts);
    const { licence, citation, url } = this.#primitive.source ?? {};
    return {
      'built-from': figure(text, { by: 'the code', says: `Shared objects, with ${client}.` }),
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
      'locks-alive': this.#locksAlive(),
      licence: figure(licence ?? (citation === undefined ? undefined : 'none stated'), {
        by: 'the entry',
        says: `${citation}${url === undefined ? '' : `, ${url}`}.`,
      }),
    };
  }

  /** The most locks that exist at once, as it grows with those that wait. */
  #locksAlive(): Finding {
    if (!handsOutPermits(this.#primitive)) return none('It has no acquire and release.');
    const { threadsMax = 4 } = this.#primitive;
    const counts = [2, 3, 4]
      .filter((threads) => threads <= threadsMax)
      .map((threads) => locksAliveWith(this.#primitive, this.#here, threads));
    const known = counts.filter((count) => count !== undefined);
    if (known.length === 0)
      return { answer: 'unknown', evidence: { by: 'exploration', says: 'Too many states.' } };
    const [first = 0, second = first] = known;
    const grows = second - first;
    const isLine = known.every((count, index) => count === first + index * grows);
    const least = first - grows;
    const text = !isLine
      ? known.join(', ')
      : grows === 0
        ? String(first)
        : `${grows === 1 ? 'n' : `${grows}n`}${least === 0 ? '' : ` + ${least}`}`;
    const says = `The most in all states, where each thread acquires and releases once: ${known.map((count, index) => `${count} with ${index + 1} waiting`).join(', ')}.`;
    return figure(text, { by: 'exploration', says, command: `compare ${this.#name}` });
  }

  #offered(): Features {
    const { model, acquireMax = 1 } = this.#primitive;
    const offered = offeredOperations(this.#primitive);
    const solo = (words: string, permits: number): Solo =>
      runAlone(this.#primitive, words, permits, this.#here);
    const twice = model.permitsMax < 2 ? undefined : solo('acquire acquire', 2);
    const again = solo('acquire acquire', 1);
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
      ...releaseTooMany(this.#primitive, this.#here),
      cancellable: this.#interrupts.cancellable(),
      'generic-timeout': this.#interrupts.genericTimeout(),
    };
  }

  #alone(solo: Solo, isSo: boolean, what: string): Finding {
    return { answer: isSo ? 'yes' : 'no', evidence: evidenceAlone(this.#primitive, solo, what) };
  }

  #operation(operation: string, offered: readonly string[]): Finding {
    const says = `Its operations: ${offered.join(', ')}.`;
    if (!offered.includes(operation)) return { answer: 'no', evidence: { by: 'the code', says } };
    const report = reportOn(this.#subject, 'non-blocking');
    const verdict = verdictFinding(this.#subject, report);
    return verdict.answer === 'yes'
      ? { ...verdict, evidence: { ...verdict.evidence, says: `${says} ${verdict.evidence.says}` } }
      : verdict;
  }

  #fair(): Features {
    return {
      bypass: this.#bypass(),
      ...(handsOutPermits(this.#primitive) ? { order: this.#order() } : {}),
    };
  }

  /** What proves the bound, or what shows that there is none. */
  #bypass(): Finding {
    const bound = bypassBound(this.#subject.assessment);
    const endless = reportOn(this.#subject, 'bounded-bypass');
    const fifo = reportOn(this.#subject, 'fifo');
    const isProved = isBoundDecided(this.#subject.assessment.properties);
    const { evidence } = verdictFinding(this.#subject, isProved ? endless : fifo);
    if (bound === '') return { answer: 'none', evidence };
    const text = bound === '∞' ? 'unbounded' : bound === '≥0' ? '0 found, no bound known' : bound;
    if (isProved) return figure(text, evidence);
    const growth = this.#subject.assessment.details?.growths.find(({ property }) => property === 'fifo');
    return figure(text, {
      ...evidence,
      ...(growth === undefined
        ? {}
        : { says: `With ${growth.client} and 1, 2, 3 rounds: ${growth.byRounds.join(', ')}.` }),
    });
  }

  #order(): Finding {
    if ((this.#primitive.threadsMax ?? 3) < 3) return none('It serves two threads.');
    const { order, states, isWhole } = orderOfService(this.#primitive, this.#here, statesMax);
    const told = states.toLocaleString('en-US');
    const stopped = `Stopped at ${told} states (limit ${statesMax.toLocaleString('en-US')})`;
    const by = 'exploration';
    const says = `Of two that wait when the permit is given back, with ${describeClient(twoWaiters)}.`;
    const command = `compare ${this.#name}`;
    if (order !== undefined) return figure(order, { by, says, command });
    return isWhole
      ? figure(undefined, {
          by,
          says: `In no execution do two wait and is one of them served, with ${describeClient(twoWaiters)}.`,
          command,
        })
      : { answer: 'unknown', evidence: { by, says: `${stopped}. ${says}`, command } };
  }

  #costs(): Features {
    const { cost, measurements } = this.#subject.assessment.details ?? {};
    if (cost === undefined || !handsOutPermits(this.#primitive)) {
      const nothing = none('It has no acquire and release.');
      return {
        'acquire-steps': nothing,
        'release-steps': nothing,
        'hand-over': nothing,
        'needless-wakeups': nothing,
      };
    }
    const wakeups = measurements?.find(({ property }) => property === 'needless-wakeups');
    const says = 'Counted over all executions of small clients.';
    const by = 'exploration';
    const command = `show ${this.#name}`;
    const steps = (one: { steps: number; onLocks: number } | undefined): string | undefined =>
      one === undefined ? undefined : `${one.steps}${one.onLocks === 0 ? '' : `, ${one.onLocks} on locks`}`;
    return {
      'acquire-steps': figure(steps(cost.acquire), { by, says, command }),
      'release-steps': figure(steps(cost.release), { by, says, command }),
      'hand-over': figure(cost.handOverSwitches?.toString(), { by, says, command }),
      'needless-wakeups':
        wakeups?.isUnknown === true
          ? { answer: 'unknown', evidence: { by, says: `Too many states with ${wakeups.client}.`, command } }
          : figure(wakeups?.max?.toString(), {
              by,
              says: wakeups === undefined ? says : `With ${wakeups.client}.`,
              command,
            }),
    };
  }
}
