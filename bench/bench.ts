/**
 * `npm run bench`: Heddle and other tools on the same work, in one run on one machine. Writes
 * reports/bench.md and reports/bench.svg. With `--quick` it tries everything once, at the smallest sizes,
 * and only prints.
 */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { benchReport } from './benchReport.ts';
import { environmentHere } from './environment.ts';
import { graphTasks, quick, sampleTasks, searchTasks, whole, type Scope } from './instances.ts';
import { measure, type Task } from './measurement.ts';
import { hasSpin } from './peers/spin.ts';
import { rootFolder } from './rootFolder.ts';
import { threadsPlot } from './threadsPlot.ts';

const isQuick = process.argv.includes('--quick');
const scope: Scope = { ...(isQuick ? quick : whole), hasSpin: await hasSpin() };
const say = ({ tool, work }: Task): void => void process.stderr.write(`${work}: ${tool}\n`);

// Before anything is written: the reports themselves are no change of what is measured.
const environment = await environmentHere();
const searches = await measure(searchTasks(scope), say);
const graphs = await measure(graphTasks(scope), say);
const samples = await measure(sampleTasks(scope), say);

const report = benchReport({ searches, graphs, samples, environment, limitMs: scope.limitMs });
if (isQuick) process.stdout.write(report);
else {
  writeFileSync(path.join(rootFolder, 'reports', 'bench.md'), report);
  writeFileSync(path.join(rootFolder, 'reports', 'bench.svg'), threadsPlot(searches));
  process.stdout.write('reports/bench.md\nreports/bench.svg\n');
}
