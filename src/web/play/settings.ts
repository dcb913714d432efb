/** The settings of the playground, and how they stand in the fragment of a link. */

import type { Choice } from '../../core/schedule.ts';
import { interruptKindName, interruptKinds } from '../../core/schedule.ts';
import { nameInContract, planOf } from '../../program/client.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { schedulings, type Scheduling } from '../../program/turn.ts';
import type { ClientSettings } from '../engine/protocol.ts';

/** All that a link to the playground brings back. */
export interface PlaySettings {
  readonly file: string;
  readonly name: string;
  /** The text, where the reader has changed it. */
  readonly text?: string | undefined;
  readonly client: ClientSettings;
  readonly strength: Strength;
  /** As the primitive has it if nothing is said. */
  readonly scheduling?: Scheduling | undefined;
  readonly rule: string;
  /** What is checked; all properties if nothing is said. */
  readonly properties?: readonly string[] | undefined;
  readonly choices: readonly Choice[];
  readonly step: number;
}

/** Two threads, each once: enough for most of the lessons of the gallery. */
export const firstSettings: PlaySettings = {
  file: 'mutex/testAndSet.ts',
  name: 'test-then-set',
  client: {
    plans: [
      { does: 'acquire release', rounds: 1 },
      { does: 'acquire release', rounds: 1 },
    ],
    permits: 1,
  },
  strength: 'weak',
  rule: 'safety',
  choices: [],
  step: 0,
};

/** Letters of the actions, in the order of their type. */
const actions = [
  'step',
  'call',
  'interrupt before',
  'interrupt after',
  'interrupt posted',
  'deadline',
  'spurious',
] as const;
const letters = 'scbapdw';

/** `0 1s` and so on, two or three characters a step. */
export function encodeChoices(choices: readonly Choice[]): string {
  return choices
    .map(
      ({ thread, action, outcome }) =>
        `${thread}${letters[actions.indexOf(action)]!}${outcome === 0 ? '' : outcome}`,
    )
    .join('.');
}

/** The choices that a text stands for, as far as it stands for any. */
export function decodeChoices(text: string): Choice[] {
  const choices: Choice[] = [];
  for (const word of text.split('.')) {
    const found = /^(\d{1,2})([scbapdw])(\d{0,3})$/.exec(word);
    if (found === null) break;
    choices.push({
      thread: Number(found[1]) as Choice['thread'],
      action: actions[letters.indexOf(found[2]!)]!,
      outcome: Number(found[3] ?? 0),
    });
  }
  return choices;
}

/** The settings as the fragment of a link, after `#/play?`. */
export function toQuery({ choices, client, text, ...rest }: PlaySettings): string {
  const query = new URLSearchParams();
  query.set('file', rest.file);
  query.set('name', rest.name);
  query.set(
    'plans',
    client.plans.map(({ does, rounds }) => (rounds === 1 ? does : `${does} x${rounds}`)).join('; '),
  );
  query.set('permits', String(client.permits));
  if (client.interrupts !== undefined) query.set('interrupts', client.interrupts.kind);
  if (rest.strength !== 'weak') query.set('locks', rest.strength);
  if (rest.scheduling !== undefined) query.set('scheduling', rest.scheduling);
  query.set('rule', rest.rule);
  if (rest.properties !== undefined) query.set('check', rest.properties.join(' '));
  if (choices.length > 0) query.set('moves', encodeChoices(choices));
  if (rest.step !== choices.length) query.set('step', String(rest.step));
  if (text !== undefined) query.set('text', text);
  return query.toString();
}

/** The settings that a fragment says; what it does not say is as in `fallback`. */
export function fromQuery(text: string, fallback: PlaySettings = firstSettings): PlaySettings {
  const query = new URLSearchParams(text);
  const plans = parsePlans(query.get('plans') ?? '');
  const permits = query.get('permits') ?? '';
  const kind = interruptKinds.map(interruptKindName).find((name) => name === query.get('interrupts'));
  const choices = decodeChoices(query.get('moves') ?? '');
  const step = query.get('step') ?? '';
  return {
    file: query.get('file') ?? fallback.file,
    name: query.get('name') ?? fallback.name,
    text: query.get('text') ?? undefined,
    client: {
      plans: plans.length > 0 ? plans : fallback.client.plans,
      permits: /^\d$/.test(permits) ? Number(permits) : fallback.client.permits,
      interrupts: kind === undefined ? undefined : { kind, budget: 1 },
    },
    strength: strengths.find((one) => one === query.get('locks')) ?? fallback.strength,
    scheduling: schedulings.find((one) => one === query.get('scheduling')) ?? fallback.scheduling,
    rule: query.get('rule') ?? fallback.rule,
    properties:
      query
        .get('check')
        ?.split(' ')
        .filter((name) => name !== '') ?? fallback.properties,
    choices,
    step: /^\d{1,5}$/.test(step) ? Math.min(Number(step), choices.length) : choices.length,
  };
}

/** One plan a line or between semicolons: `acquire release x2`. */
export function parsePlans(text: string): ClientSettings['plans'] {
  return text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const found = /^(.*?)\s+x(\d{1,2}|forever)$/.exec(line);
      if (found === null) return { does: line, rounds: 1 };
      return { does: found[1]!, rounds: found[2] === 'forever' ? 'forever' : Number(found[2]) };
    });
}

/** The same the other way round. */
export function plansInLines(plans: ClientSettings['plans']): string {
  return plans.map(({ does, rounds }) => (rounds === 1 ? does : `${does} x${rounds}`)).join('\n');
}

/** Whether a client calls nothing but these operations. */
export function callsNothingElse({ plans }: ClientSettings, operations: readonly string[]): boolean {
  return plans.every(({ does }) =>
    planOf(does).operations.every(({ operation }) => operations.includes(nameInContract(operation))),
  );
}
