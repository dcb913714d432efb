/** A small comparison for tests, with every kind of answer and of evidence. */

import { features } from '../judge/features/featureList.ts';
import type { Finding } from '../judge/features/finding.ts';
import type { Beside, ComparedPrimitive, Comparison } from '../report/comparison.ts';

const clients = ['2 threads × (acquire release), 1 permit', '3 threads × (acquire release), 1 permit'];

/** A finding of each kind. */
function findingsOf(name: string): readonly Finding[] {
  const by = 'exploration';
  return [
    {
      answer: 'yes',
      evidence: {
        by,
        says: 'All executions explored.',
        states: name.length * 1000,
        clients,
        command: `check ${name}`,
      },
    },
    {
      answer: 'no',
      evidence: {
        by,
        says: 'Two are inside, after 4 steps, with 2 threads × 2 rounds (acquire release), 1 permit.',
        trace: `traces/${name}/safety.json`,
        command: `replay traces/${name}/safety.json`,
      },
    },
    { answer: 'figure', text: '≥2', evidence: { by, says: 'No bound was found.', command: `check ${name}` } },
    { answer: 'figure', text: 'lock, cell | deque', evidence: { by: 'the code', says: 'Read off it.' } },
    {
      answer: 'unknown',
      evidence: { by, says: 'Stopped by the limit on states.', command: `check ${name}` },
    },
    { answer: 'none', evidence: { by: 'the code', says: 'No client puts it to the test.' } },
    { answer: 'none', evidence: { by: 'the code', says: '' } },
  ];
}

function primitive(name: string, first: number, about: Partial<ComparedPrimitive>): ComparedPrimitive {
  const findings = findingsOf(name);
  return {
    name,
    title: `What ${name} is`,
    model: 'semaphore',
    scheduling: 'preemptive',
    ...about,
    features: Object.fromEntries(
      features.map((feature, index) => [feature.name, findings[(index + first) % findings.length]!]),
    ),
  };
}

export const sampleComparison: Comparison = {
  primitives: [
    primitive('baton', 0, { catalogue: 'A4', citation: 'A paper <1984>', url: 'https://example.org/a?b&c' }),
    primitive('naive', 1, { catalogue: 'B1', scheduling: 'cooperative' }),
    primitive('asyncio-semaphore-of-a-long-name-3.10.5', 2, { citation: 'A module' }),
  ],
};

/** A little of each table that stands beside a comparison. */
export const sampleBeside: Beside = {
  libraries: {
    title: 'Two libraries',
    about: ['Somebody.'],
    libraries: ['one', 'two'],
    rows: [
      { title: 'a row', cells: ['yes 1', 'no'] },
      { title: 'another row', cells: ['yes', 'no'], askedBy: 'somebody else' },
    ],
    notes: { 1: 'A note.' },
    judged: {
      title: 'What was found',
      about: ['How they were judged.'],
      libraries: {
        one: { says: 'Its semaphore.', versions: { baton: '1984' } },
        two: { says: 'None of it.', versions: {} },
      },
    },
  },
  notPorted: [
    {
      catalogue: 'F35',
      name: 'A lock of a long name, in a library that has many of them (Somebody, Further comments on locks)',
      source: 'a report, https://example.org/with/a/long/address/that/does/not/break/anywhere/12345',
      why: 'it is not published, and what is told of it would have to be guessed from what others say that they saw',
    },
  ],
};
