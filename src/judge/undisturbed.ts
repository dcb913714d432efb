import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import { timeless } from '../explore/limits.ts';
import { searchBy, type Method } from '../explore/method.ts';
import { describeClient, type Client } from '../program/client.ts';
import type { CheckOptions } from './checkOptions.ts';
import { unknownOf, type UnknownVerdict } from './findings.ts';
import type { LearnedClients } from './learnedClients.ts';

/** What comes of a client that is not interrupted. */
export interface Outcome {
  /** What fails all the same, by name: no kind of interrupt is to blame for it. */
  readonly broken: ReadonlySet<string>;
  /** Where the search was given up with something neither violated nor proved. */
  readonly unknown?: UnknownVerdict;
}

/** Clients without the interrupts that they are judged with, each searched once for the same properties. */
export class Undisturbed {
  readonly #learned: LearnedClients;
  readonly #method: Method;
  readonly #options: Pick<CheckOptions, 'limits' | 'surroundings'>;
  readonly #known = new Map<string, Outcome>();

  constructor(
    learned: LearnedClients,
    method: Method,
    options: Pick<CheckOptions, 'limits' | 'surroundings'>,
  ) {
    this.#learned = learned;
    this.#method = method;
    this.#options = options;
  }

  /** What comes of a client without its interrupts, as far as the parts of a property go. */
  of(interrupted: Client, parts: readonly Property[]): Outcome {
    const { interrupts: _, ...client } = interrupted;
    const key = JSON.stringify([client, parts.map(({ name }) => name)]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { limits = {}, surroundings: { onProgress: _silent, ...surroundings } = timeless } = this.#options;
    const learner = this.#learned.undisturbedLearnerOf(interrupted);
    const tables = parts.map(({ monitor }) => new MonitorTable(monitor(learner.program.setup)));
    const result = searchBy(this.#method, learner, tables, limits, surroundings);
    const { isViolated, stop } = result;
    // A sample is held against a sample: it proves neither, and says so.
    const isOpen = stop !== undefined && stop !== 'sampled' && isViolated.includes(false);
    const outcome: Outcome = {
      broken: new Set(parts.filter((_part, index) => isViolated[index] === true).map(({ name }) => name)),
      ...(isOpen ? { unknown: unknownOf(describeClient(client), stop, result) } : {}),
    };
    this.#known.set(key, outcome);
    return outcome;
  }
}
