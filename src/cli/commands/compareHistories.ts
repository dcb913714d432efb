import { timeless } from '../../explore/limits.ts';
import { compareHistories as compare, type OneWay } from '../../judge/compareHistories.ts';
import { defaultClients, handsOutPermits } from '../../judge/defaultClients.ts';
import { describeClient, workload, type Client } from '../../program/client.ts';
import type { Primitive } from '../../program/primitive.ts';
import { traceColumns } from '../../report/traceText.ts';
import { wrap } from '../../report/textTable.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { primitiveAt, type Address } from '../registry.ts';
import { colours, lineWidth } from '../terminal.ts';
import { clientFrom, positive, schedulingFrom, strengthFrom } from './options.ts';

/** What the comparison of two histories can be told; as it was typed. */
export interface HistoryFlags {
  readonly threads?: string;
  readonly rounds?: string;
  readonly permits?: string;
  readonly plan?: readonly string[];
  readonly lockStrength: string;
  readonly scheduling?: string;
  readonly limitStates: string;
  readonly json?: boolean;
}

/** How many differences are told each way. */
const most = 3;

/** `heddle compare A B`: the histories that one can show and the other cannot, both ways round. */
export async function compareHistories(one: Address, other: Address, flags: HistoryFlags): Promise<ExitCode> {
  const pair = [await primitiveAt(one), await primitiveAt(other)] as const;
  const client = clientFrom({ ...flags, interrupts: '0' }) ?? usualClient(pair[0]);
  const scheduling = schedulingFrom(flags);
  const width = lineWidth();
  const say = (text: string): void => void process.stdout.write(`${wrap(text, width).join('\n')}\n`);
  const { ways, states, stop } = compare(pair, {
    client,
    circumstances: {
      strength: strengthFrom(flags),
      ...(scheduling === undefined ? {} : { scheduling }),
    },
    limits: { states: positive('limit-states', flags.limitStates) },
    surroundings: { ...timeless, now: () => performance.now() },
    most,
  });
  const isSame = stop === undefined && ways.every(({ count }) => count === 0);
  if (flags.json === true) {
    const document = {
      primitives: pair.map(({ name }) => name),
      client: describeClient(client),
      states,
      ...(stop === undefined ? {} : { stop }),
      ways: ways.map(({ shows, not, count, differences }) => ({
        shows,
        not,
        count,
        differences: differences.map(({ events, execution }) => ({
          events,
          schedule: execution.steps.map(({ choice }) => choice),
        })),
      })),
    };
    process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
  } else {
    say(`Client: ${describeClient(client)}.`);
    say(
      pair.map(({ name }, index) => `${name}: ${states[index]!.toLocaleString('en-US')} states`).join('; ') +
        '.',
    );
    if (stop !== undefined)
      say(`Unknown: stopped by the limit on ${stop}. A part of the histories tells nothing.`);
    for (const way of ways) process.stdout.write(`\n${wayLines(way, width).join('\n')}\n`);
  }
  if (stop !== undefined) return exitCodes.unknown;
  return isSame ? exitCodes.holds : exitCodes.violated;
}

/** Three threads that come and go; for what hands out no permits, its own first client. */
function usualClient(primitive: Primitive): Client {
  return handsOutPermits(primitive) ? workload(3, 1, 1) : defaultClients(primitive)[0]!;
}

function wayLines({ shows, not, count, differences }: OneWay, width: number): string[] {
  if (count === 0) return wrap(`Every history of ${shows} is one of ${not}.`, width);
  const some = differences.length < count ? `${differences.length} of ${count}` : String(count);
  return [
    ...wrap(
      `${shows} can show what ${not} cannot: ${some} ${count === 1 ? 'history' : 'histories'}, shortest first; all that comes before the last event, both can show.`,
      width,
    ).map(colours.strong),
    ...differences.flatMap(({ events, execution }, index) => [
      '',
      ...wrap(`${index + 1}. ${events.join('; ')}.`, width),
      '',
      ...traceColumns(execution, [], { width, paint: colours }),
    ]),
  ];
}
