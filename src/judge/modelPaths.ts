/**
 * Sequential tests from a model: every transition of the machine, at the end of a shortest path that
 * xstate/graph finds to it, driven on the primitive one operation at a time.
 *
 * The machine may resolve a choice otherwise than the primitive does (whom a release serves, say). Then
 * a path ends early; what the primitive did instead is still held against the properties.
 */

import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { machineOf, type ModelEvent } from '../automata/modelAutomaton.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Model, OperationContract, OperationEnd } from '../core/model.ts';
import type { Monitor, MonitorSetup, Property } from '../core/monitor.ts';
import type { Choice } from '../core/schedule.ts';
import type { Client, ClientOperation, Plan } from '../program/client.ts';
import { offeredOperations, type Primitive } from '../program/primitive.ts';
import { programOf, type Program } from '../program/program.ts';
import { World, type StepRecord } from '../program/world.ts';
import { NativeMonitor } from '../trace/execution.ts';

/** What became of the tests that a model gives rise to. */
export interface PathReport {
  readonly passed: number;
  readonly failures: readonly { readonly path: string; readonly why: string }[];
  /** Paths through events that no operation of the primitive brings about. */
  readonly notOffered: number;
}

/** The size of the generated tests. */
const threads = 2;
const stepsMax = 10_000;

/** Drives the primitive along its model's paths, with two permits where it can have them. */
export function testAlongModel(primitive: Primitive, properties: readonly Property[]): PathReport {
  const permits = Math.min(2, primitive.model.permitsMax);
  const offered = offeredOperations(primitive);
  const monitors = new Monitors(properties);
  const failures: { path: string; why: string }[] = [];
  let passed = 0;
  let notOffered = 0;
  for (const events of modelPaths(primitive.model, permits)) {
    const stimuli = stimuliOf(events, offered, primitive.model);
    if (stimuli === undefined) {
      notOffered++;
      continue;
    }
    const why = drive(primitive, stimuli, permits, monitors);
    if (why === undefined) passed++;
    else failures.push({ path: events.map(({ type, thread }) => `${type}(T${thread})`).join(' '), why });
  }
  return { passed, failures, notOffered };
}

/** Of models that many primitives have: their paths, by permits. */
const knownPaths = new WeakMap<Model, Map<number, readonly ModelEvent[][]>>();

/** For every transition of the machine's state space: a shortest path to its source, and the transition. */
export function modelPaths(model: Model, permits: number): readonly ModelEvent[][] {
  const known = knownPaths.get(model) ?? new Map<number, readonly ModelEvent[][]>();
  knownPaths.set(model, known);
  const paths = known.get(permits) ?? findPaths(model, permits);
  known.set(permits, paths);
  return paths;
}

function findPaths(model: Model, permits: number): ModelEvent[][] {
  const machine = machineOf(model);
  const events = Array.from({ length: threads }, (_, thread) =>
    // What one hands over is told from what another does.
    machine.events.map((type): ModelEvent => ({ type, thread, permits: 1, item: thread })),
  ).flat();
  const options = {
    events,
    input: model.input({ permits, threads }),
    serializeState: ({ value, context }: { value: unknown; context: unknown }) =>
      JSON.stringify([value, context]),
    stopWhen: ({ context }: { context: unknown }) => !model.isWithinTests(context, { permits }),
  } as never;
  const adjacency = getAdjacencyMap(machine, options);
  const pathTo = new Map(
    getShortestPaths(machine, options).map(({ state, steps }) => [
      JSON.stringify([state.value, state.context]),
      // The first step is the making of the machine.
      steps.slice(1).map(({ event }) => event as unknown as ModelEvent),
    ]),
  );
  return Object.values(adjacency).flatMap(({ state, transitions }) => {
    const path = pathTo.get(JSON.stringify([state.value, state.context])) ?? [];
    const taken = Object.values(transitions as Record<string, { event: ModelEvent }>)
      .map(({ event }) => event)
      .filter((event) => machine.getTransitionData(state as never, event as never).length > 0);
    return taken.map((event) => [...path, event]);
  });
}

/** What a client does to a primitive: a thread calls its next operation, or its deadline passes. */
type Stimulus = {
  readonly thread: number;
  readonly calls: string | undefined;
  readonly item?: number;
};

/** The stimuli behind a path; undefined if the primitive has no operation for one of its events. */
function stimuliOf(
  events: readonly ModelEvent[],
  offered: readonly string[],
  { operations }: Model,
): Stimulus[] | undefined {
  const contracts = offered.map((operation) => [operation, operations[operation]!] as const);
  const stimuli = new Map<ModelEvent, Stimulus>();
  for (let thread = 0; thread < threads; thread++) {
    const own = events.filter((event) => event.thread === thread);
    while (own.length > 0) {
      const found = firstOperation(own, contracts);
      if (found === undefined) return undefined;
      const { operation, end, length } = found;
      const [call] = own;
      const last = own.splice(0, length).at(-1)!;
      stimuli.set(call!, {
        thread,
        calls: operation,
        ...(call!.item === undefined ? {} : { item: call!.item }),
      });
      // Who gives up after it has asked does so because its time is up.
      if (end === 'refused' && last !== call) stimuli.set(last, { thread, calls: undefined });
    }
  }
  return events.flatMap((event) => stimuli.get(event) ?? []);
}

