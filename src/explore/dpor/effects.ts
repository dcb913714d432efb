import type { Learner } from '../../automata/learner.ts';
import {
  allocating,
  callAction,
  infoKind,
  infoObject,
  infoPhase,
  infoSize,
  infoWatch,
  moveAction,
  moveEvent,
  operating,
  stepAction,
} from '../../automata/tables.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import { effectOf } from '../reduction/effectOf.ts';
import { Things } from '../reduction/thingSets.ts';

/** What is seen from outside is ordered as if all of it were written to one thing. */
const outside = 0;

/**
 * What moves do, as far as other threads can notice it, and which of them depend on each other: those
 * that have a thing in common that one of them writes. A thing is a shared object, a pool from which
 * a thread allocates, or the outside, which everything visible writes, and everything that is no step.
 *
 * Objects that one wait loop looks at together count as one thing: only then does one thing alone
 * decide whether a thread can move. What loops look at is learned while a search goes on, so a search
 * stands only if {@link isSettled} afterwards.
 */
export class Effects {
  readonly #learner: Learner;
  readonly #things: Things;
  /** Of each effect: its things, times 2, plus 1 if it is written. */
  readonly #lists: (readonly number[])[] = [];
  readonly #ids = new Map<string, number>();
  /** By move. */
  readonly #ofMoves: (number | undefined)[] = [];
  /** By thread and node. */
  readonly #looks: (number | undefined)[][];
  /** Of each object: another one that is the same thing, or itself. */
  readonly #joined: number[];
  #hasJoined = false;
  #growth = -1;
  /** Whether a thread was met that stands before an operation which waits for others to be over. */
  hasPhases = false;

  /** @param before what an earlier search of the same program has learned. */
  constructor(learner: Learner, before?: Effects) {
    this.#learner = learner;
    this.#things = new Things(learner);
    this.#looks = learner.threads.map(() => []);
    this.#joined = before === undefined ? [] : [...before.#joined];
  }

  /** Whether all that was answered would be answered again. */
  isSettled(): boolean {
    if (this.#hasJoined) return false;
    const { growth } = this.#learner;
    if (growth !== this.#growth && !this.#things.poolsAreLinked) {
      this.#growth = growth;
      this.#hasJoined = new Things(this.#learner).poolsAreLinked;
    }
    return !this.#hasJoined;
  }

  /**
   * What a move does.
   *
   * @param node of the thread before it.
   * @param value that the object which the node asks has before it.
   */
  of(thread: number, node: number, value: number, move: number): number {
    return (this.#ofMoves[move] ??= this.#readMove(thread, node, value, move));
  }

  /** What a thread looks at that is about to move, or is blocked. */
  looks(thread: number, node: number): number {
    return (this.#looks[thread]![node] ??= this.#intern(
      this.#lookedAt(thread, node).map((thing) => thing * 2),
    ));
  }

  /** Whether two moves of different threads depend on each other. */
  areDependent(a: number, b: number): boolean {
    const left = this.#lists[a]!;
    const right = this.#lists[b]!;
    // The effect of a call at a quiet moment: it depends on everything.
    if (left === everything || right === everything) return true;
    for (let i = 0; i < left.length; i++) {
      for (let j = 0; j < right.length; j++) {
        const one = left[i]!;
        const other = right[j]!;
        if (one >> 1 === other >> 1 && ((one | other) & 1) === 1) return true;
      }
    }
    return false;
  }

  #readMove(thread: number, node: number, value: number, move: number): number {
    const moves = this.#learner.shared.moves.data;
    const action = moves[move + moveAction]! & 255;
    // It is possible where no thread can step, so it comes after all that has happened.
    if (action === callAction) return this.#intern(everything);
    const isSeen = moves[move + moveEvent] !== 0 || action !== stepAction;
    const taken = { thread: thread as ThreadIndex, node, value, move };
    const { touched, written } = effectOf(taken, this.#learner, this.#things);
    const list = new Map<number, number>();
    for (const thing of touched) list.set(this.#numberOf(thing), 0);
    for (const thing of this.#lookedAt(thread, node)) list.set(thing, 0);
    for (const thing of written) list.set(this.#numberOf(thing), 1);
    if (isSeen) list.set(outside, 1);
    return this.#intern([...list].map(([thing, isWritten]) => thing * 2 + isWritten).sort((a, b) => a - b));
  }

  #lookedAt(thread: number, node: number): number[] {
    const { threads, shared, pools } = this.#learner;
    const info = threads[thread]!.info.data;
    const at = node * infoSize;
    if (info[at + infoPhase] !== 0) this.hasPhases = true;
    const asked = info[at + infoObject]!;
    const watch = info[at + infoWatch]!;
    const objects = info[at + infoKind] === operating ? [asked] : [];
    if (watch >= 0) {
      const { data } = shared.watches;
      for (let entry = 0; entry < data[watch]!; entry++) objects.push(data[watch + 1 + 2 * entry]!);
    }
    for (const object of objects) this.#join(objects[0]!, object);
    const pool = info[at + infoKind] === allocating ? [this.#things.ofPool(pools[asked]!)] : [];
    return [
      ...new Set(
        [...objects.map((object) => this.#things.ofObject(object)), ...pool].map((thing) =>
          this.#numberOf(thing),
        ),
      ),
    ];
  }

  #numberOf(thing: number): number {
    return 1 + (thing % 2 === 0 ? this.#things.ofObject(this.#rootOf(thing / 2)) : thing);
  }

  #join(a: number, b: number): void {
    const root = this.#rootOf(a);
    const other = this.#rootOf(b);
    if (root === other) return;
    this.#joined[Math.max(root, other)] = Math.min(root, other);
    this.#hasJoined = true;
  }

  #rootOf(object: number): number {
    let root = object;
    for (let next = this.#joined[root]; next !== undefined && next !== root; next = this.#joined[root])
      root = next;
    return root;
  }

  #intern(list: readonly number[]): number {
    const key = list === everything ? 'everything' : list.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#lists.length);
    return this.#lists.push(list) - 1;
  }
}

const everything: readonly number[] = [-1];
