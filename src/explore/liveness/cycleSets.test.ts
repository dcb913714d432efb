/** Fair cycles: on graphs that are drawn by hand, and against all sets of states of graphs that are made up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnGraph, type DrawnEdge } from '../../testing/drawnGraph.ts';
import { hasForbiddenCycle } from '../../testing/naiveCycles.ts';
import { livelock, marked, starvation, type CycleQuery } from './cycleQuery.ts';
import { cycleSets } from './cycleSets.ts';
import { blockedBefore, idling, inside, ready, timed, wanting } from './endlessGraph.ts';
import { shortestLasso, type Lasso } from './lasso.ts';

const setsOf = (query: CycleQuery): number[][] =>
  cycleSets(query).sets.map((set) => [...set].toSorted((a, b) => a - b));
const noDepth = (): number => 0;

describe('drawn by hand', () => {
  // T0 takes a permit and gives it back; T1 is inside its call, and could take it while it is free.
  const barging: readonly DrawnEdge[] = [
    { from: 0, to: 1, by: 0, grants: true, ends: true },
    { from: 1, to: 0, by: 0, ends: true },
    { from: 0, to: 2, by: 1, grants: true, ends: true },
  ];

  test('a thread that is blocked now and then starves under weak fairness, not under strong', () => {
    const graph = drawnGraph(2, 3, barging);
    expect(setsOf(starvation(graph, 1, 'weak', true))).toEqual([[0, 1]]);
    expect(setsOf(starvation(graph, 1, 'strong', true))).toEqual([]);
  });

  test('a thread that could always go on does not starve', () => {
    const graph = drawnGraph(2, 3, [...barging, { from: 1, to: 2, by: 1, ends: true }]);
    expect(setsOf(starvation(graph, 1, 'weak', true))).toEqual([]);
  });

  test('a wait loop that looks at the wrong moment starves under strong fairness too', () => {
    const graph = drawnGraph(2, 3, barging, { '1 T1': inside | wanting | idling });
    expect(setsOf(starvation(graph, 1, 'strong', true))).toEqual([[0, 1]]);
  });

  test('whoever stands before its call and is blocked there is taken to have called', () => {
    const graph = drawnGraph(2, 3, barging, { '0 T1': 0, '1 T1': blockedBefore });
    expect(setsOf(starvation(graph, 1, 'weak', false))).toEqual([[0, 1]]);
    // It could have gone on in state 0, had it called.
    expect(setsOf(starvation(graph, 1, 'strong', false))).toEqual([]);
  });

  test('one that is never blocked before its call need not have called', () => {
    const graph = drawnGraph(2, 2, barging.slice(0, 2), { '0 T1': 0, '1 T1': 0 });
    expect(setsOf(starvation(graph, 1, 'weak', false))).toEqual([]);
  });

  test('the scheduler owes nothing to a third thread that has no permit and no call', () => {
    const stays: DrawnEdge = { from: 0, to: 3, by: 2 };
    const outside = drawnGraph(3, 4, [...barging, stays, { ...stays, from: 1 }], { '0 T2': 0, '1 T2': 0 });
    expect(setsOf(starvation(outside, 1, 'weak', true))).toEqual([[0, 1]]);
    const called = drawnGraph(3, 4, [...barging, stays, { ...stays, from: 1 }]);
    expect(setsOf(starvation(called, 1, 'weak', true))).toEqual([]);
  });

  test('a call with a deadline is never starved', () => {
    const graph = drawnGraph(2, 3, barging, {
      '0 T1': inside | wanting | timed,
      '1 T1': inside | wanting | timed,
    });
    expect(setsOf(starvation(graph, 1, 'weak', true))).toEqual([]);
  });

  test('a cycle in which nobody is granted is a livelock, if somebody moves of its own', () => {
    const polite: readonly DrawnEdge[] = [
      { from: 0, to: 1, by: 0 },
      { from: 1, to: 0, by: 1 },
    ];
    expect(setsOf(livelock(drawnGraph(2, 2, polite), 0, 'weak'))).toEqual([[0, 1]]);
    const foreign = polite.map((edge) => ({ ...edge, isForeign: true }));
    expect(setsOf(livelock(drawnGraph(2, 2, foreign), 0, 'weak'))).toEqual([]);
    expect(setsOf(starvation(drawnGraph(2, 2, polite), 0, 'weak', true))).toEqual([]);
  });

  test('under strong fairness, a part of a component can be fair where the whole is not', () => {
    // In state 2, T1 could move; around 0 and 1 it cannot.
    const graph = drawnGraph(2, 4, [
      { from: 0, to: 1, by: 0, grants: true, ends: true },
      { from: 1, to: 0, by: 0, ends: true },
      { from: 1, to: 2, by: 0 },
      { from: 2, to: 0, by: 0 },
      { from: 2, to: 3, by: 1, ends: true },
    ]);
    expect(setsOf(starvation(graph, 1, 'strong', true))).toEqual([[0, 1]]);
    expect(setsOf(starvation(graph, 1, 'weak', true))).toEqual([[0, 1, 2]]);
  });
});

const edge = (states: number): fc.Arbitrary<DrawnEdge> =>
  fc.record({
    from: fc.nat(states - 1),
    to: fc.nat(states - 1),
    by: fc.nat(2),
    grants: fc.boolean(),
    ends: fc.boolean(),
    isMarked: fc.boolean(),
    isForeign: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  });
const madeUpGraph = (statesMax: number) =>
  fc.integer({ min: 1, max: statesMax }).chain((states) =>
    fc
      .tuple(
        fc.array(edge(states), { maxLength: 3 * states }),
        fc.dictionary(
          fc.tuple(fc.nat(states - 1), fc.nat(2)).map(([state, thread]) => `${state} T${thread}`),
          fc.constantFrom(
            0,
            wanting,
            blockedBefore,
            blockedBefore | wanting,
            inside | wanting | idling,
            inside | wanting | timed,
            inside | wanting | ready,
          ),
          { maxKeys: states },
        ),
        fc.array(fc.nat(states - 1), { maxLength: 2 }),
      )
      .map(([edges, marks, quiet]) => drawnGraph(3, states, edges, marks, quiet)),
  );

const rules = [
  { forbids: 'starvation', fairness: 'weak' },
  { forbids: 'starvation', fairness: 'strong' },
  { forbids: 'livelock', fairness: 'weak' },
  { forbids: 'livelock', fairness: 'strong' },
] as const;

test('the same is found as by trying all sets of states', () => {
  const found = rules.map(() => 0);
  fc.assert(
    fc.property(madeUpGraph(6), (graph) => {
      rules.forEach((rule, index) => {
        const queries =
          rule.forbids === 'livelock'
            ? [livelock(graph, 1, rule.fairness)]
            : [true, false].map((isCalled) => starvation(graph, 1, rule.fairness, isCalled));
        const has = queries.some((query) => cycleSets(query).sets.length > 0);
        expect(has).toBe(hasForbiddenCycle(graph, 1, rule));
        if (has) found[index]!++;
      });
    }),
    { seed: 1982, numRuns: 1500 },
  );
  // Both answers occur, for each rule.
  for (const count of found) expect(count).toBeGreaterThan(50);
  for (const count of found) expect(count).toBeLessThan(1450);
});

/** The edges of a shortest cycle from a state, by trying all walks of up to `lengthMax` edges; undefined if there is none. */
function shortestWalk(
  { graph, seenAt, seenBy, ...query }: CycleQuery,
  start: number,
  lengthMax: number,
): number | undefined {
  let walks = [{ at: start, seen: seenAt(start) }];
  for (let length = 1; length <= lengthMax; length++) {
    walks = walks.flatMap(({ at, seen }) =>
      Array.from({ length: graph.first[at + 1]! - graph.first[at]! }, (_, index) => graph.first[at]! + index)
        .filter((one) => query.admitsEdge(one) && query.admitsState(graph.targets[one]!))
        .map((one) => ({ at: graph.targets[one]!, seen: seen | seenBy(one) | seenAt(graph.targets[one]!) })),
    );
    if (walks.some(({ at, seen }) => at === start && query.isMet(seen))) return length;
  }
  return undefined;
}

