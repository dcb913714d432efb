import { expect, test } from 'vitest';
import { benchReport } from './benchReport.ts';
import { measure, median, type Measurement, type Run, type Tool } from './measurement.ts';
import { threadsPlot } from './threadsPlot.ts';

const run = (wallMs: number, count = 8535, transitions = 18_282): Run => ({
  wallMs,
  cpuMs: wallMs,
  coreMs: wallMs / 2,
  memoryBytes: 64 * 2 ** 20,
  count,
  transitions,
});
const of = (tool: Tool, threads: number, result: Measurement['result']): Measurement => ({
  tool,
  work: `W1 ${threads},2,2`,
  threads,
  runs: 3,
  result,
});
const searches = [
  of('Heddle', 3, run(400, 492, 1206)),
  of('Heddle, plain', 3, run(500)),
  of('Spin', 3, run(1000)),
  of('Heddle', 6, run(1500)),
  of('Spin', 6, { overrunMs: 300_000 }),
];
const graphs = [of('Heddle, plain', 4, run(400)), of('xstate/graph', 4, run(10_000))];
const samples = [of('Heddle', 5, run(100, 1000)), of('fast-check', 5, run(1000, 100))];
const environment = {
  machine: 'a machine',
  date: '2026-01-31',
  commit: 'abc',
  versions: ['Node 20', 'Spin 6'],
};
const rest = { graphs, samples, environment, limitMs: 60_000 };

test('it says when it was measured, of what, where and with what', () => {
  expect(benchReport({ searches, ...rest })).toContain(
    '- Measured on 2026-01-31, of Heddle at abc\n- Machine: a machine\n- Node 20; Spin 6\n',
  );
});

test('the ratios come first', () => {
  const report = benchReport({ searches, ...rest });
  expect(report.slice(report.indexOf('## In short'), report.indexOf('![')).trim()).toMatchInlineSnapshot(`
    "## In short

    A ratio greater than 1: Heddle is faster.

    |  | ratio | of |
    | --- | --- | --- |
    | W1 3,2,2, end to end, reduced | 2.50 | Spin's time to Heddle's. Heddle searches with reductions, Spin without; 3 runs each |
    | W1 3,2,2, search alone, without reductions | 2.00 | Heddle's transitions a second to Spin's |
    | W1 6,2,2, end to end, reduced | more than 200 | Spin's time to Heddle's. Heddle searches with reductions, Spin without; 3 runs each |
    | W1 with 2 rounds and 2 permits, decided in 60 s | 6 | threads, on one core |
    | W1 4,2,2, end to end | 25 | xstate/graph's time to Heddle's |
    | W1 5,2,2, executions at random | 100 | Heddle's executions a second to fast-check's |"
  `);
});

test('then what was measured', () => {
  const report = benchReport({ searches, ...rest });
  expect(report.slice(report.indexOf('| work')).split('\n\n')[0]).toMatchInlineSnapshot(`
    "| work | tool | states | transitions | end to end | processor | search | memory | runs |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | W1 3,2,2 | Heddle | 492 | 1,206 | 0.40 s | 0.40 s | 0.20 s | 64 MB | 3 |
    | W1 3,2,2 | Heddle, plain | 8,535 | 18,282 | 0.50 s | 0.50 s | 0.25 s | 64 MB | 3 |
    | W1 3,2,2 | Spin | 8,535 | 18,282 | 1.00 s | 1.00 s | 0.50 s | 64 MB | 3 |
    | W1 6,2,2 | Heddle | 8,535 | 18,282 | 1.50 s | 1.50 s | 0.75 s | 64 MB | 3 |
    | W1 6,2,2 | Spin |  |  | more than 300 s |  |  |  | 3 |"
  `);
});

test('a tool that is missing is named, with what brings it', () => {
  const report = benchReport({ searches: searches.filter(({ tool }) => tool !== 'Spin'), ...rest });
  expect(report).toContain(
    'Spin was not found, so there is nothing to compare with. It comes with `apt-get install spin gcc`.',
  );
});

test('the picture has a line for each tool, and hollow marks for what was stopped', () => {
  const plot = threadsPlot(searches);
  expect(plot.match(/>(Heddle|Heddle, plain|Spin)<\/text>/g)).toHaveLength(3);
  expect(plot.match(/<circle/g)).toHaveLength(searches.length);
  expect(plot.match(/fill="#fff" stroke/g)).toHaveLength(1);
  expect(plot).not.toMatch(/NaN|undefined/);
});

test('tasks take turns, and one that overran is not repeated', async () => {
  const done: string[] = [];
  const task = (tool: Tool, repetitions: number, results: readonly (Run | { overrunMs: number })[]) => ({
    tool,
    work: 'W1 3,2,2',
    threads: 3,
    repetitions,
    run: () => Promise.resolve(results[done.filter((name) => name === tool).length - 1]!),
  });
  const measured = await measure(
    [task('Heddle', 3, [run(5), run(1), run(3)]), task('Spin', 3, [run(4), { overrunMs: 9 }])],
    ({ tool }) => done.push(tool),
  );
  expect(done).toEqual(['Heddle', 'Spin', 'Heddle', 'Spin', 'Heddle']);
  expect(measured.map(({ runs, result }) => [runs, 'wallMs' in result ? result.wallMs : result])).toEqual([
    [3, 3],
    [2, { overrunMs: 9 }],
  ]);
});

test('the median of an even count is one of the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2, 7]);
});
