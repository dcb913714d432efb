/**
 * An execution: a schedule with all that happened, on the real generators, and the judgement of one
 * property on it, by the property's own monitor.
 */

import { ModelFollower, type Way } from '../automata/modelFollower.ts';
import type { QuietMoment } from '../core/event.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Monitor, Property, Reaction } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import type { Value } from '../core/value.ts';
import type { Program } from '../program/program.ts';
import { World, type StepRecord } from '../program/world.ts';
import { Possessions, type Holder } from './possessions.ts';

/** A thread that cannot go on by itself. */
export interface BlockedThread {
  readonly thread: ThreadIndex;
  /** What it waits for; for a wait loop, the last thing that it looked at. */
  readonly object: ObjectIndex | undefined;
  /** Whether it waits for that to change, rather than to be served. */
  readonly isLooking: boolean;
  /** Who holds that, if it can be told. */
  readonly holder: Holder | undefined;
}

/** One step, and how things stand after it. */
export interface ExecutedStep extends StepRecord {
  readonly blocked: readonly BlockedThread[];
  /** Whether the state after the step is a quiet moment. */
  readonly moment: QuietMoment | undefined;
  /** The states of the model's chart that explain what has been seen; none if nothing explains it. */
  readonly chartStates: readonly string[];
}

/** What happened when a schedule was executed. */
export interface Execution {
  readonly program: Program;
  readonly steps: readonly ExecutedStep[];
  /** Where the property was first violated: after how many steps, and why. */
  readonly violation: { readonly after: number; readonly why: string } | undefined;
  /** What could not be carried out, if the schedule does not fit: after how many steps, and why. */
  readonly divergence: { readonly after: number; readonly why: string } | undefined;
  /** For an execution without end: what is repeated for ever. */
  readonly loop?: ExecutedLoop;
}

/** The last steps of an execution, as they are repeated for ever. */
export interface ExecutedLoop {
  /** How many steps come before it. */
  readonly after: number;
  /** How often it was carried out, and led back to the same state each time. */
  readonly turns: number;
  /** The thread whose call never ends, if that is what is wrong. */
  readonly victim: ThreadIndex | undefined;
  /** Of each thread: how the scheduler treats it in the loop. */
  readonly treatment: readonly Treatment[];
}

/** How a scheduler treats a thread in a loop. */
export interface Treatment {
  /** Whether it wants to move at some moment: it is inside an operation, or holds permits. */
  readonly wants: boolean;
  /** Whether it takes a step of its own. */
  readonly moves: boolean;
  /** Whether it stands in a wait loop at some moment, and another turn would read the same again. */
  readonly idles: boolean;
  /** Whether the scheduler could let it move, at some moment. */
  readonly isEnabledOnce: boolean;
  /** Whether it could move at all moments, were it its turn. */
  readonly isReadyAlways: boolean;
}

/**
 * Executes `choices` until they end, one cannot be carried out, or `property` is violated.
 *
 * @param observe is shown the world before the first step and after each.
 */
export function execute(
  program: Program,
  choices: readonly Choice[],
  property: Property | undefined,
  observe?: (world: World) => void,
): Execution {
  // What may be the beginning of an execution without end may call as such a one does.
  const recorder = new Recorder(new World(program, { callsAtAnyMoment: property?.endless !== undefined }));
  observe?.(recorder.world);
  const judge = new NativeMonitor(property?.monitor(program.setup));
  let why = judge.afterMoment(recorder.world.moment());
  let divergence: Execution['divergence'];

  for (const choice of choices) {
    if (why !== undefined) break;
    const step = recorder.carryOut(choice);
    if (typeof step === 'string') {
      divergence = { after: recorder.steps.length, why: step };
      break;
    }
    why = judge.afterStep(step);
    why ??= judge.afterMoment(step.moment);
    observe?.(recorder.world);
  }
  const { steps } = recorder;
  return {
    program,
    steps,
    violation: why === undefined ? undefined : { after: steps.length, why },
    divergence,
  };
}

