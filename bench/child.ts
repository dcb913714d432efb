/**
 * One job of one tool, in a process of its own: `child.js JOB PARAMETERS`, the parameters as JSON. Prints
 * what it did, and what it took, as JSON. Each job loads its own tool and no other.
 */

import type { Work } from './job.ts';

const jobs: Readonly<Record<string, () => Promise<{ readonly run: Work }>>> = {
  'heddle search': () => import('./peers/heddleSearch.ts'),
  'heddle sample': () => import('./peers/heddleSample.ts'),
  'fast-check': () => import('./peers/fastCheck.ts'),
  'xstate/graph': () => import('./peers/xstateGraph.ts'),
};

const [, , name = '', parameters = '{}'] = process.argv;
const { run } = await jobs[name]!();
const done = await run(JSON.parse(parameters) as Parameters<Work>[0]);
process.stdout.write(JSON.stringify({ ...done, memoryBytes: process.resourceUsage().maxRSS * 1024 }));
