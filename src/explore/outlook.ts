/**
 * What can still come of an execution: from where it stands, can a monitor be violated, and how
 * soonest; can everything still go well; and at which step was that lost. Questions about the plain
 * graph of a program, without reductions. Exact, up to a limit on states; past the limit the answer is
 * `unknown` and never a guess.
 */

import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import type { EndlessRule } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import type { Limits, Surroundings } from './limits.ts';
import { endlessGraph } from './liveness/endlessGraph.ts';
import { forbiddenCycle } from './liveness/findCycle.ts';
import { Product, type ProductOptions } from './product.ts';
import { expandStored, scheduleOf, search } from './search.ts';
import { StateStore } from './stateStore.ts';

/** A way on, if there is one; `unknown` if a limit was hit before that was settled. */
export type Way = { readonly choices: readonly Choice[] } | 'none' | 'unknown';

/** A state, with components that are not yet known left out. */
export type Vector = readonly number[];

/** Answers questions about one program and one monitor; what it has explored for one question it keeps for the next. */
export class Outlook {
  readonly #product: Product;
  readonly #statesMax: number;
  readonly #options: ProductOptions;
  /** States from which every way is violated, or is being looked into. */
  #hopeless: StateStore;
  #isExhausted = false;

  /** @param isEndless whether the schedules that are asked about may call at any moment, as those without an end do. */
  constructor(learner: Learner, monitor: MonitorTable, statesMax: number, isEndless = false) {
    this.#options = isEndless ? { callsAtAnyMoment: true } : {};
    this.#product = new Product(learner, [monitor], this.#options);
    this.#statesMax = statesMax;
    this.#hopeless = new StateStore(this.#product.layout);
  }

  /** The states along a schedule, the initial one first, up to the first that is violated or impossible. */
  along(choices: readonly Choice[]): Vector[] {
    const states: Vector[] = [this.#unpacked(this.#product.initialWords(), 0)];
    for (const choice of choices) {
      this.#expand(states.at(-1)!);
      const { successors, layout } = this.#product;
      const found = Array.from({ length: successors.count }, (_, index) => index).find(
        (index) => isSame(successors.choiceOf(index), choice) && successors.violations[index] === 0,
      );
      if (found === undefined || this.#product.quietViolations !== 0) return states;
      states.push(this.#unpacked(successors.words, found * layout.wordCount));
    }
    return states;
  }

  /** A shortest way from `state` to a violation; the choices are none if it is violated as it stands. */
  failureFrom(state: Vector, surroundings: Surroundings, limits: Limits = { states: this.#statesMax }): Way {
    const product = new Product(this.#product.learner, this.#product.monitors, this.#options);
    const { store, violations, stop } = search(product, limits, surroundings, {
      endsWithViolation: true,
      from: pack(product, state),
    });
    const [violation] = violations;
    if (violation !== undefined) return { choices: scheduleOf(product, store, violation) };
    return stop === undefined ? 'none' : 'unknown';
  }

  /**
   * A shortest way from `state` into something that a rule of fairness forbids, and once around it. Exact; for an
   * outlook on executions without end.
   */
  forbiddenFrom(
    state: Vector,
    rule: Exclude<EndlessRule, { forbids: 'unbounded bypass' }>,
    surroundings: Surroundings,
  ): Way {
    const product = new Product(this.#product.learner, this.#product.monitors, this.#options);
    const limits = { states: this.#statesMax };
    const explored = endlessGraph(product, limits, surroundings, pack(product, state));
    const cycle = forbiddenCycle(explored, rule);
    if (cycle !== undefined) return { choices: [...cycle.stem, ...cycle.loop] };
    return explored.result.stop === undefined ? 'none' : 'unknown';
  }

  /**
   * A way from `state` to an end, or round and round for ever, without a violation.
   *
   * @param wish says which of the choices to try first, given how many have been made.
   */
  successFrom(state: Vector, wish: (choices: readonly Choice[], made: number) => number): Way {
    const first = this.#addVector(state);
    if (this.#isExhausted || !first.isNew) return this.#isExhausted ? 'unknown' : 'none';
    const open: Level[] = [{ state: first.index, ways: undefined, choice: undefined }];
    const path = new Set([first.index]);
    while (open.length > 0) {
      const level = open.at(-1)!;
      level.ways ??= this.#waysFrom(level.state);
      if (level.ways === 'end') return this.#succeed(choicesOf(open));
      if (this.#hopeless.size > this.#statesMax) {
        this.#isExhausted = true;
        return 'unknown';
      }
      if (level.ways.length === 0) {
        path.delete(level.state);
        open.pop();
        continue;
      }
      const next = wish(
        level.ways.map(({ choice }) => choice),
        open.length - 1,
      );
      const [way] = level.ways.splice(next, 1);
      const { isNew, index } = this.#addVector(way!.vector);
      if (path.has(index)) return this.#succeed([...choicesOf(open), way!.choice]);
      if (!isNew) continue;
      open.push({ state: index, ways: undefined, choice: way!.choice });
      path.add(index);
    }
    return 'none';
  }

  /** What was visited on the way to a success is not hopeless. */
  #succeed(choices: readonly Choice[]): Way {
    this.#hopeless = new StateStore(this.#product.layout);
    return { choices };
  }

  /** What can happen in a stored state without a violation; `end` where nothing more can, and all is well. */
  #waysFrom(state: number): Branch[] | 'end' {
    const product = this.#product;
    expandStored(product, this.#hopeless, state);
    if (product.quietViolations !== 0) return [];
    if (product.isEnd) return 'end';
    const { successors, layout } = product;
    const ways: Branch[] = [];
    for (let index = 0; index < successors.count; index++) {
      if (successors.violations[index] !== 0) continue;
      const vector = this.#unpacked(successors.words, index * layout.wordCount);
      ways.push({ choice: successors.choiceOf(index), vector });
    }
    return ways;
  }

  #addVector(vector: Vector): { isNew: boolean; index: number } {
    const isNew = this.#hopeless.add(pack(this.#product, vector), 0, 0);
    return { isNew, index: this.#hopeless.lastIndex };
  }

  #unpacked(words: Int32Array, base: number): Vector {
    const { layout } = this.#product;
    const vector = new Int32Array(layout.componentCount);
    layout.unpack(words, base, vector);
    return [...vector];
  }

  #expand(state: Vector): void {
    for (;;) {
      const before = this.#product.layout;
      if (this.#product.expand(pack(this.#product, state), 0)) return;
      this.#hopeless.repack(before, this.#product.layout);
    }
  }
}

interface Branch {
  readonly choice: Choice;
  readonly vector: Vector;
}

interface Level {
  readonly state: number;
  ways: Branch[] | 'end' | undefined;
  readonly choice: Choice | undefined;
}

function choicesOf(levels: readonly Level[]): Choice[] {
  return levels.flatMap(({ choice }) => (choice === undefined ? [] : [choice]));
}

function pack({ layout }: Product, state: Vector): Int32Array {
  const words = new Int32Array(layout.wordCount);
  layout.pack(
    Int32Array.from({ length: layout.componentCount }, (_, index) => state[index] ?? 0),
    words,
    0,
  );
  return words;
}

function isSame(a: Choice, b: Choice): boolean {
  return a.thread === b.thread && a.action === b.action && a.outcome === b.outcome;
}
