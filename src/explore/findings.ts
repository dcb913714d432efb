import type { Automata } from '../automata/automata.ts';
import type { Choice } from '../core/schedule.ts';
import type { Product } from './product.ts';

/** Where a monitor was first violated: in a quiet state, or by a step from a state. */
export interface Violation {
  readonly state: number;
  /** Undefined for a violation in the state itself. */
  readonly choice: Choice | undefined;
  /** Steps from the initial state. */
  readonly length: number;
}

/** A set of states to which some can be added. */
interface Adding {
  add(words: Int32Array, base: number, parent: number): boolean;
}

/** What a search has counted, and where it has found violations. */
export class Findings {
  transitions = 0;
  quietMoments = 0;
  endStates = 0;
  /** Of each monitor: its shortest violation so far. */
  readonly violations: (Violation | undefined)[];

  constructor(monitorCount: number) {
    this.violations = Array.from({ length: monitorCount }, () => undefined);
  }

  /** Findings as they were when {@link image} was asked for. */
  static from(image: CountsAndViolations): Findings {
    const findings = new Findings(image.violations.length);
    findings.join(image);
    return findings;
  }

  /**
   * Takes in a state that `product` has expanded, and stores what follows from it.
   *
   * @param onStored told of each successor when it has been stored.
   */
  take(
    product: Product<Automata>,
    store: Adding,
    state: number,
    depth: number,
    onStored?: (successor: number) => void,
  ): void {
    if (product.isQuiet) this.quietMoments++;
    if (product.isEnd) this.endStates++;
    if (product.quietViolations !== 0) this.#note(product.quietViolations, state, undefined, depth);
    const { successors, layout } = product;
    this.transitions += successors.count;
    for (let successor = 0; successor < successors.count; successor++) {
      store.add(successors.words, successor * layout.wordCount, state);
      onStored?.(successor);
      const broken = successors.violations[successor]!;
      if (broken !== 0) this.#note(broken, state, successors.choiceOf(successor), depth + 1);
    }
  }

  /** Adds what another search of the same states has found. */
  join(other: CountsAndViolations): void {
    this.transitions += other.transitions;
    this.quietMoments += other.quietMoments;
    this.endStates += other.endStates;
    other.violations.forEach((violation, monitor) => {
      if (violation !== undefined) {
        this.#note(1 << monitor, violation.state, violation.choice, violation.length);
      }
    });
  }

  /** Whether each monitor is violated, and there is one. */
  get isAllViolated(): boolean {
    return this.violations.length > 0 && this.violations.every((violation) => violation !== undefined);
  }

  /** As plain data. */
  get image(): CountsAndViolations {
    const { transitions, quietMoments, endStates, violations } = this;
    return { transitions, quietMoments, endStates, violations };
  }

  #note(broken: number, state: number, choice: Choice | undefined, length: number): void {
    const { violations } = this;
    for (let monitor = 0; monitor < violations.length; monitor++) {
      if ((broken & (1 << monitor)) === 0) continue;
      const known = violations[monitor];
      if (known === undefined || length < known.length) violations[monitor] = { state, choice, length };
    }
  }
}

/** {@link Findings} as plain data. */
export interface CountsAndViolations {
  readonly transitions: number;
  readonly quietMoments: number;
  readonly endStates: number;
  readonly violations: readonly (Violation | undefined)[];
}
