/**
 * The check of promise code: a subject, properties and clients in, verdicts out.
 *
 * What is found under control is executed natively before it is believed; what cannot be controlled
 * makes the verdict unknown.
 */

import { MonitorTable } from '../automata/monitorTable.ts';
import { UsageError } from '../core/errors.ts';
import type { MonitorSetup, Property } from '../core/monitor.ts';
import { checkClient, missingOperation, requestMaxOf, type Client } from '../program/client.ts';
import { allOf } from '../program/property.ts';
import { EventLoop, clockMs } from './eventLoop.ts';
import { EventTable } from './eventTable.ts';
import { explore, whyStopped, type Explored } from './explore.ts';
import { isAlike, isPromised } from './applies.ts';
import { confirmOrder, type Suspicion } from './confirmOrder.ts';
import { describeCrash } from './nativeRun.ts';
import { describePositions, type Positions } from './order.ts';
import { scriptsOf } from './session.ts';
import type { Subject } from './subject.ts';
import { defaultPositions, drainedCallersMax, type SubjectOptions } from './subjectOptions.ts';
import type { SubjectBound, SubjectPropertyReport, SubjectReport, SubjectVerdict } from './subjectReport.ts';
import { abortedClients, describeCallers, subjectClients, withAborts } from './subjectClients.ts';

/**
 * Checks promise code, unmodified.
 *
 * `holds` means that every execution of the stated clients was explored, with occurrences at the stated
 * positions; `violated`, that an order was found and that it shows natively as well; anything else is
 * `unknown`, with its reason.
 * @throws UsageError if a client does not fit the subject.
 */
export async function checkSubject(subject: Subject, options: SubjectOptions): Promise<SubjectReport> {
  return new SubjectCheck(subject, options).run();
}

interface Finding {
  readonly bounds: SubjectBound[];
  verdict?: Exclude<SubjectVerdict, { verdict: 'holds' }>;
  measure?: number;
}

class SubjectCheck {
  readonly #subject: Subject;
  readonly #options: SubjectOptions;
  readonly #findings = new Map<Property, Finding>();
  #executions = 0;
  #isClockRead = false;
  #isSeveredBy: string | undefined;

  constructor(subject: Subject, options: SubjectOptions) {
    const own = subject.properties ?? [];
    this.#subject = subject;
    this.#options = {
      ...options,
      properties: [...options.properties, ...own.filter((one) => !options.properties.includes(one))],
    };
    for (const property of this.#options.properties) this.#findings.set(property, { bounds: [] });
  }

  async run(): Promise<SubjectReport> {
    const { properties, clients, positions: asked } = this.#options;
    const positions = asked ?? defaultPositions;
    const isTried = ({ plans }: Client, { microtasks }: Positions): boolean =>
      asked !== undefined || microtasks === 0 || plans.length <= drainedCallersMax;
    const subject = this.#subject;
    for (const client of clients ?? []) this.#checkFit(client);
    const plain = properties.filter(
      (property) => property.interrupts === undefined && isPromised(property, subject),
    );
    const aborting = properties.filter(
      (property) => property.interrupts !== undefined && isPromised(property, subject),
    );
    for (const where of positions) {
      for (const client of plain.length === 0 ? [] : (clients ?? subjectClients(subject))) {
        if (!isTried(client, where)) continue;
        const { interrupts: _, ...undisturbed } = client;
        await this.#checkClient(undisturbed, plain, where);
      }
      if (subject.abort === undefined) continue;
      for (const property of aborting) {
        const aborted =
          clients?.map((client) => withAborts(subject, client, client.interrupts?.budget ?? 1)) ??
          abortedClients(subject);
        for (const client of aborted)
          if (isTried(client, where)) await this.#checkAborted(client, property, where);
      }
    }
    return {
      subject: subject.name,
      title: subject.title,
      model: subject.model.name,
      properties: properties.map((property) => this.#reportOf(property)),
      executions: this.#executions,
      remarks: this.#isClockRead
        ? ['The code reads the clock; in the executions explored, time passes with timers alone.']
        : [],
    };
  }

  async #checkClient(client: Client, properties: readonly Property[], positions: Positions): Promise<void> {
    const open = properties.filter((property) => this.#isOpen(property));
    const setup = this.#setupOf(client);
    const monitors = open.map((property) => property.monitor(setup));
    const isRenamed = open.map((property, index) => isAlike(property, monitors[index]!, setup));
    for (const isSymmetric of [true, false]) {
      const group = open.filter((_, index) => isRenamed[index] === isSymmetric);
      if (group.length > 0)
        await this.#explore(
          client,
          group.map((property) => ({ property, parts: [property] })),
          positions,
          isSymmetric,
        );
    }
  }

  /** An abort is to blame only for what holds with the same client without it; where a limit left that open, so is this. */
  async #checkAborted(client: Client, property: Property, positions: Positions): Promise<void> {
    if (!this.#isOpen(property)) return;
    const { interrupts: _, ...undisturbed } = client;
    const parts = property.parts?.(this.#setupOf(client)) ?? [property];
    const { explored } = await this.#run(
      undisturbed,
      parts.map((part) => [part]),
      positions,
      true,
    );
    if (this.#isSevered(explored)) return;
    const blamed = parts.filter((_part, index) => explored.violations[index] === undefined);
    if (explored.stop !== undefined && blamed.length > 0) {
      const finding = this.#findings.get(property)!;
      const why = whyStopped(explored, describeCallers(undisturbed), positions);
      finding.verdict = { verdict: 'unknown', why, bounds: finding.bounds };
      return;
    }
    await this.#explore(client, [{ property, parts: blamed }], positions, true);
  }

  #isOpen(property: Property): boolean {
    return this.#isSeveredBy === undefined && this.#findings.get(property)!.verdict === undefined;
  }

