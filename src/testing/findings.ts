import { properties } from 'heddle/properties';
import type { Primitive, Property } from 'heddle';
import { interruptKindName, type InterruptKind } from '../core/schedule.ts';
import { check } from '../judge/check.ts';
import type { PropertyReport } from '../judge/findings.ts';
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

/**
 * What a client shows when interrupts of one kind come to it.
 *
 * @param options the most interrupts in one execution, and the one part of restoration that is asked for.
 */
export function interruptFindings(
  primitive: Primitive,
  client: Client,
  kind: InterruptKind,
  { budget = 1, part }: { readonly budget?: number; readonly part?: string } = {},
): string {
  const name = `interrupt-${interruptKindName(kind)}`;
  const whole = properties.find((one) => one.name === name)!;
  const only = properties.filter((one) => one.name === part);
  const property = part === undefined ? whole : { ...whole, parts: () => only };
  return violations(primitive, withInterrupts(client, kind, budget), [property], 'weak')[name] ?? 'holds';
}

function violations(
  primitive: Primitive,
  client: Client,
  asked: readonly Property[],
  strength: Strength,
): Record<string, string> {
  const report = check(primitive, { properties: asked, clients: [client], strength });
  return Object.fromEntries(
    report.properties
      .filter(({ verdict }) => verdict.verdict !== 'holds')
      .map(({ property, verdict }) => [property, describe(verdict)]),
  );
}

function describe(verdict: PropertyReport['verdict']): string {
  if (verdict.verdict !== 'violated') return verdict.verdict;
  const { trace, explanation } = verdict.counterexample;
  const part = trace.part === undefined ? '' : ` (${trace.part})`;
  return `${explanation.kind}${part}, ${trace.verdict.shortest} steps`;
}
