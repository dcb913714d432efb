/**
 * Follows a model by subset construction: all the ways in which it can explain what has been seen.
 *
 * A way is a snapshot of the model and, of each thread inside an operation, how far the model has
 * come with it. An operation takes its events at moments of their own between its call and its end
 * (its linearization points), so after each visible event every thread may move on. A history that
 * no way explains is one that the model cannot show.
 *
 * Exact. Source: the subset construction of automata theory, for linearizability with requests and
 * grants as two points (bibliography: HerlihyWing1990, SchererScott2004).
 */

import {
  isGranted,
  isRejection,
  type Invocation,
  type QuietMoment,
  type Thrown,
  type VisibleEvent,
  type Waiting,
} from '../core/event.ts';
import type { Course, Model, OperationEnd } from '../core/model.ts';
import type { ModelCoverage, MonitorSetup, Reaction } from '../core/monitor.ts';
import { keyOf, type Value } from '../core/value.ts';
import { ModelAutomaton, transitionsOf, type ModelEvent } from './modelAutomaton.ts';
import { WayHistory } from './wayHistory.ts';

/** How far the model has come with one operation: the events that it has taken for it. */
type Stage = {
  readonly operation: string;
  readonly permits: number;
  readonly item?: number;
  readonly taken: readonly string[];
  /** What it must return, once the machine has settled it; as a text, since nothing of it is looked into. */
  readonly answer?: string;
};

/** One way to explain the history: a snapshot, and the stage of each thread (null between operations). */
export type Way = { readonly snapshot: number; readonly stages: readonly (Stage | null)[] };

/** Follows a model along a history. */
export class ModelFollower {
  readonly initial: readonly Way[];

  readonly #model: Model;
  readonly #automaton: ModelAutomaton;
  /** Of each operation: the courses that it can take here. */
  readonly #courses: ReadonlyMap<string, readonly Course[]>;
  readonly #history = new WayHistory();

