import { properties } from 'heddle/properties';
import type { Primitive, Property } from 'heddle';
import { interruptKindName, type InterruptKind } from '../core/schedule.ts';
import { check } from '../judge/check.ts';
import { withInterrupts, type Client } from '../program/client.ts';
import type { Strength } from '../program/objectKind.ts';

export interface FindingsOptions {
  readonly strength?: Strength;
  /** Names of properties; default all that need no interrupt, but for FIFO. */
  readonly of?: readonly string[];
}

/** What a client shows: the violated properties, each with its kind and the length of a shortest schedule. */
export function findings(
  primitive: Primitive,
  client: Client,
  { strength = 'weak', of }: FindingsOptions = {},
): Record<string, string> {
  const asked = properties.filter(({ name, interrupts }) =>
    of === undefined ? interrupts === undefined && name !== 'fifo' : of.includes(name),
  );
  return violations(primitive, client, asked, strength);
}

/** What a client shows when interrupts of one kind come to it, `budget` at most. */
export function interruptFindings(
  primitive: Primitive,
  client: Client,
  kind: InterruptKind,
  budget = 1,
): string {
  const name = `interrupt-${interruptKindName(kind)}`;
  const property = properties.find((one) => one.name === name)!;
  return violations(primitive, withInterrupts(client, kind, budget), [property], 'weak')[name] ?? 'holds';
}

function violations(
  primitive: Primitive,
  client: Client,
  asked: readonly Property[],
  strength: Strength,
): Record<string, string> {
  const report = check(primitive, { properties: asked, clients: [client], strength });
  const found = report.properties.flatMap(({ property, verdict }) => {
    if (verdict.verdict === 'holds') return [];
    if (verdict.verdict === 'unknown') return [[property, 'unknown'] as const];
    const { trace, explanation } = verdict.counterexample;
    const part = trace.part === undefined ? '' : ` (${trace.part})`;
    return [[property, `${explanation.kind}${part}, ${trace.verdict.shortest} steps`] as const];
  });
  return Object.fromEntries(found);
}
