/**
 * An XState machine as a table: each snapshot is a number, and each step of the machine is taken with
 * XState's pure `transition` once and remembered.
 */

import {
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
} from 'xstate';
import { IllFormedError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';
import type { MonitorSetup } from '../core/monitor.ts';
import { Interner } from './interner.ts';

/** An event of the machine: every one names the thread that it is about. */
export interface ModelEvent {
  readonly type: string;
  readonly thread: number;
  readonly permits: number;
  /** What is handed over, for an operation that does. */
  readonly item?: number;
}

/** A step of the machine: where it leads, and which transition of the chart it takes. */
export interface ModelStep {
  readonly target: number;
  readonly transition: string;
}

/** A model for one number of permits, as an automaton whose states are numbers. */
export class ModelAutomaton {
  readonly initial: number;

  readonly #machine: AnyStateMachine;
  readonly #snapshots = new Interner<AnyMachineSnapshot>(keyOfSnapshot);
  readonly #steps = new Map<string, ModelStep | undefined>();

  constructor(model: Model, setup: MonitorSetup) {
    this.#machine = machineOf(model);
    const [snapshot] = initialTransition(this.#machine, model.input(setup));
    this.initial = this.#snapshots.intern(snapshot as AnyMachineSnapshot);
  }

  /** The step that `event` makes in a state; undefined if the machine does not take it there. */
  step(state: number, event: ModelEvent): ModelStep | undefined {
    const key = `${state} ${event.type} ${event.thread} ${event.permits} ${event.item ?? ''}`;
    if (this.#steps.has(key)) return this.#steps.get(key);
    const snapshot = this.#snapshots.at(state);
    const [taken] = this.#machine.getTransitionData(snapshot as never, event as never);
    const step =
      taken === undefined
        ? undefined
        : {
            target: this.#snapshots.intern(
              transition(this.#machine, snapshot as never, event as never)[0] as AnyMachineSnapshot,
            ),
            transition: nameOf(taken),
          };
    this.#steps.set(key, step);
    return step;
  }

  /** The state of the chart, and the context behind it. */
  snapshotAt(state: number): AnyMachineSnapshot {
    return this.#snapshots.at(state);
  }
}

/** The machine of a model. @throws IllFormedError if it is none. */
export function machineOf(model: Model): AnyStateMachine {
  const machine = model.machine as AnyStateMachine | undefined;
  if (typeof machine?.getTransitionData !== 'function') {
    throw new IllFormedError({
      what: `The model ${model.name} has no XState machine.`,
      expected: 'machine: setup({ ... }).createMachine({ ... }), with XState 5',
    });
  }
  return machine;
}

/** A statechart as data, for a picture and for coverage. */
export interface Chart {
  /** The state in which it begins. */
  readonly initial: string;
  /** Transitions without an event, taken at once: where the initial state leads. */
  readonly startsIn: readonly { readonly target: string; readonly guard: string }[];
  readonly transitions: readonly ChartTransition[];
}

/** One transition of a statechart, as it is drawn and as its coverage is counted. */
export interface ChartTransition {
  readonly source: string;
  readonly event: string;
  /** Empty where there is none. */
  readonly guard: string;
  readonly target: string;
  /** The name that {@link ModelStep} gives it. */
  readonly name: string;
}

/** The statechart of a model, with the states of every level. */
export function chartOf(model: Model): Chart {
  const { root } = machineOf(model);
  const initial = root.initial.target[0]?.key ?? root.key;
  const transitions: ChartTransition[] = [];
  const startsIn: Chart['startsIn'][number][] = [];
  const open = [root];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    for (const candidates of node.transitions.values()) transitions.push(...candidates.map(describe));
    for (const { target, guard } of node.always ?? []) {
      startsIn.push({ target: target?.[0]?.key ?? node.key, guard: guardName(guard) });
    }
    open.push(...Object.values(node.states));
  }
  return { initial, startsIn, transitions };
}

/** The transitions on events that a chart has, by name. */
export function transitionsOf(model: Model): string[] {
  return chartOf(model)
    .transitions.map(({ name }) => name)
    .sort();
}

/** A transition in words: `available --grant [takesTheLast]--> exhausted`. */
function nameOf(transition: AnyTransitionDefinition): string {
  return describe(transition).name;
}

function describe({ source, eventType, guard, target }: AnyTransitionDefinition): ChartTransition {
  const from = source.key;
  const to = target?.[0]?.key ?? from;
  const condition = guardName(guard);
  const name = `${from} --${eventType}${condition === '' ? '' : ` [${condition}]`}--> ${to}`;
  return { source: from, event: eventType, guard: condition, target: to, name };
}

function guardName(guard: unknown): string {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return guard;
  const { type } = guard as { type?: unknown };
  return typeof type === 'string' ? type : 'guard';
}

function keyOfSnapshot({ value, context }: AnyMachineSnapshot): string {
  return JSON.stringify([value, context]);
}
