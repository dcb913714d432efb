/**
 * The self-check: all ways to search are compared on the gallery with small clients, on programs that
 * chance makes up, and the number of states with one that can be calculated.
 */

import { Learner } from '../../automata/learner.ts';
import type { Property } from '../../core/monitor.ts';
import { interruptKinds } from '../../core/schedule.ts';
import { soundEngine, type Engine } from '../../explore/engine.ts';
import { timeless } from '../../explore/limits.ts';
import { noReductions, reducedSearch } from '../../explore/reducedSearch.ts';
import { RandomNumbers } from '../../explore/sampling/randomNumbers.ts';
import { describeClient, planOf, postings, workload, type Client } from '../../program/client.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import { cell } from '../../program/objects/cell.ts';
import { programOf, rawProgram, type Program } from '../../program/program.ts';
import type { Step } from '../../program/step.ts';
import { crossCheck, type CrossCheckOptions, type Disagreement } from './crossCheck.ts';
import { madeUp, words, type Word } from './madeUp.ts';

/** What is checked. */
export interface SelfcheckOptions {
  readonly gallery: readonly Primitive[];
  readonly properties: readonly Property[];
  /** Determines the programs and their order. */
  readonly seed: number;
  /** Default the engine that is proved; another is what the check is to find wrong. */
  readonly engine?: Engine;
  /** The ways to search that are compared, by a part of their names. Default all. */
  readonly only?: string;
}

