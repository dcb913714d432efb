import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { again, cell, defineObject, done, loop, next, type Monitor, type Property, type Step } from 'heddle';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import { planOf, workload, type Client } from '../program/client.ts';
import { programOf, rawProgram, type Program } from '../program/program.ts';
import { execute } from '../trace/execution.ts';
import { timeless } from './limits.ts';
import { sample, type SampleOptions, type SampleResult } from './sample.ts';
import { pct } from './sampling/pct.ts';
import { pos } from './sampling/pos.ts';
import { RandomNumbers } from './sampling/randomNumbers.ts';
import { randomWalk } from './sampling/randomWalk.ts';
import type { Strategy } from './sampling/strategy.ts';
import { uniform } from './sampling/uniform.ts';
import { chao1, goodTuring } from './sampling/unseen.ts';
import { Walk } from './sampling/walk.ts';

const strategies: readonly (() => Strategy)[] = [randomWalk, pct, pos, uniform];

/** A property that is violated where a thread throws. */
const nothingThrown: Property = {
  name: 'nothing-thrown',
  title: 'Nothing thrown',
  violatedWhen: 'something is thrown',
  monitor: (): Monitor => ({
    initial: null,
    onEvent: (state, event) =>
      event.type === 'throw' ? { state, violation: event.thrown.message } : { state },
  }),
};

function sampleOf(
  program: Program,
  judged: readonly Property[],
  options: Partial<SampleOptions> & Pick<SampleOptions, 'strategy'>,
): SampleResult {
  const tables = judged.map(({ monitor }) => new MonitorTable(monitor(program.setup)));
  return sample(new Learner(program), tables, { seed: 7, executions: 1000, ...options }, timeless);
}

const primitiveNamed = (name: string) => gallery.find((primitive) => primitive.name === name)!;
const propertyNamed = (name: string) => properties.find((property) => property.name === name)!;

describe('a seed determines a sample', () => {
  const client: Client = { permits: 1, plans: [planOf('acquire release', 2), planOf('acquire release', 2)] };
  const make = () => programOf(primitiveNamed('naive'), client, { strength: 'weak' });
  const judged = [propertyNamed('no-lost-wakeup'), propertyNamed('fifo')];

  test.each(strategies)('%o', (strategy) => {
    const first = sampleOf(make(), judged, { strategy: strategy() });
    expect(sampleOf(make(), judged, { strategy: strategy() })).toEqual(first);
    expect(sampleOf(make(), judged, { strategy: strategy(), seed: 8 })).not.toEqual(first);
  });
});

describe('the bugs of the gallery are found, and every schedule replays on the real generators', () => {
  const planted: readonly (readonly [primitive: string, property: string, client: Client])[] = [
    [
      'naive',
      'no-lost-wakeup',
      { permits: 0, plans: [planOf('acquire'), planOf('acquire'), planOf('post', 2)] },
    ],
    ['kearns', 'fifo', workload(3, 2, 1)],
    ['test-then-set', 'safety', workload(2, 1, 1)],
    ['bakery-without-choosing', 'safety', workload(2, 1, 1)],
    ['peterson-swapped', 'safety', workload(2, 1, 1)],
    ['test-and-set', 'fifo', workload(3, 1, 1)],
    ['reference', 'fifo', workload(3, 2, 1)],
  ];

  describe.each(planted)('%s, %s', (primitive, property, client) => {
    test.each(strategies)('%o', (strategy) => {
      const program = programOf(primitiveNamed(primitive), client, { strength: 'weak' });
      const judged = propertyNamed(property);
      const result = sampleOf(program, [judged], { strategy: strategy(), executions: 6000 });
      const [verdict] = result.verdicts;
      if (verdict?.verdict !== 'violated') return expect.unreachable(JSON.stringify(result));
      const { choices } = verdict.violation;
      const { violation, divergence } = execute(program, choices, judged);
      expect(divergence).toBeUndefined();
      expect(violation?.after).toBe(choices.length);
    });
  });
});

test('what holds is sampled, and never said to hold', () => {
  const program = programOf(primitiveNamed('reference'), workload(2, 1, 1), { strength: 'weak' });
  const result = sampleOf(program, [propertyNamed('safety')], { strategy: randomWalk() });
  expect(result.verdicts).toEqual([{ verdict: 'sampled' }]);
});