/**
 * The operation that a thread calls first, by the events that the machine takes for it: the first whose whole
 * course stands there, the longest one of it, else the first that has begun in that way.
 */
function firstOperation(
  own: readonly ModelEvent[],
  contracts: readonly (readonly [string, OperationContract])[],
): { readonly operation: string; readonly end: OperationEnd; readonly length: number } | undefined {
  const begun = contracts.flatMap(([operation, { courses }]) =>
    courses.flatMap(({ end, events }) => {
      const length = Math.min(events.length, own.length);
      const isTaken = end !== 'interrupted' && length > 0;
      const agrees = events.slice(0, length).every((type, index) => type === own[index]!.type);
      return isTaken && agrees ? [{ operation, end, length, isWhole: length === events.length }] : [];
    }),
  );
  const whole = begun.filter(({ isWhole }) => isWhole).toSorted((a, b) => b.length - a.length);
  return whole[0] ?? begun[0];
}

/** Drives one path; answers why a property is violated on it, if one is. */
function drive(
  primitive: Primitive,
  stimuli: readonly Stimulus[],
  permits: number,
  monitors: Monitors,
): string | undefined {
  const program = programOf(primitive, clientOf(primitive, stimuli, permits), { strength: 'weak' });
  const driver = new Driver(program, monitors.of(program.setup));
  for (const { thread, calls } of stimuli) {
    const index = thread as ThreadIndex;
    const isCarriedOut = calls === undefined ? driver.passDeadline(index) : driver.startOperation(index);
    if (!isCarriedOut || driver.violation !== undefined) break;
    driver.runUntilQuiet();
  }
  return driver.violation;
}

function clientOf(primitive: Primitive, stimuli: readonly Stimulus[], permits: number): Client {
  const [any = ''] = offeredOperations(primitive);
  const plans = Array.from({ length: threads }, (_, thread): Plan => {
    const operations = stimuli.flatMap(({ thread: who, calls, item }): ClientOperation[] => {
      if (who !== thread || calls === undefined) return [];
      const operation = calls === 'release' ? 'post' : calls;
      return [item === undefined ? { operation } : { operation, item }];
    });
    // A thread that does nothing on this path is never started.
    return { operations: operations.length === 0 ? [{ operation: any }] : operations };
  });
  return { permits, plans };
}

/** The monitors of properties, made once for all the paths that begin alike: a model is not asked the same twice. */
class Monitors {
  readonly #properties: readonly Property[];
  readonly #known = new Map<string, readonly Monitor[]>();

  constructor(properties: readonly Property[]) {
    this.#properties = properties;
  }

  of(setup: MonitorSetup): readonly Monitor[] {
    const { model: _, ...size } = setup;
    const key = JSON.stringify(size);
    const known = this.#known.get(key) ?? this.#properties.map(({ monitor }) => monitor(setup));
    this.#known.set(key, known);
    return known;
  }
}

class Driver {
  violation: string | undefined;

  readonly #world: World;
  readonly #monitors: readonly NativeMonitor[];
  #steps = 0;

  constructor(program: Program, monitors: readonly Monitor[]) {
    this.#world = new World(program);
    this.#monitors = monitors.map((monitor) => new NativeMonitor(monitor));
  }

  /** Lets an idle thread call its next operation; false if it is not idle. */
  startOperation(thread: ThreadIndex): boolean {
    const running = this.#world.thread(thread);
    if (running === undefined || running.isCalled) return false;
    return this.#apply(thread, 'step') || this.#apply(thread, 'call');
  }

  /** Lets the deadline of a waiting thread pass; false if it has none. */
  passDeadline(thread: ThreadIndex): boolean {
    return this.#apply(thread, 'deadline');
  }

  /** Runs the threads that are inside an operation, lowest first, until none can go on. */
  runUntilQuiet(): void {
    const { threads: all } = this.#world.program;
    while (this.violation === undefined && this.#steps < stepsMax) {
      const moves = all.some(
        ({ index }) => this.#world.thread(index)?.isCalled === true && this.#apply(index, 'step'),
      );
      if (!moves) break;
    }
    // A path may stop anywhere: where it does, nothing has ended.
    const seen = this.#world.moment();
    const moment = seen === undefined ? undefined : { ...seen, isEnd: false };
    for (const monitor of this.#monitors) this.violation ??= monitor.afterMoment(moment);
  }

  #apply(thread: ThreadIndex, action: Choice['action']): boolean {
    const move = this.#world.movesOf(thread).find((one) => one.action === action);
    if (move === undefined) return false;
    this.#observe(this.#world.apply({ thread, action, outcome: move.outcome }));
    return true;
  }

  #observe(record: StepRecord): void {
    this.#steps++;
    for (const monitor of this.#monitors) this.violation ??= monitor.afterStep(record);
  }
}