/** One program that was looked at, or one count. */
export interface Checked {
  /** In words: what it was. */
  readonly program: string;
  readonly disagreements: readonly Disagreement[];
  /** The ways to search that were compared, with the states or moves of each; none if the program was too large. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Threads that each take so many steps, by themselves: (steps + 1) ^ threads states, enough for hashes to collide. */
const counted = { threads: 6, steps: 7, states: 8 ** 6 };

const limits: Pick<CrossCheckOptions, 'statesMax' | 'movesMax'> = { statesMax: 400, movesMax: 10_000 };

/**
 * Checks the count, and then one program after the other, without end: every second one is of the
 * gallery. A made-up program that shows a disagreement is made as small as it can be.
 */
export function* selfcheck(options: SelfcheckOptions): Generator<Checked, never> {
  const random = new RandomNumbers(options.seed);
  yield checkCount(options);
  for (let cases: Case[] = []; ;) {
    if (cases.length === 0) cases = inTurn(shuffled(casesOf(options), random));
    const next = cases.shift();
    if (next !== undefined) yield checkCase(next, options);
    yield checkMadeUp(drawn(random), options);
  }
}

function checkCount({ engine }: SelfcheckOptions): Checked {
  const { threads, steps, states } = counted;
  const make = (): Program =>
    rawProgram(() => {
      const cells = Array.from({ length: threads }, () => cell(0));
      const bodies = cells.map(
        (own) =>
          function* (): Step {
            for (let step = 1; step <= steps; step++) yield* own.write(step);
          },
      );
      return { objects: { cells }, threads: bodies };
    });
  const found = reducedSearch(new Learner(make()), [], noReductions, {}, timeless, 'exact', engine).states;
  const expected = `${states}, by arithmetic`;
  return {
    program: `${threads} threads that each take ${steps} steps by themselves`,
    sizes: new Map([['plain', found]]),
    disagreements:
      found === states
        ? []
        : [{ search: 'plain', about: 'the number of states', expected, found: String(found) }],
  };
}

/** A primitive of the gallery, a client, and properties that are judged together. */
interface Case {
  readonly primitive: Primitive;
  readonly client: Client;
  readonly strength: Strength;
  readonly judged: readonly Property[];
}

const clients: readonly Client[] = [
  workload(3, 1, 1),
  workload(2, 1, 1),
  postings(2, [1, 1], 0),
  { permits: 1, plans: [planOf('timedAcquire release'), planOf('tryAcquire release')] },
  { permits: 1, plans: [planOf('timedAcquire release'), planOf('acquire release')] },
  ...interruptKinds.map((kind): Client => ({ ...workload(2, 1, 1), interrupts: { kind, budget: 1 } })),
];

function casesOf({ gallery, properties }: SelfcheckOptions): Case[] {
  const plain = properties.filter(({ interrupts }) => interrupts === undefined);
  const together = plain.filter(({ keepsHistory }) => keepsHistory !== true);
  const alone = plain.filter(({ keepsHistory }) => keepsHistory === true);
  const groups = [together, ...alone.map((property) => [property])];
  return gallery.flatMap((primitive) =>
    clients
      .filter((client) => isServed(client, primitive))
      .flatMap((client) =>
        strengths.flatMap((strength) =>
          // History multiplies the states, and what the locks do is no part of it.
          (strength === 'weak' ? groups : [together]).map((judged) => ({
            primitive,
            client,
            strength,
            judged,
          })),
        ),
      ),
  );
}

function isServed({ plans, permits }: Client, primitive: Primitive): boolean {
  const offered = [...offeredOperations(primitive), 'post'];
  return (
    permits <= primitive.model.permitsMax &&
    plans.length <= (primitive.threadsMax ?? plans.length) &&
    plans.every(({ operations }) =>
      operations.every(
        ({ operation, permits: count = 1 }) =>
          offered.includes(operation) && count <= (primitive.releaseMax ?? 1),
      ),
    )
  );
}

function checkCase({ primitive, client, strength, judged }: Case, options: SelfcheckOptions): Checked {
  const make = (): Program => programOf(primitive, client, { strength });
  const program = `${primitive.name}, ${describeClient(client)}, ${strength} locks, ${judged.map(({ name }) => name).join(' ')}`;
  return { program, ...compared(make, judged, options) };
}

/** Each primitive once, then each a second time, and so on. */
function inTurn(cases: readonly Case[]): Case[] {
  const counts = new Map<Primitive, number>();
  const turns = cases.map((one) => {
    const turn = counts.get(one.primitive) ?? 0;
    counts.set(one.primitive, turn + 1);
    return { one, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ one }) => one);
}

/** A program that is made up: what each thread does, and how. */
interface Made {
  readonly threads: readonly (readonly Word[])[];
  readonly strength: Strength;
  readonly tells: boolean;
}

/**
 * Two or three threads, some of which may do the same. They use a few words only: where all are used,
 * threads seldom have to do with each other (swarm testing, GroceEtAl2012).
 */
function drawn(random: RandomNumbers): Made {
  const few = shuffled(words, random).slice(0, 2 + random.below(3));
  const bodies = [0, 1, 2].map(() =>
    Array.from({ length: 1 + random.below(3) }, () => few[random.below(few.length)]!),
  );
  return {
    threads: Array.from({ length: 2 + random.below(2) }, () => bodies[random.below(3)]!),
    strength: strengths[random.below(strengths.length)]!,
    tells: random.below(2) === 1,
  };
}

function checkMadeUp(made: Made, options: SelfcheckOptions): Checked {
  const check = ({ threads, strength, tells }: Made): Omit<Checked, 'program'> =>
    compared(() => madeUp(threads, strength, 'preemptive', { tells }), [], options);
  let smallest = made;
  let found = check(made);
  const isWrong = ({ disagreements }: Omit<Checked, 'program'>): boolean => disagreements.length > 0;
  for (let hasShrunk = isWrong(found); hasShrunk;) {
    hasShrunk = false;
    for (const smaller of smallerThan(smallest)) {
      const result = check(smaller);
      if (!isWrong(result)) continue;
      smallest = smaller;
      found = result;
      hasShrunk = true;
      break;
    }
  }
  const threads = smallest.threads.map((thread) => `(${thread.join(' ')})`).join(' ');
  return {
    program: `made up: ${threads}, ${smallest.strength} locks${smallest.tells ? ', told in the end' : ''}`,
    ...found,
  };
}

/** With a thread less, or a word less in all threads that do the same. */
function smallerThan(made: Made): Made[] {
  const { threads } = made;
  const fewer = threads.length > 1 ? threads.map((_, thread) => threads.toSpliced(thread, 1)) : [];
  const bodies = [...new Set(threads.map((thread) => thread.join(' ')))];
  const shorter = bodies.flatMap((body) => {
    const list = body.split(' ') as Word[];
    if (list.length < 2) return [];
    return list.map((_, word) =>
      threads.map((thread) => (thread.join(' ') === body ? list.toSpliced(word, 1) : thread)),
    );
  });
  return [
    ...[...fewer, ...shorter].map((less) => ({ ...made, threads: less })),
    ...(made.tells ? [{ ...made, tells: false }] : []),
  ];
}

function compared(
  make: () => Program,
  judged: readonly Property[],
  { engine = soundEngine, only = '' }: SelfcheckOptions,
): Omit<Checked, 'program'> {
  const result = crossCheck(make, { judged, engine, only, ...limits });
  return result ?? { disagreements: [], sizes: new Map() };
}

function shuffled<Item>(items: readonly Item[], random: RandomNumbers): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
