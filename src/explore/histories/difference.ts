/**
 * Which histories one program can show and another cannot: both graphs are made deterministic side by
 * side (the subset construction), breadth first, so that the first differences are shortest ones.
 */

import type { Choice } from '../../core/schedule.ts';
import { silent, type HistoryGraph } from './historyGraph.ts';

/** A history that only one of two programs can show. All that goes before its last event, both can. */
export interface Difference {
  readonly labels: readonly number[];
  /** A shortest schedule that shows it. */
  readonly choices: readonly Choice[];
}

/** All shortest differences, one way round. */
export interface Differences {
  /** In order of length; none of them begins with another. */
  readonly found: readonly Difference[];
  /** Whether there are no others but those that begin with one of these. */
  readonly isWhole: boolean;
  /** Pairs of sets of places that were compared. */
  readonly pairs: number;
}

interface Pair {
  readonly mine: readonly number[];
  readonly theirs: readonly number[];
  readonly parent: Pair | undefined;
  readonly label: number;
}

/** Exact where both graphs are whole and `pairsMax` is not reached. */
export function differences(mine: HistoryGraph, theirs: HistoryGraph, pairsMax: number): Differences {
  const seen = new Set<string>();
  const queue: Pair[] = [];
  const found: Difference[] = [];
  const add = (pair: Pair): void => {
    const key = `${pair.mine.join()} ${pair.theirs.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(pair);
  };
  add({ mine: closure(mine, [0]), theirs: closure(theirs, [0]), parent: undefined, label: silent });
  let compared = 0;
  for (const pair of queue) {
    if (compared >= pairsMax) break;
    compared++;
    const targets = targetsOf(theirs, pair.theirs);
    for (const [label, after] of targetsOf(mine, pair.mine)) {
      const answer = targets.get(label);
      const next: Pair = { mine: after, theirs: answer ?? [], parent: pair, label };
      if (answer === undefined) found.push(realized(mine, labelsOf(next)));
      else add(next);
    }
  }
  return { found, isWhole: compared === queue.length, pairs: compared };
}

function labelsOf(pair: Pair): number[] {
  const labels: number[] = [];
  for (let at: Pair | undefined = pair; at?.parent !== undefined; at = at.parent) labels.push(at.label);
  return labels.reverse();
}

/** Where each label leads from a closed set of places, closed again; in the order of the labels. */
function targetsOf(graph: HistoryGraph, places: readonly number[]): Map<number, readonly number[]> {
  const targets = new Map<number, Set<number>>();
  for (const place of places) {
    for (const { target, label } of graph.from(place)) {
      if (label === silent) continue;
      const some = targets.get(label) ?? new Set<number>();
      targets.set(label, some.add(target));
    }
  }
  return new Map(
    [...targets].toSorted(([a], [b]) => a - b).map(([label, some]) => [label, closure(graph, [...some])]),
  );
}

/** A set of places with all that can be reached without showing anything, sorted. */
function closure(graph: HistoryGraph, places: readonly number[]): readonly number[] {
  const found = new Set(places);
  for (const place of found) {
    for (const { target, label } of graph.from(place)) if (label === silent) found.add(target);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** A shortest way through the graph that shows these labels. */
function realized(graph: HistoryGraph, labels: readonly number[]): Difference {
  interface Visit {
    readonly place: number;
    readonly shown: number;
    readonly from: Visit | undefined;
    readonly choice: Choice | undefined;
  }
  const seen = new Set<string>();
  const queue: Visit[] = [{ place: 0, shown: 0, from: undefined, choice: undefined }];
  for (const visit of queue) {
    if (visit.shown === labels.length) {
      const choices: Choice[] = [];
      for (let at: Visit | undefined = visit; at !== undefined; at = at.from) {
        if (at.choice !== undefined) choices.push(at.choice);
      }
      return { labels, choices: choices.reverse() };
    }
    for (const { target, label, choice } of graph.from(visit.place)) {
      if (label !== silent && label !== labels[visit.shown]) continue;
      const shown = visit.shown + (label === silent ? 0 : 1);
      const key = `${target} ${shown}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ place: target, shown, from: visit, choice });
    }
  }
  return { labels, choices: [] };
}
