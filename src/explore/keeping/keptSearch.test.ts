/**
 * Searches that are killed at any look, any number of times, against those that are made at once: the
 * same counts, measures, violations and schedules, with every kind of reduction.
 */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { Property } from '../../core/monitor.ts';
import { workload } from '../../program/client.ts';
import { strengths } from '../../program/objectKind.ts';
import { programOf, type Program } from '../../program/program.ts';
import { schedulings } from '../../program/turn.ts';
import { madeUp, words } from '../../testing/madeUp.ts';
import { timeless, type Limits } from '../limits.ts';
import { reducedSearch, type Reductions } from '../reducedSearch.ts';
import { shortestSchedule } from '../shortestSchedule.ts';
import type { FoundSearch, Keeper, KeptSearch, StatePart } from './keeper.ts';

/** Ends a run, as a kill would. */
class Killed extends Error {}

/** What survives a kill: text, but for the states. */
class Disk {
  readonly searches: { text: string; parts: StatePart[] }[] = [];
  saves = 0;
  /** How many looks a run lives. */
  looks = 0;

  /** The keeper of a further run, which is killed after some looks. */
  keeper(interval: number, looks: number): Keeper {
    let next = 0;
    this.looks = looks;
    return { next: () => this.#keep(next++, interval) };
  }

  #keep(number: number, interval: number): KeptSearch {
    const note = this.searches[number];
    const found =
      note === undefined
        ? undefined
        : ({
            ...(JSON.parse(note.text) as object),
            parts: note.parts,
          } as unknown as FoundSearch);
    return {
      found: found === undefined ? undefined : withUndefined(found),
      interval,
      isDue: () => {
        if (this.looks-- === 0) throw new Killed();
        return this.looks % 2 === 0;
      },
      goesOn: () => void this.searches.splice(number + 1),
      save: (at, part) => {
        this.saves++;
        const parts = [...(this.searches[number]?.parts ?? []), part];
        this.searches[number] = { text: JSON.stringify({ type: 'unfinished', at }), parts };
      },
      finish: (result) => {
        this.searches[number] = { text: JSON.stringify({ type: 'finished', result }), parts: [] };
      },
      fail: () => {
        this.searches[number] = { text: JSON.stringify({ type: 'failed' }), parts: [] };
      },
      refuse: (why) => {
        throw new Error(`refused: ${why}`);
      },
    };
  }
}

/** JSON has no undefined. */
function withUndefined(found: FoundSearch): FoundSearch {
  const clean = <Image extends { violations: readonly unknown[] }>(image: Image): Image => ({
    ...image,
    violations: image.violations.map((violation) => violation ?? undefined),
  });
  if (found.type === 'unfinished')
    return { ...found, at: { ...found.at, findings: clean(found.at.findings) } };
  return found.type === 'finished' ? { ...found, result: clean(found.result) } : found;
}

/** Two searches of one program, one after the other, as a check makes them. */
function runOf(
  make: () => Program,
  groups: readonly (readonly Property[])[],
  reductions: Reductions,
  keeper?: Keeper,
) {
  const program = make();
  const learner = new Learner(program);
  return groups.map((group) => {
    const monitors = group.map(({ monitor }) => new MonitorTable(monitor(program.setup)));
    const limits: Limits = { states: statesMax };
    const surroundings = keeper === undefined ? timeless : { ...timeless, keeper };
    const result = reducedSearch(learner, monitors, reductions, limits, surroundings);
    const { states, transitions, quietMoments, endStates, depth, stop, violations, passes } = result;
    return {
      counts: { states, transitions, quietMoments, endStates, depth, stop, passes },
      used: result.reductions,
      measures: monitors.map(({ measureMax, remark }) => [measureMax, remark]),
      schedules: violations.map((violation, index) =>
        violation === undefined ? undefined : shortestSchedule(result, index, timeless),
      ),
    };
  });
}

const statesMax = 3000;

/** Runs until no kill comes any more; answers what came of it, and how often it was killed. */
function runWithKills(
  make: () => Program,
  groups: readonly (readonly Property[])[],
  reductions: Reductions,
  { interval, looks }: { readonly interval: number; readonly looks: readonly number[] },
) {
  const disk = new Disk();
  for (let kills = 0; ; kills++) {
    const life = looks[kills] ?? Infinity;
    try {
      return { came: runOf(make, groups, reductions, disk.keeper(interval, life)), kills, saves: disk.saves };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
}

const kills = fc.record({
  interval: fc.integer({ min: 1, max: 20 }),
  looks: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }),
});
const wanted: fc.Arbitrary<Reductions> = fc.record({ footprints: fc.boolean(), symmetry: fc.boolean() });
const plain = properties.filter(({ interrupts }) => interrupts === undefined);
const together = plain.filter(({ keepsHistory }) => keepsHistory !== true);
const groups = [together, ...plain.filter(({ keepsHistory }) => keepsHistory === true).map((one) => [one])];

describe('killed and gone on with, a search comes to the same', () => {
  test('on the gallery', () => {
    let total = 0;
    const names = ['reference', 'test-then-set', 'baton', 'naive', 'ticket'];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(...schedulings),
        wanted,
        kills,
        (name, scheduling, reductions, how) => {
          const primitive = gallery.find((one) => one.name === name)!;
          const make = (): Program =>
            programOf(primitive, workload(3, 1, 1), { strength: 'weak', scheduling });
          const { came, kills: count } = runWithKills(make, groups, reductions, how);
          expect(came).toEqual(runOf(make, groups, reductions));
          total += count;
        },
      ),
      { numRuns: 20, seed: 1 },
    );
    expect(total).toBeGreaterThan(20);
  });

  test('on programs that are made up', () => {
    const bodies = fc
      .array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 2,
      })
      .map((some) => [...some, some[0]!]);
    fc.assert(
      fc.property(bodies, fc.constantFrom(...strengths), wanted, kills, (some, strength, reductions, how) => {
        const make = (): Program => madeUp(some, strength);
        const { came } = runWithKills(make, [[], []], reductions, how);
        expect(came).toEqual(runOf(make, [[], []], reductions));
      }),
      { numRuns: 50, seed: 2 },
    );
  });
});
