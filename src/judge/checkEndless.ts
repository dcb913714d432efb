/** Checks what concerns executions without end: clients that repeat for ever, explored whole and without reductions. */

import { Learner } from '../automata/learner.ts';
import type { Property } from '../core/monitor.ts';
import { timeless, type Limits } from '../explore/limits.ts';
import { EndlessClient, type CycleFinding } from '../explore/liveness/findCycle.ts';
import { describeClient, type Client } from '../program/client.ts';
import type { Circumstances } from '../program/objectKind.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { surroundingsOf, type CheckOptions } from './checkOptions.ts';
import type { EndlessProperty } from '../trace/lassoExecution.ts';
import { dryRun } from './dryRun.ts';
import { endlessClients, keepsPermits, withoutEnd, type EndlessCase } from './endlessClients.ts';
import { endlessCounterexample } from './endlessCounterexample.ts';
import type { Finding } from './findings.ts';

/**
 * What is found of properties of executions without end, with the default clients for them, or with those that are
 * given, repeated for ever. Exact for these clients and any number of rounds; a limit that is hit leaves what was
 * not found unknown. The method of the options is not used: every state is explored, without reductions, since
 * none is proved to keep cycles.
 */
export function checkEndless(
  primitive: Primitive,
  properties: readonly EndlessProperty[],
  options: CheckOptions,
  circumstances: Required<Circumstances>,
): Map<Property, Finding> {
  const findings = new Map<Property, Finding>(properties.map((property) => [property, { bounds: [] }]));
  for (const { client, limits } of casesFor(primitive, options)) {
    const open = properties.filter(
      (property) =>
        findings.get(property)!.violation === undefined &&
        (property.endless.forbids !== 'livelock' || !keepsPermits(client, primitive.model)),
    );
    if (open.length === 0) continue;
    const { stop } = checkClient(primitive, client, open, limits, { ...options, circumstances }, findings);
    // What was too large for fewer threads is too large for more.
    if (stop) break;
  }
  return findings;
}

interface LimitedCase {
  readonly client: Client;
  readonly limits: Limits;
}

/** A graph is kept whole, at some hundred bytes a state. */
const graphStatesMax = 4_000_000;

function casesFor(primitive: Primitive, { clients, limits: asked = {} }: CheckOptions): LimitedCase[] {
  const limits = { ...asked, states: Math.min(graphStatesMax, asked.states ?? Infinity) };
  if (clients !== undefined) {
    return clients.flatMap((client) => {
      const endless = withoutEnd(client, primitive.model);
      return endless === undefined ? [] : [{ client: endless, limits }];
    });
  }
  return endlessClients(primitive).map(({ client, statesMax }: EndlessCase) => ({
    client,
    limits: { ...limits, states: Math.min(statesMax, limits.states) },
  }));
}

function checkClient(
  primitive: Primitive,
  client: Client,
  properties: readonly EndlessProperty[],
  limits: Limits,
  {
    circumstances,
    surroundings = timeless,
    source,
  }: CheckOptions & { readonly circumstances: Required<Circumstances> },
  findings: ReadonlyMap<Property, Finding>,
): { readonly stop: boolean } {
  const words = describeClient(client);
  const program = programOf(primitive, client, circumstances);
  dryRun(program);
  const explored = new EndlessClient(new Learner(program), limits, surroundingsOf(surroundings, words));
  let isStopped = false;
  for (const property of properties) {
    const found = explored.find(property.endless);
    const finding = findings.get(property)!;
    isStopped ||= found.result.stop !== undefined;
    if (found.cycle === undefined) note(finding, found, words);
    else {
      const origin = { property, primitive, client, circumstances, source, program };
      finding.violation = {
        client: words,
        counterexample: endlessCounterexample({ ...origin, cycle: found.cycle }),
      };
    }
  }
  return { stop: isStopped };
}

/** Notes that there is no cycle, as far as was explored. */
function note(finding: Finding, { result, bound }: CycleFinding, client: string): void {
  const { states, transitions, stop, frontier } = result;
  if (stop !== undefined) {
    finding.unknown ??= { verdict: 'unknown', client, stop, states, frontier, bounds: [] };
    return;
  }
  finding.bounds.push({ client, states, transitions });
  if (bound !== undefined && bound > (finding.measure?.max ?? -1)) finding.measure = { max: bound, client };
}
