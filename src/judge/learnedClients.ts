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
}
