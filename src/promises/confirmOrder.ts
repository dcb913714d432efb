/** From an order that a search has found to something that is believed, can be saved, replayed and read. */

import type { MonitorSetup, Property } from '../core/monitor.ts';
import type { Client } from '../program/client.ts';
import { explainOrder } from './explainOrder.ts';
import type { FoundOrder } from './explore.ts';
import { executeNatively } from './nativeRun.ts';
import { describePositions, type Positions } from './order.ts';
import { clientForOrder, orderSteps, orderTraceVersion, type OrderTrace } from './orderTrace.ts';
import type { Subject } from './subject.ts';
import type { OrderCounterexample } from './subjectReport.ts';

/** An order as it was found, with virtual time. */
export interface Suspicion {
  readonly subject: Subject;
  /** The file that defines the subject. */
  readonly module: string | undefined;
  readonly property: Property;
  /** What the violation may be a violation of. */
  readonly parts: readonly Property[];
  readonly client: Client;
  readonly setup: MonitorSetup;
  readonly found: FoundOrder;
  readonly positions: Positions;
  /** Whether it is an error that nobody can catch, rather than what a monitor says. */
  readonly isCrash: boolean;
}

/** How long a timedAcquire may take, one try after the other: a busy machine needs more. */
const timeoutsMs = [30, 100, 300];

/** Executes an order natively, several times if need be. @returns what was seen instead, if it does not show. */
export async function confirmOrder(
  suspicion: Suspicion,
): Promise<OrderCounterexample | { readonly seen: string }> {
  const { subject, client, found, setup, parts, isCrash } = suspicion;
  let seen = 'nothing of the kind';
  for (const timeoutMs of timeoutsMs) {
    for (const part of parts) {
      const execution = await executeNatively({
        subject,
        client,
        ...found,
        property: part,
        setup,
        timeoutMs,
      });
      const why = isCrash ? execution.crash : execution.why;
      if (why !== undefined) {
        const trace = traceOf(suspicion, part, why, orderSteps(execution.steps));
        return { trace, explanation: explainOrder(execution, part.name), execution };
      }
      seen = execution.divergence?.why ?? execution.crash ?? seen;
    }
  }
  return { seen };
}

function traceOf(
  { subject, module, property, client, found, positions }: Suspicion,
  part: Property,
  why: string,
  order: OrderTrace['order'],
): OrderTrace {
  const { name, package: origin, model } = subject;
  return {
    format: 'heddle-order',
    version: orderTraceVersion,
    subject: {
      name,
      ...(module === undefined ? {} : { module }),
      ...(origin === undefined ? {} : { package: `${origin.name}@${origin.version}` }),
    },
    model: model.name,
    property: property.name,
    ...(part === property ? {} : { part: part.name }),
    client: clientForOrder(client),
    positions: describePositions(positions),
    verdict: { violated: true, why, quiet: found.isQuietAfter, end: found.isEnd },
    order,
  };
}
