/** The `heddle.config.ts` of a project: found in the working folder, checked, and laid under what was typed. */

import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { UsageError } from '../core/errors.ts';
import { checkClient, type Client } from '../program/client.ts';
import type { HeddleConfig } from '../program/config.ts';
import type { CheckFlags } from './commands/options.ts';
import { loadModule } from './registry.ts';

const names = ['heddle.config.ts', 'heddle.config.mts', 'heddle.config.js', 'heddle.config.mjs'];

const positive = v.pipe(v.number(), v.gtValue(0));
const schema = v.strictObject({
  primitives: v.optional(v.array(v.string())),
  clients: v.optional(v.array(v.custom<Client>((thing) => typeof thing === 'object' && thing !== null))),
  limits: v.optional(
    v.strictObject({
      states: v.optional(positive),
      memory: v.optional(v.string()),
      seconds: v.optional(positive),
      executions: v.optional(v.pipe(positive, v.integer())),
    }),
  ),
  positions: v.optional(v.string()),
  traces: v.optional(v.string()),
  reports: v.optional(v.string()),
});

/** The config of the working folder; undefined if there is none. @throws UsageError if it is none. */
async function findConfig(): Promise<HeddleConfig | undefined> {
  const file = names.find((name) => existsSync(name));
  if (file === undefined) return undefined;
  const exported = (await loadModule(`./${file}`))['default'];
  const result = v.safeParse(schema, exported);
  if (!result.success) {
    const [issue] = result.issues;
    throw new UsageError(
      {
        what: `${file}: this is no config of heddle${exported === undefined ? '' : `, at ${v.getDotPath(issue) ?? 'its default export'}`}.`,
        found: exported === undefined ? 'no default export' : issue.received,
        expected:
          exported === undefined ? 'export default defineConfig({ ... })' : (issue.expected ?? issue.message),
      },
      'HEDDLE_BAD_FILE',
    );
  }
  for (const client of result.output.clients ?? []) checkClient(client);
  return result.output as HeddleConfig;
}

/** What is checked, and how: what was typed, and under it what the project asks. */
export async function withConfig(
  typed: readonly string[],
  flags: CheckFlags,
  /** Where the value of an option comes from: `cli` if it was typed. */
  sourceOf: (option: string) => string | undefined,
): Promise<{ names: readonly string[]; flags: CheckFlags }> {
  const config = await findConfig();
  if (config === undefined) return { names: typed, flags };
  const { primitives = [], clients, limits = {}, positions, traces, reports } = config;
  const asked = {
    clients,
    limitStates: limits.states === undefined ? undefined : String(limits.states),
    limitMemory: limits.memory,
    limitTime: limits.seconds === undefined ? undefined : String(limits.seconds),
    limitExecutions: limits.executions === undefined ? undefined : String(limits.executions),
    positions,
    traces,
    reports,
  };
  const used = Object.entries(asked).filter(
    ([name, value]) => value !== undefined && sourceOf(name) !== 'cli',
  );
  return {
    names: typed.length === 0 ? primitives : typed,
    flags: { ...flags, ...(Object.fromEntries(used) as Partial<CheckFlags>) },
  };
}
