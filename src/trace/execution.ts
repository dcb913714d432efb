/**
 * An execution: a schedule with all that happened, on the real generators, and the judgement of one
 * property on it, by the property's own monitor.
 */

import { ModelFollower, type Way } from '../automata/refinement.ts';
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
  const world = new World(program);
  observe?.(world);
  const judge = new NativeMonitor(property?.monitor(program.setup));
  const model = new ModelDisplay(program);
  const possessions = new Possessions(program);
  const steps: ExecutedStep[] = [];
  let why = judge.afterMoment(world.moment());
  let divergence: Execution['divergence'];

  for (const choice of choices) {
    if (why !== undefined) break;
    const possible = world
      .movesOf(choice.thread)
      .some(({ action, outcome }) => action === choice.action && outcome === choice.outcome);
    if (!possible) {
      divergence = { after: steps.length, why: whyImpossible(world, choice) };
      break;
    }
    const record = world.apply(choice);
    possessions.note(record, steps.length);
    why = judge.afterStep(record);
    const moment = world.moment();
    why ??= judge.afterMoment(moment);
    steps.push({
      ...record,
      blocked: blockedThreads(world, possessions),
      moment,
      chartStates: model.after(record, moment),
    });
    observe?.(world);
  }
  return {
    program,
    steps,
    violation: why === undefined ? undefined : { after: steps.length, why },
    divergence,
  };
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