  constructor(model: Model, setup: MonitorSetup) {
    this.#model = model;
    this.#courses = new Map(
      Object.entries(model.operations).map(([operation, { courses }]) => [
        operation,
        courses.filter(({ end }) => setup.hasInterrupts || end !== 'interrupted'),
      ]),
    );
    this.#automaton = new ModelAutomaton(model, setup);
    const stages = Array.from({ length: setup.threads }, () => null);
    this.initial = [{ snapshot: this.#automaton.initial, stages }];
  }

  afterEvent(ways: readonly Way[], event: VisibleEvent): Reaction<readonly Way[]> {
    const { invocation } = event;
    switch (event.type) {
      case 'call': {
        const { operation, permits, item, thread } = invocation;
        const stage: Stage = { operation, permits, ...(item === undefined ? {} : { item }), taken: [] };
        const called = ways.map((way) => {
          const next = withStage(way, thread, stage);
          this.#history.link(keyOfWay(way), keyOfWay(next), { begins: thread });
          return next;
        });
        return { state: this.#close(called) };
      }
      case 'return':
        return this.#finish(ways, invocation, isGranted(event.value) ? 'granted' : 'refused', event.value);
      case 'throw':
        return this.#finish(ways, invocation, endByError(event.thrown));
      case 'doorway':
        return { state: ways };
    }
  }

  /**
   * A thread that waits at a quiet moment has made its request and has not been granted it. One whose
   * request the model does not even take (of who holds a mutex, say) waits by its client's own fault.
   */
  afterMoment(ways: readonly Way[], moment: QuietMoment): Reaction<readonly Way[]> {
    return this.#observe(ways, this.#waysAt(ways, moment), 'the model does not let these threads wait here');
  }

  /** The ways in which whoever waits at a quiet moment has asked and has not been granted. */
  #waysAt(ways: readonly Way[], { waiting }: QuietMoment): Way[] {
    return ways.filter((way) =>
      waiting.every(({ thread, operation, permits, item }) => {
        const { waitsAfter } = this.#model.operations[operation]!;
        const taken = way.stages[thread]?.taken ?? [];
        const stages = waitsAfter === undefined ? [] : [waitsAfter].flat();
        const [type] = stages;
        if (type === undefined || stages.includes(taken.at(-1) ?? '')) return true;
        const event = { type, thread, permits, ...(item === undefined ? {} : { item }) };
        return taken.length === 0 && this.#automaton.step(way.snapshot, event) === undefined;
      }),
    );
  }

  /** Those that wait and could go on, in the first explanation of the history; none if some explanation lets all of them wait. */
  wronged(ways: readonly Way[], moment: QuietMoment): Waiting[] {
    const patient = moment.waiting.filter(({ patience }) => patience !== 'never waits');
    const inEach = this.#waysAt(ways, moment).map((way) =>
      patient.filter(({ thread }) => this.#couldGoOn(way, thread)),
    );
    const [first = []] = inEach;
    return inEach.every((some) => some.length > 0) ? first : [];
  }

  /** Whether the model could bring the operation of a thread nearer to being granted, or has granted it. */
  #couldGoOn(way: Way, thread: number): boolean {
    const stage = way.stages[thread];
    if (stage === null || stage === undefined) return false;
    const { unowed = [] } = this.#model;
    const taken = stage.taken.join();
    const courses = this.#courses.get(stage.operation)!;
    if (courses.some(({ end, events }) => end === 'granted' && events.join() === taken)) return true;
    return this.#eventsAfter(stage, 'granted').some(
      (type) =>
        !unowed.includes(type) &&
        this.#automaton.step(way.snapshot, eventOf(type, thread, stage)) !== undefined,
    );
  }

  /** What the operation of a thread may return where its machine settles that, as texts; none where it does not. */
  answersOf(ways: readonly Way[], thread: number): string[] {
    const answers = ways.flatMap(({ stages }) => stages[thread]?.answer ?? []);
    return [...new Set(answers)].toSorted();
  }

  /** The states of the chart in which the model can be. */
  chartStates(ways: readonly Way[]): string[] {
    const names = ways.map(({ snapshot }) => {
      const { value } = this.#automaton.snapshotAt(snapshot);
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
    return [...new Set(names)].sort();
  }

  /** The transitions that some operation has taken between its call and an end that was seen. */
  coverage(): ModelCoverage {
    const all = transitionsOf(this.#model);
    const taken = this.#history.transitions();
    return {
      visited: all.filter((name) => taken.has(name)),
      unvisited: all.filter((name) => !taken.has(name)),
    };
  }

  #finish(
    ways: readonly Way[],
    { operation, thread }: Invocation,
    end: OperationEnd | undefined,
    value?: Value,
  ): Reaction<readonly Way[]> {
    const courses = this.#courses.get(operation);
    // The loop in the background, which has failed: the model says nothing of it.
    if (courses === undefined) return { state: ways };
    const ended = ways.filter(({ stages }) => {
      const taken = stages[thread]?.taken ?? [];
      return courses.some((course) => course.end === end && course.events.join() === taken.join());
    });
    const left = ended.filter(({ stages }) => {
      const { answer } = stages[thread] ?? {};
      return answer === undefined || answer === keyOf(value);
    });
    const how = ended.length > 0 ? `answered by ${JSON.stringify(value)}` : wordFor(end);
    return this.#observe(
      ways,
      left,
      `the model cannot show that T${thread}'s ${operation} is ${how} here`,
      (way) => {
        const next = withStage(way, thread, null);
        this.#history.end(keyOfWay(way), thread);
        this.#history.link(keyOfWay(way), keyOfWay(next), {});
        return next;
      },
    );
  }

  /** Keeps the ways that agree with an observation. Nothing is left to violate once no way is left. */
  #observe(
    before: readonly Way[],
    left: readonly Way[],
    complaint: string,
    then: (way: Way) => Way = (way) => way,
  ): Reaction<readonly Way[]> {
    if (left.length === 0 && before.length > 0) return { state: [], violation: complaint };
    return { state: this.#close(left.map(then)) };
  }

  /** All that the model may do before anything more is seen. */
  #close(ways: readonly Way[]): readonly Way[] {
    const found = new Map(ways.map((way) => [keyOfWay(way), way]));
    const open = [...found];
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      const [key, way] = entry;
      for (const { next, thread, transition } of this.#moves(way)) {
        const nextKey = keyOfWay(next);
        this.#history.link(key, nextKey, { taken: { thread, transition } });
        if (found.has(nextKey)) continue;
        found.set(nextKey, next);
        open.push([nextKey, next]);
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
  }

  #moves(way: Way): { next: Way; thread: number; transition: string }[] {
    return way.stages.flatMap((stage, thread) => {
      if (stage === null) return [];
      return this.#eventsAfter(stage).flatMap((type) => {
        const step = this.#automaton.step(way.snapshot, eventOf(type, thread, stage));
        if (step === undefined) return [];
        const moved: Stage = {
          ...stage,
          taken: [...stage.taken, type],
          ...this.#answerAt(way, stage, type),
        };
        const next = withStage({ ...way, snapshot: step.target }, thread, moved);
        return [{ next, thread, transition: step.transition }];
      });
    });
  }

  /** What an operation must return, if that is settled by an event. */
  #answerAt({ snapshot }: Way, { operation }: Stage, type: string): Pick<Stage, 'answer'> {
    const { answers } = this.#model.operations[operation]!;
    if (answers?.at !== type) return {};
    const answer: Value = answers.from(this.#automaton.snapshotAt(snapshot).context);
    return { answer: keyOf(answer) };
  }

  /** What the model may take next for an operation, by the courses that begin as it has begun. */
  #eventsAfter({ operation, taken }: Stage, end?: OperationEnd): string[] {
    const courses = this.#courses.get(operation)!;
    const nexts = courses
      .filter((course) => end === undefined || course.end === end)
      .filter(({ events }) => events.slice(0, taken.length).join() === taken.join())
      .flatMap(({ events }) => events.slice(taken.length, taken.length + 1));
    return [...new Set(nexts)];
  }
}

function endByError(thrown: Thrown): OperationEnd | undefined {
  if (thrown.isInterrupt) return 'interrupted';
  return isRejection(thrown) ? 'rejected' : undefined;
}

function wordFor(end: OperationEnd | undefined): string {
  return end === undefined || end === 'rejected' ? 'ended by an error' : end;
}

function eventOf(type: string, thread: number, { permits, item }: Stage): ModelEvent {
  return { type, thread, permits, ...(item === undefined ? {} : { item }) };
}

function withStage(way: Way, thread: number, stage: Stage | null): Way {
  return { ...way, stages: way.stages.with(thread, stage) };
}

function keyOfWay({ snapshot, stages }: Way): string {
  const parts = stages.map((stage) =>
    stage === null
      ? '-'
      : `${stage.operation}*${stage.permits}:${stage.item ?? ''}:${stage.taken.join()}:${stage.answer ?? ''}`,
  );
  return `${snapshot} ${parts.join(' ')}`;
}
