import type { Environment } from './environment.ts';
import { isOverrun, type Measurement, type Run, type Tool } from './measurement.ts';

/** All that was measured. */
export interface Findings {
  readonly searches: readonly Measurement[];
  readonly graphs: readonly Measurement[];
  readonly samples: readonly Measurement[];
  readonly environment: Environment;
  /** The time in which as many threads as possible were to be decided. */
  readonly limitMs: number;
}

/** The report in Markdown: first the ratios, then what they are made of. */
export function benchReport({ searches, graphs, samples, environment, limitMs }: Findings): string {
  const { machine, date, commit, versions } = environment;
  return `# Heddle beside other tools

Written by \`npm run bench\`: every tool on the same work, in one run, on one machine, round after round, so that what
else the machine does falls on all alike. Each figure is the median of the runs that its row names. Compare them
with each other: on another machine all are different.

- Measured on ${date}, of Heddle at ${commit}
- Machine: ${machine}
- ${versions.join('; ')}

W1 is the reference semaphore with every lock operation and every statement on a shared variable as one step: \`W1
T,K,P\` is T threads that each acquire and release K times, with P permits. W1a joins the steps between two lock
operations. Heddle's programs are in \`bench/peerPrograms.ts\`, those of the others in \`bench/peers/\`.

## In short

A ratio greater than 1: Heddle is faster.

${table(['', 'ratio', 'of'], ratios(searches, graphs, samples, limitMs))}
![Time against threads](bench.svg)

## All executions of W1: is there a failed assertion or a deadlock?

End to end is from the source to the verdict. For Heddle that is one process of Node: its start, learning the program,
and the search; for Spin it is generating a verifier, compiling it with \`gcc -O2\`, and running it. *Search* is
the last part of that alone. *Processor* adds up all threads of a process: Node collects garbage and compiles in threads
of its own, so that it can be more than end to end. Spin runs without its partial-order reduction, which finds nothing to remove
here, since every step is on something shared; \`Heddle, plain\` does without reductions too, and has to find the same
states and transitions as Spin.

${searchTable(searches)}
${missing(searches, 'Spin', 'apt-get install spin gcc')}## All states of W1a

\`xstate/graph\` is given the system as plain transition logic, which it goes through faster than a statechart.

${searchTable(graphs)}
## Executions of W1 at random

Each tool picks, before every step, one of the threads that can move. fast-check runs the program, written
over promises; Heddle learns it while it runs, and looks it up from then on.

${sampleTable(samples)}`;
}

function ratios(
  searches: readonly Measurement[],
  graphs: readonly Measurement[],
  samples: readonly Measurement[],
  limitMs: number,
): string[][] {
  const rows: string[][] = [];
  for (const { tool, work, result, runs: ofSpin } of searches) {
    const heddle = runOf(searches, 'Heddle', work);
    const plain = runOf(searches, 'Heddle, plain', work);
    if (tool !== 'Spin') continue;
    if (heddle !== undefined) {
      const ratio = isOverrun(result)
        ? `more than ${factor(result.overrunMs / heddle.wallMs)}`
        : factor(result.wallMs / heddle.wallMs);
      const runs = searches.find((one) => one.tool === 'Heddle' && one.work === work)!.runs;
      rows.push([
        `${work}, end to end, reduced`,
        ratio,
        `Spin's time to Heddle's. Heddle searches with reductions, Spin without; ${runWords(runs, ofSpin)}`,
      ]);
    }
    if (plain !== undefined && !isOverrun(result)) {
      rows.push([
        `${work}, search alone, without reductions`,
        factor(perSecond(plain) / perSecond(result)),
        "Heddle's transitions a second to Spin's",
      ]);
    }
  }
  const most = Math.max(
    0,
    ...searches
      .filter(({ tool, result }) => tool === 'Heddle' && !isOverrun(result) && result.wallMs <= limitMs)
      .map(({ threads }) => threads),
  );
  rows.push([
    `W1 with 2 rounds and 2 permits, decided in ${limitMs / 1000} s`,
    `${most}`,
    'threads, on one core',
  ]);
  for (const { tool, work, result } of graphs) {
    const plain = runOf(graphs, 'Heddle, plain', work);
    if (tool !== 'xstate/graph' || plain === undefined || isOverrun(result)) continue;
    rows.push([
      `${work}, end to end`,
      factor(result.wallMs / plain.wallMs),
      "xstate/graph's time to Heddle's",
    ]);
  }
  for (const { tool, work, result } of samples) {
    const heddle = runOf(samples, 'Heddle', work);
    if (tool !== 'fast-check' || heddle === undefined || isOverrun(result)) continue;
    rows.push([
      `${work}, executions at random`,
      factor(rate(heddle) / rate(result)),
      "Heddle's executions a second to fast-check's",
    ]);
  }
  return rows;
}

/** How many runs stand behind a ratio. */
function runWords(ofHeddle: number, ofSpin: number): string {
  const runs = (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`;
  return ofHeddle === ofSpin
    ? `${runs(ofSpin)} each`
    : `${runs(ofHeddle)} of Heddle, ${runs(ofSpin)} of Spin`;
}

function searchTable(measurements: readonly Measurement[]): string {
  return table(
    ['work', 'tool', 'states', 'transitions', 'end to end', 'processor', 'search', 'memory', 'runs'],
    measurements.map(({ tool, work, runs, result }) =>
      isOverrun(result)
        ? [work, tool, '', '', `more than ${seconds(result.overrunMs)}`, '', '', '', `${runs}`]
        : [
            work,
            tool,
            whole(result.count),
            whole(result.transitions),
            seconds(result.wallMs),
            seconds(result.cpuMs),
            seconds(result.coreMs),
            megabytes(result.memoryBytes),
            `${runs}`,
          ],
    ),
  );
}

function sampleTable(measurements: readonly Measurement[]): string {
  return table(
    ['work', 'tool', 'executions', 'steps of each', 'executions a second', 'processor', 'memory', 'runs'],
    measurements.map(({ tool, work, runs, result }) =>
      isOverrun(result)
        ? [work, tool, '', '', '', '', '', `${runs}`]
        : [
            work,
            tool,
            whole(result.count),
            (result.transitions / result.count).toFixed(1),
            whole(rate(result)),
            seconds(result.cpuMs),
            megabytes(result.memoryBytes),
            `${runs}`,
          ],
    ),
  );
}

/** A sentence about a tool that was not there. */
function missing(measurements: readonly Measurement[], tool: Tool, remedy: string): string {
  if (measurements.some((measurement) => measurement.tool === tool)) return '';
  return `${tool} was not found, so there is nothing to compare with. It comes with \`${remedy}\`.\n\n`;
}

function runOf(measurements: readonly Measurement[], tool: Tool, work: string): Run | undefined {
  const found = measurements.find((one) => one.tool === tool && one.work === work)?.result;
  return found === undefined || isOverrun(found) ? undefined : found;
}

/** Executions a second, once the process runs. */
function rate({ count, coreMs }: Run): number {
  return (1000 * count) / coreMs;
}

function perSecond({ transitions, coreMs }: Run): number {
  return (1000 * transitions) / coreMs;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

function factor(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : whole(ratio);
}

function whole(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 2 ** 20)} MB`;
}