/** A thread that takes so many steps, all on an object of its own. */
const idle = (own: ReturnType<typeof cell<number>>, steps: number): (() => Step) =>
  function* () {
    for (let step = 0; step < steps; step++) yield* own.write(step);
  };

describe('uniform', () => {
  // The interleavings of threads that take 3, 2 and 2 steps: 7! / (3! 2! 2!) = 210.
  const counts = [3, 2, 2];
  const interleavings = 210;
  const make = () =>
    rawProgram(() => {
      const cells = counts.map(() => cell(-1));
      return { objects: { cells }, threads: cells.map((own, thread) => idle(own, counts[thread]!)) };
    });

  /** Pearson's statistic against the uniform distribution. */
  function chiSquare(strategy: Strategy, executions: number): number {
    const walk = new Walk(new Learner(make()), []);
    const random = new RandomNumbers(11);
    const seen = new Map<string, number>();
    for (let execution = 0; execution <= executions; execution++) {
      let key = '';
      walk.restart();
      strategy.begin(walk, random);
      while (walk.enabledCount > 0) {
        const process = strategy.choose(walk, random);
        walk.step(process, random);
        strategy.after(walk, process, random);
        key += process;
      }
      strategy.end?.(key.length);
      // The first execution only counts the steps.
      if (execution > 0) seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const expected = executions / interleavings;
    const squares = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2, 0);
    return (squares + (interleavings - seen.size) * expected ** 2) / expected;
  }

  // With 209 degrees of freedom a uniform distribution stays below 277 in 999 of 1000 samples.
  const most = 277;

  test('gives every interleaving the same chance', () => {
    expect(chiSquare(uniform(), 42_000)).toBeLessThan(most);
  });

  test('which a random walk does not', () => {
    expect(chiSquare(randomWalk(), 42_000)).toBeGreaterThan(10 * most);
  });
});

