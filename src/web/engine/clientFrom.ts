import { interruptKindName, interruptKinds } from '../../core/schedule.ts';
import { describePlan, planOf, type Client } from '../../program/client.ts';
import type { ClientSettings } from './protocol.ts';

/** The client that settings stand for. */
export function clientFrom({ plans, permits, interrupts, isProbed }: ClientSettings): Client {
  const kind = interruptKinds.find((one) => interruptKindName(one) === interrupts?.kind);
  return {
    permits,
    plans: plans.map(({ does, rounds }) => planOf(does, rounds)),
    ...(kind === undefined || interrupts === undefined
      ? {}
      : { interrupts: { kind, budget: interrupts.budget } }),
    isProbed: isProbed ?? kind !== undefined,
  };
}

/** The settings that stand for a client. */
export function settingsOf({ plans, permits, interrupts, isProbed }: Client): ClientSettings {
  return {
    permits,
    plans: plans.map((plan) => ({ does: describePlan(plan), rounds: plan.rounds ?? 1 })),
    interrupts:
      interrupts === undefined
        ? undefined
        : { kind: interruptKindName(interrupts.kind), budget: interrupts.budget },
    isProbed: isProbed ?? false,
  };
}
