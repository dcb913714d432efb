import { chartOf } from '../../automata/modelAutomaton.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import { explain, type Explanation } from '../../judge/explain.ts';
import { insightOf, wayOutOf } from '../../judge/insight.ts';
import { describeClient, describePlan, type Client } from '../../program/client.ts';
import type { Strength } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf, type Program } from '../../program/program.ts';
import type { Execution } from '../../trace/execution.ts';
import type { Scheduling } from '../../program/turn.ts';
import type { Trace } from '../../trace/trace.ts';
import { recordCourse } from './recordCourse.ts';
import { recordingVersion, type Course, type RecordedObject, type Recording } from './recording.ts';
import { Sources, type SourceReader } from './sources.ts';

/** What to record. */
export interface RecordingRequest {
  readonly primitive: Primitive;
  readonly client: Client;
  readonly strength: Strength;
  /** When threads may be switched; as the primitive has it if nothing is said. */
  readonly scheduling?: Scheduling | undefined;
  /** The property that is watched, or the part of one. */
  readonly rule: Property;
  readonly choices: readonly Choice[];
  /** What going well means besides; undefined to spare the search for what else could have happened. */
  readonly companions?: readonly Property[] | undefined;
  readonly reader: SourceReader;
  readonly notices?: readonly string[];
  readonly command?: string;
  /** How many of the choices, the last, are repeated for ever; as the verdict says if nothing is said. */
  readonly loop?: number | undefined;
  /** What is known of the schedule. */
  readonly verdict?: Trace['verdict'];
  /** The property of which `rule` is a part. */
  readonly whole?: string;
}

const nothingToExplain: Explanation = { rule: '', kind: '', sentences: [], steps: [] };

/** Executes a schedule and tells it as plain data. */
export function recordingOf(request: RecordingRequest): Recording {
  const {
    primitive,
    client,
    strength,
    scheduling,
    rule,
    choices,
    notices = [],
    verdict,
    whole,
    command,
  } = request;
  const sources = new Sources(request.reader);
  const circumstances = { strength, ...(scheduling === undefined ? {} : { scheduling }) };
  const program = programOf(primitive, client, circumstances);
  let explanation = nothingToExplain;
  const noteSteps = (failed: Execution): readonly number[] => {
    explanation = explain(failed, rule);
    return explanation.steps;
  };
  const loop = request.loop ?? verdict?.loop;
  const { course, execution } = recordCourse(program, choices, rule, sources, noteSteps, loop);
  const wantsInsight = request.companions !== undefined && execution.violation !== undefined;
  const fresh = (): Program => programOf(primitive, client, circumstances);
  const insight =
    wantsInsight && loop === undefined
      ? insightOf(fresh(), rule, request.companions, choices.slice(0, execution.steps.length))
      : undefined;
  const wayOut = wantsInsight && loop !== undefined ? wayOutOf(fresh(), execution, rule) : undefined;
  const another = insight?.passing ?? wayOut?.choices;
  const passing: Course | undefined =
    another === undefined ? undefined : recordCourse(program, another, rule, sources, () => []).course;
  const lastGood = insight?.lastGood ?? wayOut?.after;
  const { model, source } = primitive;
  return {
    format: 'heddle-recording',
    version: recordingVersion,
    primitive: {
      name: primitive.name,
      title: primitive.title,
      ...(primitive.note === undefined ? {} : { note: primitive.note }),
      ...(source === undefined ? {} : { citation: source.citation }),
      ...(source?.url === undefined ? {} : { url: source.url }),
    },
    property: {
      name: rule.name,
      title: rule.title,
      violatedWhen: rule.violatedWhen,
      ...(whole === undefined ? {} : { whole }),
    },
    client: describeClient(client),
    strength,
    ...(program.scheduling === 'preemptive' ? {} : { scheduling: program.scheduling }),
    plans: client.plans.map((plan) => planInWords(plan)),
    objects: program.arena.objects.map(({ name, kind, initial, index, pool }): RecordedObject => ({
      name,
      kind: kind.name,
      initial: pool === undefined ? program.arena.render(index, initial) : undefined,
    })),
    sources: sources.all,
    model: { title: model.title, promise: model.promise, chart: chartOf(model) },
    course,
    explanation: { kind: explanation.kind, sentences: explanation.sentences, steps: explanation.steps },
    ...(verdict === undefined ? {} : { length: lengthInWords(verdict) }),
    ...(lastGood === undefined ? {} : { lastGood }),
    ...(insight?.why === 'never' ? { hadNoChance: true } : {}),
    ...(passing === undefined ? {} : { passing }),
    notices,
    ...(command === undefined ? {} : { command }),
  };
}

function planInWords(plan: Client['plans'][number]): string {
  const { rounds = 1 } = plan;
  const words = describePlan(plan);
  return rounds === 1 ? words : rounds === 'forever' ? `${words}, for ever` : `${words}, ${rounds} times`;
}

function lengthInWords(verdict: Trace['verdict']): string {
  const { steps, loop, shortest, isShortest, switches, fewestSwitches } = verdict;
  if (loop !== undefined) {
    const proof = isShortest === undefined ? 'none is shorter, together' : 'there may be a shorter one';
    return `${steps - loop} steps lead to a loop of ${loop}, which is repeated for ever (${proof})`;
  }
  const short =
    isShortest !== undefined
      ? 'a shorter schedule may exist'
      : shortest === steps
        ? 'no schedule is shorter'
        : `the shortest has ${shortest}`;
  const least = fewestSwitches === 'proved' ? 'no schedule has fewer' : 'perhaps not the fewest';
  return `${steps} steps (${short}), ${switches} context ${switches === 1 ? 'switch' : 'switches'} (${least})`;
}
