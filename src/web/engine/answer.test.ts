/** The engine of the page, without a page: it says of the gallery what the command says. */

import { gallery } from 'heddle/gallery';
import { callsNothingElse } from '../play/settings.ts';
import { judgedProperties, properties as ordinaryProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import type { Choice } from '../../core/schedule.ts';
import { answerTo } from './answer.ts';
import type { Answer, Catalogue, Question } from './protocol.ts';

function answer<Asked extends Question['ask']>(
  question: Extract<Question, { ask: Asked }>,
): Extract<Answer, { answer: Asked }> {
  return answerTo(
    question,
    () => 0,
    () => {},
  ) as Extract<Answer, { answer: Asked }>;
}

const catalogue: Catalogue = answer({ ask: 'catalogue' }).catalogue;
const entry = (name: string): Catalogue['entries'][number] =>
  catalogue.entries.find((one) => one.name === name)!;
const twice = {
  plans: [
    { does: 'acquire release', rounds: 1 },
    { does: 'acquire release', rounds: 1 },
  ],
  permits: 1,
};

test('every entry of the gallery is there, compiled from its text', () => {
  expect(catalogue.entries.map(({ name }) => name)).toEqual(gallery.map(({ name }) => name));
  for (const { firstClient, operations, name } of catalogue.entries)
    expect({ name, fits: callsNothingElse(firstClient, operations) }).toEqual({ name, fits: true });
  for (const { file, violates, name } of catalogue.entries) {
    expect(catalogue.sources[file]).toContain('definePrimitive');
    const { expected } = gallery.find((primitive) => primitive.name === name)!;
    expect(violates).toEqual([...expected!.violates, ...(expected!.endless ?? [])]);
  }
});

test.each(['reference', 'ticket', 'test-then-set', 'drepper-2-forgetful'])(
  '%s is judged as it declares',
  (name) => {
    const { file, violates } = entry(name);
    // Of executions without end an entry need not declare anything.
    const { endless } = gallery.find((primitive) => primitive.name === name)!.expected!;
    const properties = (endless === undefined ? ordinaryProperties : judgedProperties).map(
      (property) => property.name,
    );
    const { results } = answer({
      ask: 'check',
      subject: { file, name },
      clients: undefined,
      strength: 'weak',
      properties,
    }).checked;
    const violated = results.filter(({ verdict }) => verdict === 'violated');
    expect(violated.map(({ property }) => property)).toEqual(violates);
    for (const { failure } of violated) {
      // What is shown of a failure is executed anew.
      const { client, rule, choices } = failure!;
      const { played } = answer({
        ask: 'play',
        subject: { file, name },
        client,
        strength: 'weak',
        rule,
        choices,
        wantsInsight: false,
      });
      expect(played.recording.course.violation?.after).toBe(choices.length);
      expect(played.moves.at(-1)).toEqual([]);
    }
  },
);

test('the places of the threads are lines of the text that was asked about', () => {
  const { file } = entry('test-then-set');
  const text = `\n\n${catalogue.sources[file]!}`;
  const step = { thread: 0 as Choice['thread'], action: 'step', outcome: 0 } as const;
  const { played } = answer({
    ask: 'play',
    subject: { file, name: 'test-then-set', text },
    client: twice,
    strength: 'weak',
    rule: 'safety',
    choices: [step],
    wantsInsight: false,
  });
  const [place] = played.recording.course.steps[0]!.threads[0]!.places;
  expect(text.split('\n')[place!.line - 1]).toContain('word.write(1)');
  expect(played.recording.sources[place!.source]).toEqual({ name: file, text });
});

test('where threads are switched only when they wait, a look and a write are one', () => {
  const { file } = entry('test-then-set');
  const board = {
    subject: { file, name: 'test-then-set' },
    client: twice,
    strength: 'weak',
    rule: 'safety',
    choices: [],
  } as const;
  expect(answer({ ask: 'outlook', ...board }).outlook).toMatchObject({ canFail: 'yes', way: { length: 4 } });
  expect(answer({ ask: 'outlook', ...board, scheduling: 'cooperative' }).outlook).toEqual({ canFail: 'no' });
});

test('a game without end is lost when a round is closed that is forbidden, and not before', () => {
  const { file } = entry('test-and-set');
  const of = (thread: number): Choice => ({ thread: thread as Choice['thread'], action: 'step', outcome: 0 });
  const board = {
    subject: { file, name: 'test-and-set' },
    client: { plans: twice.plans.map(({ does }) => ({ does, rounds: 'forever' as const })), permits: 1 },
    strength: 'weak',
    rule: 'starvation-strong',
  } as const;
  const playedWith = (...threads: readonly number[]): Extract<Answer, { answer: 'play' }>['played'] =>
    answer({ ask: 'play', ...board, choices: threads.map(of), wantsInsight: false }).played;
  // In and out again, and nobody waits: a round that nobody forbids.
  expect(playedWith(0, 0)).toMatchObject({ round: 2, recording: { course: { steps: [{}, {}] } } });
  expect(playedWith(0, 0).recording.course.violation).toBeUndefined();
  expect(playedWith(1, 0, 1).round).toBeUndefined();
  const lost = playedWith(1, 0, 1, 1);
  expect(lost.recording.course).toMatchObject({ loop: 2, violation: { after: 4 } });
  expect(lost.moves.at(-1)).toEqual([]);
  // It can still be lost from anywhere, and the way is the rest of such a round.
  const { way = [] } = answer({ ask: 'outlook', ...board, choices: [1, 0].map(of) }).outlook;
  expect(way.map(({ thread }) => thread)).toEqual([1, 1]);
  expect(answer({ ask: 'outlook', ...board, choices: [], rule: 'bounded-bypass' }).outlook.canFail).toBe(
    'yes',
  );
  expect(answer({ ask: 'outlook', ...board, choices: [], rule: 'livelock' }).outlook.canFail).toBe('no');
});

test('a program that is none is refused in words', () => {
  const ask = (text: string) => () =>
    answer({
      ask: 'check',
      subject: { file: 'mine.ts', text },
      clients: undefined,
      strength: 'weak',
      properties: ['safety'],
    });
  expect(ask('export const x = 1;')).toThrow('mine.ts exports no primitive.');
  expect(ask("import fs from 'node:fs'; fs.rmSync('x');")).toThrow(
    'mine.ts imports node:fs, which this page does not have.',
  );
  expect(ask('class {')).toThrow('mine.ts cannot be read, at line 1.');
});

test('the editor is offered what the sources say', () => {
  const found = catalogue.completions.find(({ label, isMember }) => label === 'fetchAdd' && isMember);
  expect(found?.info).toBe('Adds `amount` to the number that it holds; answers what it held before.');
  for (const label of ['cell', 'until', 'definePrimitive', 'fresh', 'lock']) {
    expect(catalogue.completions.some((one) => one.label === label && !one.isMember)).toBe(true);
  }
});