  async #explore(
    client: Client,
    group: readonly { readonly property: Property; readonly parts: readonly Property[] }[],
    positions: Positions,
    isSymmetric: boolean,
  ): Promise<void> {
    const words = describeCallers(client);
    this.#options.onProgress?.(words, describePositions(positions));
    const { explored, monitors } = await this.#run(
      client,
      group.map(({ parts }) => parts),
      positions,
      isSymmetric,
    );
    if (this.#isSevered(explored)) return;
    for (const [index, { property, parts }] of group.entries()) {
      const finding = this.#findings.get(property)!;
      const { measureMax } = monitors[index]!;
      if (property.measures !== undefined && measureMax >= 0)
        finding.measure = Math.max(finding.measure ?? 0, measureMax);
      const failure = parts.find(({ name }) => name === 'failure-freedom');
      const found = explored.violations[index];
      if (found !== undefined) {
        finding.verdict = await this.#confirm({ property, parts, client, found, positions, isCrash: false });
      } else if (failure !== undefined && explored.crash !== undefined) {
        const crash = { property, parts: [failure], client, found: explored.crash, positions, isCrash: true };
        finding.verdict = await this.#confirm(crash);
      } else if (explored.stop !== undefined) {
        const why = whyStopped(explored, words, positions);
        finding.verdict = { verdict: 'unknown', why, bounds: finding.bounds };
      } else if (explored.crash === undefined) {
        finding.bounds.push({
          client: words,
          positions: describePositions(positions),
          executions: explored.executions,
        });
      } else {
        // What would have come after the error has not been seen.
        finding.verdict = {
          verdict: 'unknown',
          why: `an execution ends with an error that nobody can catch: ${describeCrash(explored.crash.error, explored.crash.where)}`,
          bounds: finding.bounds,
        };
      }
    }
  }

  async #run(
    client: Client,
    groups: readonly (readonly Property[])[],
    positions: Positions,
    isSymmetric: boolean,
  ): Promise<{ explored: Explored; monitors: readonly MonitorTable[] }> {
    const setup = this.#setupOf(client);
    const monitors = groups.map(
      (parts) => new MonitorTable(parts.length === 1 ? parts[0]!.monitor(setup) : allOf(parts, setup)),
    );
    const loop = new EventLoop();
    const subject = this.#subject;
    const { limits = {}, isInterrupted } = this.#options;
    const explored = await explore({
      plan: {
        subject,
        client,
        scripts: scriptsOf(client),
        events: new EventTable(subject.model),
        timeoutMs: 30,
        now: () => loop.time.now,
      },
      monitors,
      positions,
      isSymmetric,
      limits: { ...limits, now: clockMs, ...(isInterrupted === undefined ? {} : { isInterrupted }) },
      loop,
    });
    this.#executions += explored.executions;
    this.#isClockRead ||= explored.isClockRead;
    return { explored, monitors };
  }

  /** Whether something was met that is not under control; then nothing more can be concluded. */
  #isSevered({ uncontrolled }: Explored): boolean {
    this.#isSeveredBy ??= uncontrolled;
    return this.#isSeveredBy !== undefined;
  }

  /** Believes what has been found if it shows natively as well. */
  async #confirm(
    suspicion: Omit<Suspicion, 'subject' | 'module' | 'setup'>,
  ): Promise<NonNullable<Finding['verdict']>> {
    const { property, client } = suspicion;
    const { bounds } = this.#findings.get(property)!;
    const setup = this.#setupOf(client);
    const confirmed = await confirmOrder({
      ...suspicion,
      subject: this.#subject,
      module: this.#options.module,
      setup,
    });
    return 'seen' in confirmed
      ? {
          verdict: 'unknown',
          why: `an order that violates it with virtual time does not show natively (${confirmed.seen})`,
          bounds,
        }
      : { verdict: 'violated', client: describeCallers(client), counterexample: confirmed, bounds };
  }

  #setupOf(client: Client): MonitorSetup {
    const { model } = this.#subject;
    return {
      threads: client.plans.length,
      permits: client.permits,
      requestMax: requestMaxOf(client, model),
      hasInterrupts: client.interrupts !== undefined,
      model,
    };
  }

  #checkFit(client: Client): void {
    checkClient(client);
    const { name, operations, permits } = this.#subject;
    const missing = missingOperation([client], Object.keys(operations));
    if (missing !== undefined) {
      throw new UsageError({
        what: `${name} has no ${missing}.`,
        found: missing,
        expected: `one of ${Object.keys(operations).join(', ')}`,
      });
    }
    if (permits !== undefined && client.permits !== permits) {
      throw new UsageError({
        what: `${name} is made with ${permits} permits.`,
        found: `a client with ${client.permits}`,
        expected: String(permits),
      });
    }
  }

  #reportOf(property: Property): SubjectPropertyReport {
    const { name, title } = property;
    const { bounds, verdict, measure } = this.#findings.get(property)!;
    const final: SubjectVerdict =
      this.#isSeveredBy === undefined
        ? (verdict ?? { verdict: 'holds', bounds })
        : { verdict: 'unknown', why: `not under control: ${this.#isSeveredBy}`, bounds: [] };
    return { property: name, title, verdict: final, ...(measure === undefined ? {} : { measure }) };
  }
}
