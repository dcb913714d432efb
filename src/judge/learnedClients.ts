import { Learner } from '../automata/learner.ts';
import type { Client } from '../program/client.ts';
import type { Circumstances } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { dryRun } from './dryRun.ts';

/** The clients of one primitive, each learned once, however often it is searched. */
export class LearnedClients {
  readonly circumstances: Required<Circumstances>;
  readonly #primitive: Primitive;
  readonly #learners = new Map<string, Learner>();
  /** By all but the kind: the first that was interrupted. */
  readonly #interrupted = new Map<string, Learner>();
  readonly #whole = new Set<Learner>();

  constructor(primitive: Primitive, circumstances: Required<Circumstances>) {
    this.#primitive = primitive;
    this.circumstances = circumstances;
  }

  /**
   * What is known of a client so far, to go on from.
   *
   * @throws IllFormedError if the primitive is none, UsageError if the client does not fit it.
   */
  learnerOf(client: Client): Learner {
    const key = JSON.stringify(client);
    const known = this.#learners.get(key);
    if (known !== undefined) return known;
    const program = programOf(this.#primitive, client, this.circumstances);
    dryRun(program);
    const learner = new Learner(program);
    this.#learners.set(key, learner);
    return learner;
  }

  /**
   * What is known of a client that is interrupted. What another kind of interrupt has shown of the code is known,
   * too: for whoever is asked next.
   *
   * @throws IllFormedError if the primitive is none, UsageError if the client does not fit it.
   */
  interruptedLearnerOf(client: Client): Learner {
    const { interrupts, ...undisturbed } = client;
    const { kind: _, ...rest } = interrupts!;
    const key = JSON.stringify([undisturbed, rest]);
    const kin = this.#interrupted.get(key);
    if (kin !== undefined) return new Learner({ ...kin.program, interrupts }, kin);
    const program = programOf(this.#primitive, client, this.circumstances);
    dryRun(program);
    const learner = new Learner(program);
    this.#interrupted.set(key, learner);
    return learner;
  }

  /** The same client without its interrupts. What these have shown of the code is known, too. */
  undisturbedLearnerOf(client: Client): Learner {
    const kin = this.interruptedLearnerOf(client);
    const setup = { ...kin.program.setup, hasInterrupts: false };
    return new Learner({ ...kin.program, interrupts: undefined, setup }, kin);
  }

  /** Notes that every execution of a client was explored, with no reduction, so that all of it is known. */
  noteWhole(client: Client): void {
    this.#whole.add(this.learnerOf(client));
  }

  isWhole(client: Client): boolean {
    return this.#whole.has(this.learnerOf(client));
  }
}
