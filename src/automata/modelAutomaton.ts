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
}

/** A step of the machine: where it leads, and which transition of the chart it takes. */
export interface ModelStep {
  readonly target: number;
  readonly transition: string;
}

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
    const key = `${state} ${event.type} ${event.thread} ${event.permits}`;
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

/** The transitions on events that a chart has, each by the name that {@link ModelStep} gives it. */
export function transitionsOf(model: Model): string[] {
  const nodes = [machineOf(model).root];
  const names: string[] = [];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    for (const candidates of node.transitions.values()) names.push(...candidates.map(nameOf));
    nodes.push(...Object.values(node.states));
  }
  return names.sort();
}

/** A transition in words: `available --grant [takesLast]--> exhausted`. */
function nameOf({ source, eventType, guard, target }: AnyTransitionDefinition): string {
  const from = source.key;
  const to = target?.[0]?.key ?? from;
  return `${from} --${eventType}${guardName(guard)}--> ${to}`;
}

function guardName(guard: unknown): string {
  if (guard === undefined) return '';
  if (typeof guard === 'string') return ` [${guard}]`;
  const { type } = guard as { type?: unknown };
  return typeof type === 'string' ? ` [${type}]` : ' [guard]';
}

function keyOfSnapshot({ value, context }: AnyMachineSnapshot): string {
  return JSON.stringify([value, context]);
}
