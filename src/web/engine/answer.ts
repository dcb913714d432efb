/** Answers the questions of a page, with the same engine that the command uses. */

import { judgedProperties, properties } from 'heddle/properties';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { UsageError } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import type { Surroundings } from '../../explore/limits.ts';
import { EndlessClient } from '../../explore/liveness/findCycle.ts';
import { Outlook, type Way } from '../../explore/outlook.ts';
import { check } from '../../judge/check.ts';
import { describePending } from '../../program/describePending.ts';
import type { ObjectDefaults } from '../../program/objectKind.ts';
import { programOf } from '../../program/program.ts';
import { World } from '../../program/world.ts';
import { recordingOf } from '../../report/recording/recordingOf.ts';
import { isEndless, type EndlessProperty } from '../../trace/lassoExecution.ts';
import { choicesOf, clientOf } from '../../trace/trace.ts';
import { clientFrom, settingsOf } from './clientFrom.ts';
import { address } from './linker.ts';
import { goals } from '../../lessons/goals.ts';
import { completions } from './completions.ts';
import { catalogueEntries, primitiveOf, sources } from './library.ts';
import { roundOf } from './roundOf.ts';
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
          properties: judgedProperties.map((property) => ({
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
function searchOf({ name, keepsHistory, interrupts, endless }: Property): string {
  if (endless !== undefined) return endless.forbids === 'unbounded bypass' ? name : 'without end';
  return keepsHistory === true || interrupts !== undefined ? name : 'together';
}

/** The page shows no measures; without one, a search for what is known to be violated is spared. */
function withoutMeasure(property: Property): Property {
  const { measures: _, ...rest } = property;
  return rest;
}

function checked(
  { subject, clients, strength, scheduling, properties: names }: Extract<Question, { ask: 'check' }>,
  now: () => number,
  onProgress: OnProgress,
): Checked {
  const began = now();
  const primitive = primitiveOf(subject);
  const report = check(primitive, {
    properties: names.map((name) => withoutMeasure(ruleNamed(name))),
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
  const property = ruleNamed(rule);
  const program = programOf(primitive, client, circumstancesOf(question));
  const round = isEndless(property) ? roundOf(program, choices, property) : undefined;
  const recording = recordingOf({
    primitive,
    client,
    strength,
    scheduling,
    rule: property,
    choices,
    loop: round?.isForbidden === true ? round.length : undefined,
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
      new World(program, { callsAtAnyMoment: isEndless(property) }),
      made,
      recording.course.violation !== undefined,
    ),
    ...(round === undefined ? {} : { round: round.length }),
  };
}

/** What it means that an execution goes well. */
const goingWell = properties.filter(({ name }) =>
  ['safety', 'no-lost-wakeup', 'non-blocking', 'deadlock-freedom', 'failure-freedom'].includes(name),
);

function movesAlong(world: World, choices: readonly Choice[], isOver: boolean): Move[][] {
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
  const program = programOf(primitiveOf(subject), clientFrom(client), circumstancesOf(position));
  const property = ruleNamed(rule);
  const surroundings = {
    now,
    onProgress: ({ states }: { readonly states: number }) => onProgress({ states, client: '' }),
  };
  const learner = new Learner(program);
  const way = isEndless(property)
    ? endlessWay(learner, property, choices, surroundings)
    : finiteWay(learner, property, choices, surroundings);
  if (way === 'none') return { canFail: 'no' };
  return way === 'unknown' ? { canFail: 'unknown' } : { canFail: 'yes', way: way.choices };
}

function finiteWay(
  learner: Learner,
  property: Property,
  choices: readonly Choice[],
  surroundings: Surroundings,
): Way {
  const monitor = new MonitorTable(property.monitor(learner.program.setup));
  const future = new Outlook(learner, monitor, outlookStates);
  const states = future.along(choices);
  return states.length <= choices.length ? 'unknown' : future.failureFrom(states.at(-1)!, surroundings);
}

/** A way into a round that is forbidden, and once around it. Of bypass only the start can be asked. */
function endlessWay(
  learner: Learner,
  { endless, monitor }: EndlessProperty,
  choices: readonly Choice[],
  surroundings: Surroundings,
): Way {
  if (endless.forbids === 'unbounded bypass') {
    if (choices.length > 0) return 'unknown';
    const { cycle, result } = new EndlessClient(learner, { states: outlookStates }, surroundings).find(
      endless,
    );
    if (cycle !== undefined) return { choices: [...cycle.stem, ...cycle.loop] };
    return result.stop === undefined ? 'none' : 'unknown';
  }
  const table = new MonitorTable(monitor(learner.program.setup));
  const future = new Outlook(learner, table, outlookStates, true);
  const states = future.along(choices);
  return states.length <= choices.length
    ? 'unknown'
    : future.forbiddenFrom(states.at(-1)!, endless, surroundings);
}

function ruleNamed(name: string): Property {
  const found = [...judgedProperties, ...goals].find((property) => property.name === name);
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
