import { UsageError } from '../../core/errors.ts';
import type { SwitchBound } from '../../core/verdict.ts';
import { samplingStrategies, type Method } from '../../explore/method.ts';
import { allReductions, noReductions, type Reductions } from '../../explore/reducedSearch.ts';
import { integer, positive, type CheckFlags } from './options.ts';

/** By the names that `--search` takes. */
const searches: Readonly<Record<string, Reductions>> = {
  reduced: allReductions,
  plain: noReductions,
  footprints: { footprints: true, symmetry: false },
  symmetry: { footprints: false, symmetry: true },
};

/** How to search. @throws UsageError if there is no such search, or flags that do not go together. */
export function methodFrom(flags: CheckFlags): Method {
  const { search } = flags;
  const bound = boundFrom(flags);
  if (bound !== undefined) return boundedMethod(bound, search);
  const strategy = samplingStrategies.find((name) => name === search);
  if (strategy !== undefined) return sampleFrom(strategy, flags);
  for (const name of ['executions', 'seed', 'depth'] as const) {
    if (flags[name] !== undefined) throw onlyForSamples(name, flags[name]);
  }
  if (search === 'dpor') return { by: 'executions' };
  const reductions = Object.hasOwn(searches, search ?? 'reduced') ? searches[search ?? 'reduced'] : undefined;
  if (reductions !== undefined) return { by: 'states', reductions };
  throw new UsageError({
    what: 'There is no such search.',
    found: search!,
    expected: `one of ${[...Object.keys(searches), 'dpor', ...samplingStrategies].join(', ')}`,
  });
}

function boundFrom({ preemptions, delays }: CheckFlags): SwitchBound | undefined {
  if (preemptions !== undefined && delays !== undefined) {
    throw new UsageError({
      what: '--preemptions and --delays cannot go together.',
      found: `--preemptions ${preemptions} --delays ${delays}`,
      expected: 'one of them',
    });
  }
  if (preemptions !== undefined) return { of: 'preemptions', max: count('preemptions', preemptions) };
  return delays === undefined ? undefined : { of: 'delays', max: count('delays', delays) };
}

/** Steps that are taken alone, and threads that stand for each other, would cost what they should not. */
function boundedMethod(bound: SwitchBound, search: string | undefined): Method {
  if (search === undefined || search === 'plain') return { by: 'bounded states', bound };
  throw new UsageError({
    what: `A bound on ${bound.of} goes with the plain search only.`,
    found: `--search ${search} --${bound.of} ${bound.max}`,
    expected: `--${bound.of} alone, or with --search plain`,
    next: 'A reduced search takes steps out of their order, so that it cannot tell what an execution costs.',
  });
}

function sampleFrom(
  strategy: (typeof samplingStrategies)[number],
  { executions, seed, depth }: CheckFlags,
): Method {
  if (depth !== undefined && strategy !== 'pct') {
    throw new UsageError({
      what: '--depth is for --search pct alone.',
      found: `--search ${strategy} --depth ${depth}`,
      expected: `--search pct, or no --depth`,
    });
  }
  return {
    by: 'sample',
    strategy,
    executions: whole('executions', executions ?? '10000'),
    seed: integer('seed', seed ?? '1'),
    ...(depth === undefined ? {} : { depth: whole('depth', depth) }),
  };
}

function onlyForSamples(name: string, typed: string): UsageError {
  return new UsageError({
    what: `--${name} is for samples alone.`,
    found: `--${name} ${typed}`,
    expected: `it together with --search ${samplingStrategies.join(', ')}`,
  });
}

/** A whole number, 1 or more. */
function whole(name: string, typed: string): number {
  const plain = typed.replaceAll('_', '');
  positive(name, plain);
  return integer(name, plain);
}

/** A whole number, 0 or more. */
function count(name: string, typed: string): number {
  const value = integer(name, typed);
  if (value >= 0) return value;
  throw new UsageError({ what: `--${name} is a number of switches.`, found: typed, expected: '0 or more' });
}