/** Carries out choices in a world, and keeps what a reader will want to know of each step. */
export class Recorder {
  readonly world: World;
  readonly steps: ExecutedStep[] = [];
  readonly #model: ModelDisplay;
  readonly #possessions: Possessions;

  constructor(world: World) {
    this.world = world;
    this.#model = new ModelDisplay(world.program);
    this.#possessions = new Possessions(world.program);
  }

  /** Answers the step, or why it is impossible. */
  carryOut(choice: Choice): ExecutedStep | string {
    const { world, steps } = this;
    if (!world.allows(choice)) return whyImpossible(world, choice);
    const record = world.apply(choice);
    this.#possessions.note(record, steps.length);
    const moment = world.moment();
    const step = {
      ...record,
      blocked: blockedThreads(world, this.#possessions),
      moment,
      chartStates: this.#model.after(record, moment),
    };
    steps.push(step);
    return step;
  }
}

/** A monitor that is run as it stands, without tables: each call answers why the property is violated there, if it is. */
export class NativeMonitor {
  readonly #monitor: Monitor | undefined;
  #state: Value;

  constructor(monitor: Monitor | undefined) {
    this.#monitor = monitor;
    this.#state = monitor?.initial;
  }

  afterStep({ choice, events }: StepRecord): string | undefined {
    const monitor = this.#monitor;
    let why: string | undefined;
    if (choice.action === 'step') why = this.#take(monitor?.onStep?.(this.#state, choice.thread));
    for (const event of events) why = this.#take(monitor?.onEvent?.(this.#state, event)) ?? why;
    return why;
  }

  afterMoment(moment: QuietMoment | undefined): string | undefined {
    return moment === undefined ? undefined : this.#take(this.#monitor?.onQuiet?.(this.#state, moment));
  }

  #take(reaction: Reaction<Value> | undefined): string | undefined {
    if (reaction !== undefined) this.#state = reaction.state;
    return reaction?.violation;
  }
}

/** Follows the model for the reader's sake. */
class ModelDisplay {
  readonly #follower: ModelFollower | undefined;
  #ways: readonly Way[] = [];

  constructor({ setup }: Program) {
    if (setup.model === undefined) return;
    this.#follower = new ModelFollower(setup.model, setup);
    this.#ways = this.#follower.initial;
  }

  after({ events }: StepRecord, moment: QuietMoment | undefined): string[] {
    const follower = this.#follower;
    if (follower === undefined) return [];
    for (const event of events) this.#ways = follower.afterEvent(this.#ways, event).state;
    if (moment !== undefined) this.#ways = follower.afterMoment(this.#ways, moment).state;
    return follower.chartStates(this.#ways);
  }
}

function blockedThreads(world: World, possessions: Possessions): BlockedThread[] {
  return world.program.threads.flatMap(({ index }): BlockedThread[] => {
    const running = world.thread(index);
    if (running === undefined || running.operation.isBackground === true) return [];
    if (!running.isCalled || !world.isBlocked(index)) return [];
    const { pending, watch } = running.run;
    const looksAt = watch.flatMap((watched) =>
      watched.pending.type === 'operate' ? [watched.pending.object] : [],
    );
    if (looksAt.length > 0) {
      const left = looksAt.find((object) => possessions.lastWriterThatFailed(object) !== undefined);
      const object = left ?? looksAt.at(-1)!;
      const holder = possessions.lastWriterThatFailed(object);
      return [{ thread: index, object, isLooking: true, holder }];
    }
    const object = pending?.type === 'operate' ? pending.object : undefined;
    const holder = object === undefined ? undefined : possessions.holderOf(object);
    return [{ thread: index, object, isLooking: false, holder }];
  });
}

function whyImpossible(world: World, { thread, action }: Choice): string {
  const running = world.thread(thread);
  if (running === undefined) return `T${thread} has finished`;
  if (world.isBlocked(thread) && action === 'step') return `T${thread} is blocked`;
  return `T${thread} cannot do that here (${action})`;
}