describe('pct', () => {
  const counter = defineObject({
    kind: 'counter',
    initial: (start: number) => start,
    operations: {
      advanceFrom: ({ value }, from: number) => (value === from ? next(from + 1, true) : next(value, false)),
    },
  });

  /**
   * A bug of depth d: two threads must advance a counter in turn, d + 1 times, so that d orders between
   * steps must come out right. A thread that comes when it is not its turn gives up.
   */
  function bugOfDepth(depth: number): Program {
    return rawProgram(() => {
      const turn = counter(0);
      const cells = [cell(-1), cell(-1)];
      return {
        objects: { turn, cells },
        threads: cells.map(
          (own, thread) =>
            function* (): Step {
              for (let attempt = thread; attempt <= depth; attempt += 2) {
                yield* idle(own, 7)();
                if (!(yield* turn.advanceFrom(attempt))) return;
                if (attempt === depth) throw new Error('every turn was taken');
              }
            },
        ),
      };
    });
  }

  const executions = 30_000;
  const rate = (program: Program, strategy: Strategy): readonly [rate: number, guaranteed: number] => {
    const { verdicts, guarantee } = sampleOf(program, [nothingThrown], { strategy, executions });
    const [verdict] = verdicts;
    const found = verdict?.verdict === 'violated' ? verdict.violation.executions : 0;
    return [found / executions, guarantee!.perExecution];
  };

  test.each([1, 2, 3])('finds a bug of depth %i at least as often as it promises', (depth) => {
    const program = bugOfDepth(depth);
    const steps = 8 * (depth + 1);
    const [found, guaranteed] = rate(program, pct({ depth, steps }));
    expect(guaranteed).toBe(1 / (2 * steps ** (depth - 1)));
    // The bound is met exactly at depth 1: three standard deviations are left to chance.
    const deviation = Math.sqrt((guaranteed * (1 - guaranteed)) / executions);
    expect(found).toBeGreaterThan(guaranteed - 3 * deviation);
  });

  test('and needs the depth for it', () => {
    expect(rate(bugOfDepth(2), pct({ depth: 1, steps: 24 }))[0]).toBe(0);
    expect(rate(bugOfDepth(3), pct({ depth: 2, steps: 32 }))[0]).toBe(0);
  });

  test('promises nothing where chance decides on outcomes too', () => {
    const coin = defineObject({
      kind: 'coin',
      initial: (start: number) => start,
      operations: { toss: () => [next(0), next(1)] },
    });
    const program = rawProgram(() => {
      const c = coin(0);
      return { objects: { c }, threads: [() => c.toss()] };
    });
    expect(sampleOf(program, [], { strategy: pct() }).guarantee).toBeUndefined();
  });

  test('lets a thread that spins alone fall behind the others', () => {
    const program = rawProgram(() => {
      const isOpen = cell(false);
      return {
        objects: { isOpen },
        threads: [
          () =>
            loop(function* () {
              return (yield* isOpen.read()) ? done() : again();
            }),
          () => isOpen.write(true),
        ],
      };
    });
    const { cut, stepsOfLongest } = sampleOf(program, [], { strategy: pct(), stepsMax: 500 });
    expect(cut).toBe(0);
    expect(stepsOfLongest).toBeGreaterThan(2);
  });

  test('refuses a depth that is none', () => {
    expect(() => pct({ depth: 0 })).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: The depth of a bug is a whole number of orders between steps.
        found:    0
        expected: 1 or more]
    `);
  });
});

describe('behaviours', () => {
  /** Threads that throw, each once: 3! visible histories. */
  const throwing = (threads: number): Program =>
    rawProgram(() => {
      const x = cell(0);
      return {
        objects: { x },
        threads: Array.from(
          { length: threads },
          () =>
            function* (): Step {
              yield* x.read();
              throw new Error('here');
            },
        ),
      };
    });

  test.each([
    [2, 2],
    [3, 6],
    [4, 24],
  ])('%i threads that throw show %i histories', (threads, distinct) => {
    const { seen } = sampleOf(throwing(threads), [], { strategy: randomWalk() });
    expect(seen).toEqual({ executions: 1000, distinct, once: 0, twice: 0 });
    expect(goodTuring(seen)).toBe(0);
    expect(chao1(seen)).toBe(distinct);
  });

  test('a few executions show a part of them, and tell that there are more', () => {
    const { seen } = sampleOf(throwing(5), [], { strategy: randomWalk(), executions: 60 });
    expect(seen.distinct).toBeLessThan(60);
    expect(goodTuring(seen)).toBeGreaterThan(0.25);
    expect(chao1(seen)).toBeGreaterThan(80);
    expect(chao1(seen)).toBeLessThan(200);
  });

  test('threads that end differently are told apart by the end state alone', () => {
    const program = rawProgram(() => {
      const x = cell(0);
      return { objects: { x }, threads: [1, 2, 3].map((value) => () => x.write(value)) };
    });
    expect(sampleOf(program, [], { strategy: randomWalk() }).seen.distinct).toBe(3);
  });

  test('the estimates of a sample that is written down', () => {
    const seen = { executions: 100, distinct: 10, once: 4, twice: 1 };
    expect(goodTuring(seen)).toBe(0.04);
    expect(chao1(seen)).toBe(13);
    expect(goodTuring({ executions: 0, distinct: 0, once: 0, twice: 0 })).toBe(1);
  });
});

describe('an end', () => {
  const endless: Client = { permits: 1, plans: [planOf('acquire release', 'forever')] };

  test('an execution without one is cut', () => {
    const program = programOf(primitiveNamed('reference'), endless, { strength: 'weak' });
    const result = sampleOf(program, [], { strategy: randomWalk(), executions: 10, stepsMax: 100 });
    expect(result).toMatchObject({ executions: 10, cut: 10, steps: 1000, stepsOfLongest: 100 });
  });

  test('the clock ends a sample, and so does an interrupt', () => {
    const program = programOf(primitiveNamed('reference'), endless, { strength: 'weak' });
    const options = { strategy: randomWalk(), seed: 1, executions: 1000, stepsMax: 10, timeMs: 2 };
    let time = 0;
    const timed = sample(new Learner(program), [], options, { now: () => time++ });
    expect(timed).toMatchObject({ stop: 'time', executions: 64 });
    const interrupted = sample(new Learner(program), [], options, { ...timeless, isInterrupted: () => true });
    expect(interrupted).toMatchObject({ stop: 'interrupted', executions: 0 });
  });
});
