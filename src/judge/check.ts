/**
 * The check: a primitive, its properties and its clients in, verdicts out.
 *
 * Each client is a program, learned once and searched as often as there are groups of properties.
 * Whatever a search finds is executed on the real generators before it is believed.
 */

import type { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { ModelCoverage, Monitor, Property } from '../core/monitor.ts';
import { timeless } from '../explore/limits.ts';
import { byStates, searchBy, type Found, type Method } from '../explore/method.ts';
import { monitorsAtMost } from '../explore/product.ts';
import { describeClient, withInterrupts, type Client } from '../program/client.ts';
import { offeredOperations, type Primitive } from '../program/primitive.ts';
import { allOf, isOrdinary } from '../program/property.ts';
import type { Circumstances, Strength } from '../program/objectKind.ts';
import type { Scheduling } from '../program/turn.ts';
import { isEndless } from '../trace/lassoExecution.ts';
import { checkEndless } from './checkEndless.ts';
import { surroundingsOf, type CheckOptions } from './checkOptions.ts';
import { counterexampleFor } from './counterexample.ts';
import { defaultClients, handsOutPermits, interruptedClients } from './defaultClients.ts';
import { LearnedClients } from './learnedClients.ts';
import { reportOf, unknownOf, type Finding, type PropertyReport } from './findings.ts';
import { Undisturbed } from './undisturbed.ts';

/** The verdicts on one primitive. */
export interface CheckReport {
  readonly primitive: string;
  readonly model: string;
  readonly strength: Strength;
  readonly scheduling: Scheduling;
  readonly properties: readonly PropertyReport[];
  /** Of the model's transitions; undefined where no property followed the model. */
  readonly coverage: ModelCoverage | undefined;
}

/**
 * Checks a primitive.
 *
 * A verdict `holds` means that every execution of the stated clients was explored, `bounded` that those
 * within a bound were; a limit that is hit and a sample give `unknown`.
 * @throws IllFormedError if the primitive is none, UsageError if a client does not fit it.
 */
export function check(primitive: Primitive, options: CheckOptions): CheckReport {
  return checkLearning(
    primitive,
    options,
    new LearnedClients(primitive, circumstancesOf(primitive, options)),
  );
}

/** The same check, which leaves what it has learned of clients to whoever goes on with them. */
export function checkLearning(
  primitive: Primitive,
  options: CheckOptions,
  learned: LearnedClients,
): CheckReport {
  return new Check(primitive, options, learned).run();
}

/** What is asked for, or else what the primitive was written for. */
export function circumstancesOf(
  primitive: Primitive,
  { strength = 'weak', scheduling = primitive.scheduling ?? 'preemptive' }: CheckOptions,
): Required<Circumstances> {
  return { strength, scheduling };
}

class Check {
  readonly #primitive: Primitive;
  readonly #options: CheckOptions;
  readonly #circumstances: Required<Circumstances>;
  readonly #method: Method;
  readonly #findings = new Map<Property, Finding>();
  readonly #coverages: ModelCoverage[] = [];
  readonly #learned: LearnedClients;
  readonly #undisturbed: Undisturbed;

  constructor(primitive: Primitive, options: CheckOptions, learned: LearnedClients) {
    this.#primitive = primitive;
    this.#options = options;
    this.#learned = learned;
    this.#circumstances = learned.circumstances;
    this.#method = options.method ?? byStates;
    this.#undisturbed = new Undisturbed(learned, this.#method, options);
    // A primitive that is none is refused before its model is asked anything.
    offeredOperations(primitive);
    for (const property of options.properties) {
      const isUnheard = property.interrupts !== undefined && primitive.hearsInterrupts === false;
      const isBesideModel = isUnheard || property.appliesTo?.(primitive.model) === false;
      this.#findings.set(property, { bounds: [], ...(isBesideModel ? { isBesideModel } : {}) });
    }
  }

  run(): CheckReport {
    const { clients } = this.#options;
    const properties = this.#options.properties.filter(
      (property) => this.#findings.get(property)!.isBesideModel !== true,
    );
    const plain = properties.filter(isOrdinary);
    if (plain.length > 0) {
      for (const client of clients ?? defaultClients(this.#primitive)) {
        const { interrupts: _, ...undisturbed } = client;
        // What is counted may grow for ever with them; bounded bypass tells whether it does.
        this.#checkClient(
          undisturbed,
          repeatsForEver(client) ? plain.filter(({ measures }) => measures === undefined) : plain,
        );
      }
    }
    for (const property of properties) {
      const kind = property.interrupts;
      if (kind === undefined) continue;
      // Without acquire there is nothing to probe the primitive with afterwards.
      if (!handsOutPermits(this.#primitive)) continue;
      for (const client of clients ?? interruptedClients(this.#primitive)) {
        // Who never finishes leaves nobody to probe the primitive afterwards.
        if (repeatsForEver(client)) continue;
        this.#checkInterrupted(withInterrupts(client, kind, client.interrupts?.budget ?? 1), property);
      }
    }
    const endless = properties.filter(isEndless);
    const found = checkEndless(this.#primitive, endless, this.#options, this.#circumstances);
    for (const [property, finding] of found) {
      this.#findings.set(property, finding);
    }
    return {
      primitive: this.#primitive.name,
      model: this.#primitive.model.name,
      ...this.#circumstances,
      properties: this.#options.properties.map((property) =>
        reportOf(property, this.#findings.get(property)!),
      ),
      coverage: joinCoverages(this.#coverages),
    };
  }

  #checkClient(client: Client, properties: readonly Property[]): void {
    const open = properties.filter(
      (property) => this.#findings.get(property)!.violation === undefined || property.measures !== undefined,
    );
    const together = open.filter(({ keepsHistory }) => keepsHistory !== true);
    const alone = open.filter(({ keepsHistory }) => keepsHistory === true);
    const groups = [...inGroups(together, monitorsAtMost), ...alone.map((property) => [property])];
    if (groups.length === 0) return;

    const learner = this.#learned.learnerOf(client);
    for (const group of groups) this.#searchFor(group, client, learner);
  }

  /**
   * An interrupt is to blame only for what holds with the same client without it. Where a limit has left that open, so
   * is the property: what would be found may fail without the interrupt just as well.
   */
  #checkInterrupted(client: Client, property: Property): void {
    const finding = this.#findings.get(property)!;
    if (finding.violation !== undefined) return;
    const learner = this.#learned.interruptedLearnerOf(client);
    const parts = property.parts?.(learner.program.setup) ?? [property];
    const { broken, unknown } = this.#undisturbed.of(client, parts);
    if (unknown !== undefined) {
      finding.isPartial = true;
      finding.unknown ??= unknown;
      return;
    }
    const blamed = parts.filter(({ name }) => !broken.has(name));
    if (broken.size > 0) {
      const { interrupts: _, ...undisturbed } = client;
      finding.brokenWithout ??= {
        parts: [...broken],
        client: describeClient(undisturbed),
      };
    }
    this.#searchFor([property], client, learner, blamed);
  }

  /** @param parts for a group of one property: the parts of it that are searched for. */
  #searchFor(
    group: readonly Property[],
    client: Client,
    learner: Learner,
    parts?: readonly Property[],
  ): void {
    const { limits = {}, surroundings = timeless } = this.#options;
    const { setup } = learner.program;
    const words = describeClient(client);
    const monitors = group.map(({ monitor }) => (parts === undefined ? monitor(setup) : allOf(parts, setup)));
    const tables = monitors.map((monitor) => new MonitorTable(monitor));
    const watched = surroundingsOf(surroundings, words);
    const result = searchBy(this.#method, learner, tables, limits, watched);
    group.forEach((property, index) => {
      this.#note(property, index, tables[index]!, {
        client,
        words,
        learner,
        result,
        parts: parts ?? [property],
      });
    });
    for (const monitor of monitors) this.#noteCoverage(monitor);
  }

  #note(property: Property, index: number, { measureMax, remark }: MonitorTable, found: FoundOfClient): void {
    const { words, result } = found;
    const finding = this.#findings.get(property)!;
    if (remark !== undefined) finding.remark ??= { says: remark, client: words };
    const { stop, within, missChance } = result;
    if (stop !== undefined || within !== undefined || missChance !== undefined) finding.isPartial = true;
    if (measureMax > (finding.measure?.max ?? -1)) finding.measure = { max: measureMax, client: words };
    if (result.isViolated[index] === true) {
      if (finding.violation !== undefined) return;
      finding.violation = {
        client: words,
        counterexample: counterexampleFor({
          property,
          parts: found.parts,
          ...result.schedule(index),
          primitive: this.#primitive,
          client: found.client,
          circumstances: this.#circumstances,
          learner: found.learner,
          source: this.#options.source,
        }),
      };
      return;
    }
    if (stop === undefined) {
      const { states, transitions, executions, instead } = result;
      finding.bounds.push({
        client: words,
        states,
        transitions,
        ...(executions === undefined ? {} : { executions }),
        ...(instead === undefined ? {} : { instead }),
        ...(within === undefined ? {} : { within }),
        ...(missChance === undefined ? {} : { missChance }),
      });
      return;
    }
    finding.unknown ??= unknownOf(words, stop, result);
  }

  #noteCoverage(monitor: Monitor): void {
    const coverage = monitor.coverage?.();
    if (coverage !== undefined) this.#coverages.push(coverage);
  }
}

function inGroups<Member>(members: readonly Member[], sizeMax: number): Member[][] {
  const count = Math.ceil(members.length / sizeMax);
  return Array.from({ length: count }, (_, index) => members.slice(index * sizeMax, (index + 1) * sizeMax));
}

function repeatsForEver({ plans }: Client): boolean {
  return plans.some(({ rounds }) => rounds === 'forever');
}

interface FoundOfClient {
  /** What a violation may be a violation of. */
  readonly parts: readonly Property[];
  readonly client: Client;
  readonly words: string;
  readonly learner: Learner;
  readonly result: Found;
}

function joinCoverages(coverages: readonly ModelCoverage[]): ModelCoverage | undefined {
  const [first] = coverages;
  if (first === undefined) return undefined;
  const all = [...first.visited, ...first.unvisited].sort();
  const visited = new Set(coverages.flatMap((coverage) => coverage.visited));
  return {
    visited: all.filter((name) => visited.has(name)),
    unvisited: all.filter((name) => !visited.has(name)),
  };
}