/** What a cycle has seen, and whether it hangs together. */
function around({ query, start, loop }: Lasso): { isClosed: boolean; isMet: boolean } {
  const { graph } = query;
  let at = start;
  let isClosed = query.admitsState(start) && query.mayStart(start);
  let seen = query.seenAt(start);
  for (const one of loop) {
    isClosed &&= one >= graph.first[at]! && one < graph.first[at + 1]! && query.admitsEdge(one);
    at = graph.targets[one]!;
    isClosed &&= query.admitsState(at);
    seen |= query.seenBy(one) | query.seenAt(at);
  }
  return { isClosed: isClosed && at === start, isMet: query.isMet(seen) };
}

test('a lasso is a cycle that is looked for, and no walk is shorter', () => {
  let lassos = 0;
  fc.assert(
    fc.property(madeUpGraph(4), (graph) => {
      const queries = [
        starvation(graph, 1, 'weak', true),
        starvation(graph, 1, 'strong', true),
        starvation(graph, 1, 'strong', false),
        livelock(graph, 1, 'weak'),
        marked(graph, 1, true),
      ];
      for (const query of queries) {
        const lasso = shortestLasso(query, noDepth);
        if (lasso === undefined) continue;
        lassos++;
        expect(around(lasso)).toEqual({ isClosed: true, isMet: true });
        expect(lasso.isProvedShortest).toBe(true);
        const extra = query.startsWithCall ? 1 : 0;
        expect(lasso.length).toBe(lasso.loop.length + extra);
        for (let start = 0; start < graph.states; start++) {
          if (!query.admitsState(start) || !query.mayStart(start)) continue;
          expect(shortestWalk(query, start, Math.min(lasso.loop.length - 1, 6))).toBeUndefined();
        }
      }
    }),
    { seed: 1983, numRuns: 600 },
  );
  expect(lassos).toBeGreaterThan(100);
});
