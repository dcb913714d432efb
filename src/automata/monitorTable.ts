import type { QuietMoment, VisibleEvent } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Monitor, Reaction } from '../core/monitor.ts';
import { keyOf, type Value } from '../core/value.ts';
import { Interner } from './interner.ts';
import { PairMap } from './pairMap.ts';
import { unlearned } from './unlearned.ts';

/** Answers of a table: the next state, and in the lowest bit whether the property is violated here. */
export const violatedBit = 1;

/** What a {@link MonitorTable} has learned, as plain data. */
export interface MonitorImage {
  readonly size: number;
  readonly watchesQuiet: boolean;
  readonly watchesSteps: boolean;
  readonly onEvents: Int32Array;
  readonly onMoments: Int32Array;
  readonly onSteps: Int32Array;
}

/** The monitor of a copy: it is never asked. */
const mute: Monitor = { initial: null };

/** A monitor as a table, filled as it is asked. State 0 is the initial one. */
export class MonitorTable {
  /** Grows with each edge that is learned. */
  edgeCount = 0;
  /** The largest measure that any execution so far has shown; -1 if there was none. */
  measureMax = -1;
  /** Whether a quiet moment has changed its state in a way that a further quiet moment might undo. */
  dependsOnMoments = false;
  /** The first remark of any execution so far. */
  remark: string | undefined;
  readonly watchesQuiet: boolean;
  readonly watchesSteps: boolean;

  readonly #monitor: Monitor;
  readonly #states = new Interner<Value>(keyOf);
  readonly #onEvents: PairMap;
  readonly #onMoments: PairMap;
  readonly #onSteps: PairMap;
  /** Of a copy: how many states its original had. */
  readonly #copied: number | undefined;

  /** @param image what another table has learned: this one is then a copy, which throws {@link unlearned} where it knows no answer. */
  constructor(monitor: Monitor, image?: MonitorImage) {
    this.#monitor = monitor;
    this.#states.intern(monitor.initial);
    this.#copied = image?.size;
    this.watchesQuiet = image?.watchesQuiet ?? monitor.onQuiet !== undefined;
    this.watchesSteps = image?.watchesSteps ?? monitor.onStep !== undefined;
    const copy = (entries: Int32Array | undefined): PairMap =>
      entries === undefined ? new PairMap() : PairMap.from(entries);
    this.#onEvents = copy(image?.onEvents);
    this.#onMoments = copy(image?.onMoments);
    this.#onSteps = copy(image?.onSteps);
  }

  /** A table that knows what is in the image of another, and learns nothing. */
  static copyOf(image: MonitorImage): MonitorTable {
    return new MonitorTable(mute, image);
  }

  /** What has been learned so far. */
  get image(): MonitorImage {
    return {
      size: this.size,
      watchesQuiet: this.watchesQuiet,
      watchesSteps: this.watchesSteps,
      onEvents: this.#onEvents.image,
      onMoments: this.#onMoments.image,
      onSteps: this.#onSteps.image,
    };
  }

  get size(): number {
    return this.#copied ?? this.#states.size;
  }

  /** After a group of events: the next state times 2, plus {@link violatedBit}. */
  afterEvents(state: number, group: number, events: () => readonly VisibleEvent[]): number {
    const known = this.#onEvents.get(state, group);
    if (known >= 0) return known;
    let value = this.#stateAt(state);
    let isViolated = false;
    for (const event of events()) {
      const reaction = this.#monitor.onEvent?.(value, event) ?? { state: value };
      value = this.#note(reaction);
      isViolated ||= reaction.violation !== undefined;
    }
    return this.#remember(this.#onEvents, state, group, value, isViolated);
  }

  /** After a quiet moment. */
  afterMoment(state: number, id: number, moment: () => QuietMoment): number {
    const known = this.#onMoments.get(state, id);
    if (known >= 0) return known;
    const value = this.#stateAt(state);
    const reaction = this.#monitor.onQuiet?.(value, moment()) ?? { state: value };
    const next = this.#note(reaction);
    const answer = this.#remember(this.#onMoments, state, id, next, reaction.violation !== undefined);
    if (answer >> 1 !== state && this.#monitor.isWorsenedByMoments !== true) this.dependsOnMoments = true;
    return answer;
  }

  /** After a step of a thread. */
  afterStep(state: number, thread: ThreadIndex): number {
    const known = this.#onSteps.get(state, thread);
    if (known >= 0) return known;
    const value = this.#stateAt(state);
    const reaction = this.#monitor.onStep?.(value, thread) ?? { state: value };
    const next = this.#note(reaction);
    return this.#remember(this.#onSteps, state, thread, next, reaction.violation !== undefined);
  }

  /** Whether the monitor can be told other names for the threads. */
  get canRename(): boolean {
    return this.#monitor.rename !== undefined;
  }

  /** Whether a state names threads; only where {@link canRename}. */
  namesThreads(state: number): boolean {
    let names = false;
    this.#monitor.rename!(this.#states.at(state), (thread) => {
      names = true;
      return thread;
    });
    return names;
  }

  /** A state under other names; only where {@link canRename}. */
  renamed(state: number, nameOf: (thread: number) => number): number {
    this.edgeCount++;
    return this.#states.intern(this.#monitor.rename!(this.#states.at(state), nameOf));
  }

  /** A text for a state under other names, of which several may be the same. */
  keyUnder(state: number, nameOf: (thread: number) => number): string {
    return keyOf(this.#monitor.rename!(this.#states.at(state), nameOf));
  }

  #stateAt(state: number): Value {
    if (this.#copied !== undefined) throw unlearned;
    return this.#states.at(state);
  }

  #note(reaction: Reaction<Value>): Value {
    this.measureMax = Math.max(this.measureMax, reaction.measure ?? -1);
    this.remark ??= reaction.remark;
    return reaction.state;
  }

  #remember(map: PairMap, state: number, input: number, next: Value, isViolated: boolean): number {
    const answer = this.#states.intern(next) * 2 + (isViolated ? violatedBit : 0);
    map.add(state, input, answer);
    this.edgeCount++;
    return answer;
  }
}
