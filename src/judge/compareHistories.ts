/** Two primitives, one client: the histories of visible events in which they differ. */

import { Interner } from '../automata/interner.ts';
import { Learner } from '../automata/learner.ts';
import { isGranted, type VisibleEvent } from '../core/event.ts';
import { keyOf } from '../core/value.ts';
import type { Stop } from '../core/verdict.ts';
import { differences, type Difference } from '../explore/histories/difference.ts';
import { historyGraph } from '../explore/histories/historyGraph.ts';
import type { Limits, Surroundings } from '../explore/limits.ts';
import type { Client } from '../program/client.ts';
import type { Circumstances } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { execute, type Execution } from '../trace/execution.ts';

/** A history that one can show and the other cannot. */
export interface ShownDifference {
  /** Its events in words, the one that makes the difference last. */
  readonly events: readonly string[];
  /** A shortest execution that shows it, on the real generators. */
  readonly execution: Execution;
}

/** One way round: what the first can show and the second cannot. */
export interface OneWay {
  readonly shows: string;
  readonly not: string;
  /** Those that are told: the shortest ones, those that differ by names of threads alone left out. */
  readonly differences: readonly ShownDifference[];
  /** How many there are, of which none begins with another. */
  readonly count: number;
}

/** Both ways round; undefined ways where a limit stopped it. */
export interface HistoryComparison {
  readonly ways: readonly OneWay[];
  readonly states: readonly number[];
  /** Why it is not decided; undefined when it is. */
  readonly stop: Stop | undefined;
}

/** How to compare. */
export interface HistoryOptions {
  readonly client: Client;
  readonly circumstances: Circumstances;
  readonly limits: Limits;
  readonly surroundings: Surroundings;
  /** How many differences are told each way. */
  readonly most: number;
}

const pairsMax = 500_000;

/**
 * Compares two primitives over all executions of one client. A history ends with what is left when nothing
 * moves any more, so that a lost wake-up is a difference too. Exact, unless a limit is hit; then what is found
 * may be no difference at all, and none is told.
 */
export function compareHistories(
  pair: readonly [Primitive, Primitive],
  { client, circumstances, limits, surroundings, most }: HistoryOptions,
): HistoryComparison {
  const labels = new Interner<string>((text) => text);
  const programs = pair.map((primitive) => programOf(primitive, client, circumstances));
  const graphs = programs.map((program) =>
    historyGraph(new Learner(program), labels, textFor(pair), limits, surroundings),
  );
  const states = graphs.map((graph) => graph.states);
  const stop = graphs.find((graph) => graph.stop !== undefined)?.stop;
  if (stop !== undefined) return { ways: [], states, stop };
  const ways: OneWay[] = [];
  for (const [one, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const { found, isWhole } = differences(graphs[one]!, graphs[other]!, pairsMax);
    if (!isWhole) return { ways: [], states, stop: 'states' };
    const wordsOf = ({ labels: shown }: Difference): string[] => shown.map((label) => labels.at(label - 1));
    const told = oneOfEachKind(unlike(found, wordsOf), wordsOf).slice(0, most);
    ways.push({
      shows: pair[one].name,
      not: pair[other].name,
      count: found.length,
      differences: told.map((difference) => ({
        events: wordsOf(difference),
        execution: execute(programs[one]!, difference.choices, undefined),
      })),
    });
  }
  return { ways, states, stop: undefined };
}

/** What matters of an event from outside: of what may be refused, whether it is; of what owes an answer, the answer. */
function textFor(pair: readonly [Primitive, Primitive]): (event: VisibleEvent) => string | undefined {
  return (event) => {
    const { thread, operation, permits, item } = event.invocation;
    const name = `${operation}${permits === 1 ? '' : `(${permits})`}${item === undefined ? '' : ` of ${item}`}`;
    switch (event.type) {
      case 'doorway':
        return undefined;
      case 'call':
        return `T${thread} calls ${name}`;
      case 'return':
        return `T${thread}'s ${name} ${endOf(event, pair)}`;
      case 'throw':
        return `T${thread}'s ${name} ${event.thrown.isInterrupt ? 'is interrupted' : `fails`}`;
    }
  };
}

function endOf(
  { invocation: { operation, effect }, value }: Extract<VisibleEvent, { type: 'return' }>,
  pair: readonly [Primitive, Primitive],
): string {
  const contracts = pair.flatMap(({ model }) => model.operations[operation] ?? []);
  if (contracts.some(({ answers }) => answers !== undefined)) return `returns ${keyOf(value)}`;
  const mayBeRefused = contracts.some(({ courses }) => courses.some(({ end }) => end === 'refused'));
  if (effect !== 'takes' && !mayBeRefused) return 'returns';
  return isGranted(value) ? 'is granted' : 'is refused';
}

/** One that ends with each kind of event first, and then the others. */
function oneOfEachKind(found: readonly Difference[], wordsOf: (one: Difference) => string[]): Difference[] {
  const seen = new Set<string>();
  const firsts = found.filter((difference) => {
    const kind = wordsOf(difference).at(-1)!.replaceAll(/T\d+/g, 'T');
    return seen.has(kind) ? false : seen.add(kind);
  });
  return [...firsts, ...found.filter((difference) => !firsts.includes(difference))];
}

/** Leaves out what differs from an earlier one by the names of the threads alone. */
function unlike(found: readonly Difference[], wordsOf: (one: Difference) => string[]): Difference[] {
  const seen = new Set<string>();
  return found.filter((difference) => {
    const names = new Map<string, string>();
    const key = wordsOf(difference)
      .join('; ')
      .replaceAll(/T\d+/g, (name) => {
        const known = names.get(name) ?? `T${names.size}`;
        names.set(name, known);
        return known;
      });
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
