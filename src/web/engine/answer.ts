/** Answers the questions of a page, with the same engine that the command uses. */

import { properties } from 'heddle/properties';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { UsageError } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import { Outlook } from '../../explore/outlook.ts';
import { check } from '../../judge/check.ts';
import { describePending } from '../../program/describePending.ts';
import type { ObjectDefaults } from '../../program/objectKind.ts';
import { programOf, type Program } from '../../program/program.ts';
import { World } from '../../program/world.ts';
import { recordingOf } from '../../report/recording/recordingOf.ts';
import { choicesOf, clientOf } from '../../trace/trace.ts';
import { clientFrom, settingsOf } from './clientFrom.ts';
import { address } from './linker.ts';
import { goals } from '../../lessons/goals.ts';
import { completions } from './completions.ts';
import { catalogueEntries, primitiveOf, sources } from './library.ts';
import type { Answer, Checked, CheckedProperty, Move, Position, Question } from './protocol.ts';

/** Told now and then how far a check has come. */
export type OnProgress = (progress: { readonly states: number; readonly client: string }) => void;

const checkLimits = { states: 3_000_000, timeMs: 30_000 };
const outlookStates = 400_000;

/** @throws UsageError, IllFormedError for what cannot be asked; whatever the code of the reader throws. */
export function answerTo(question: Question, now: () => number, onProgress: OnProgress): Answer {
  switch (question.ask) {
    case 'catalogue':
      return {
        answer: 'catalogue',
        catalogue: {
          entries: catalogueEntries(),
          sources,
          properties: properties.map((property) => ({
            name: property.name,
            title: property.title,
            violatedWhen: property.violatedWhen,
            search: searchOf(property),
          })),
          completions: completions(),
        },
      };
    case 'check':
      return { answer: 'check', checked: checked(question, now, onProgress) };
    case 'play':
      return { answer: 'play', played: played(question) };
    case 'outlook':
      return { answer: 'outlook', outlook: outlook(question, now, onProgress) };
  }
}

/** As check() groups them. */
function searchOf({ name, keepsHistory, interrupts }: Property): string {
  return keepsHistory === true || interrupts !== undefined ? name : 'together';
}

function checked(
  { subject, clients, strength, scheduling, properties: names }: Extract<Question, { ask: 'check' }>,
  now: () => number,
  onProgress: OnProgress,
): Checked {
  const began = now();
  const primitive = primitiveOf(subject);
  const report = check(primitive, {
    properties: names.map(ruleNamed),
    strength,
    ...(scheduling === undefined ? {} : { scheduling }),
    limits: checkLimits,
    ...(clients === undefined ? {} : { clients: clients.map(clientFrom) }),
    surroundings: { now, onProgress: ({ states }, words) => onProgress({ states, client: words }) },
  });
  const all = new Set<string>();
  const results = report.properties.map(({ property, title, verdict }): CheckedProperty => {
    const { bounds } = verdict;
    for (const bound of bounds) all.add(bound.client);
    const states = bounds.reduce((sum, bound) => sum + bound.states, 0);
    if (verdict.verdict === 'holds') return { property, title, verdict: 'holds', states, why: '' };
    if (verdict.verdict === 'bounded' || verdict.verdict === 'probable') {
      return {
        property,
        title,
        verdict: 'unknown',
        states,
        why: 'only a part of the schedules was explored',
      };
    }
    all.add(verdict.client);
    if (verdict.verdict === 'unknown') {
      const why = `the limit on ${verdict.stop} was hit, with ${verdict.frontier.toLocaleString('en-US')} states to go`;
      return { property, title, verdict: 'unknown', states: states + verdict.states, why };
    }
    const { trace, explanation } = verdict.counterexample;
    return {
      property,
      title,
      verdict: 'violated',
      states,
      why: trace.verdict.why,
      failure: {
        client: settingsOf(clientOf(trace)),
        rule: trace.part ?? trace.property,
        choices: choicesOf(trace),
        kind: explanation.kind,
      },
    };
  });
  return { primitive: primitive.name, clients: [...all], results, elapsedMs: now() - began };
}

function played(question: Extract<Question, { ask: 'play' }>): Extract<Answer, { answer: 'play' }>['played'] {
  const { subject, strength, scheduling, rule, choices, wantsInsight } = question;
  const primitive = primitiveOf(subject);
  const client = clientFrom(question.client);
  const recording = recordingOf({
    primitive,
    client,
    strength,
    scheduling,
    rule: ruleNamed(rule),
    choices,
    ...(wantsInsight ? { companions: goingWell } : {}),
    reader: {
      isWanted: (file) => file.startsWith(address),
      read: (file) => {
        const name = file.slice(address.length);
        const text = name === subject.file && subject.text !== undefined ? subject.text : sources[name];
        return text === undefined ? undefined : { name, text };
      },
    },
  });
  const made = choices.slice(0, recording.course.steps.length);
  return {
    recording,
    moves: movesAlong(
      programOf(primitive, client, circumstancesOf(question)),
      made,
      recording.course.violation !== undefined,
    ),
  };
}

/** What it means that an execution goes well. */
const goingWell = properties.filter(({ name }) =>
  ['safety', 'no-lost-wakeup', 'non-blocking', 'deadlock-freedom', 'failure-freedom'].includes(name),
);

function movesAlong(program: Program, choices: readonly Choice[], isOver: boolean): Move[][] {
  const world = new World(program);
  const moves = [movesIn(world)];
  choices.forEach((choice, index) => {
    world.apply(choice);
    moves.push(isOver && index === choices.length - 1 ? [] : movesIn(world));
  });
  return moves;
}

function movesIn(world: World): Move[] {
  return world.choices().map((choice): Move => {
    const { run, operation, isCalled } = world.thread(choice.thread)!;
    const { invocation } = operation;
    return {
      choice,
      does: run.pending === undefined ? '' : describePending(run.pending, world.program.arena),
      calls: isCalled
        ? undefined
        : invocation.permits === 1
          ? invocation.operation
          : `${invocation.operation}(${invocation.permits})`,
      action: choice.action,
    };
  });
}

function outlook(
  position: Position,
  now: () => number,
  onProgress: OnProgress,
): Extract<Answer, { answer: 'outlook' }>['outlook'] {
  const { subject, client, rule, choices } = position;
  const primitive = primitiveOf(subject);
  const program = programOf(primitive, clientFrom(client), circumstancesOf(position));
  const monitor = new MonitorTable(ruleNamed(rule).monitor(program.setup));
  const future = new Outlook(new Learner(program), monitor, outlookStates);
  const states = future.along(choices);
  if (states.length <= choices.length) return { canFail: 'unknown' };
  const way = future.failureFrom(states.at(-1)!, {
    now,
    onProgress: ({ states: found }) => onProgress({ states: found, client: '' }),
  });
  if (way === 'none') return { canFail: 'no' };
  return way === 'unknown' ? { canFail: 'unknown' } : { canFail: 'yes', way: way.choices };
}

function ruleNamed(name: string): Property {
  const found = [...properties, ...goals].find((property) => property.name === name);
  if (found !== undefined) return found;
  throw new UsageError({
    what: `There is no property named ${name}.`,
    found: name,
    expected: 'one of the list',
  });
}

function circumstancesOf({
  strength,
  scheduling,
}: Pick<Position, 'strength' | 'scheduling'>): ObjectDefaults {
  return { strength, ...(scheduling === undefined ? {} : { scheduling }) };
}
