import { definePrimitive, lock, type Step } from 'heddle';
import { gallery } from 'heddle/gallery';
import { mutex } from 'heddle/models';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import type { Property } from '../core/monitor.ts';
import type { InterruptKind } from '../core/schedule.ts';
import { timeless } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { search } from '../explore/search.ts';
import { withInterrupts, workload } from '../program/client.ts';
import type { Primitive } from '../program/primitive.ts';
import { check } from './check.ts';
import { LearnedClients } from './learnedClients.ts';

const kinds = judgedProperties.filter(({ interrupts }) => interrupts !== undefined);
const clients = [workload(2, 1, 1), workload(3, 1, 1)];

/** The verdict on each property, checked in one go. */
function verdicts(primitive: Primitive, properties: readonly Property[]): string[] {
  const { properties: reports } = check(primitive, { properties, clients });
  return reports.map(({ property, verdict }) => `${property}: ${verdict.verdict}`);
}

describe('kinds of interrupt share what is known of the code', () => {
  test.each([
    'reference',
    'reference-leak-repaired',
    'asyncio-semaphore-3.4',
    'gevent',
    'glibc-64',
    'tornado-lock',
  ])('and the verdicts on %s are those of each alone, in whatever order', (name) => {
    const primitive = gallery.find((one) => one.name === name)!;
    const alone = kinds.flatMap((kind) => verdicts(primitive, [kind]));
    expect(verdicts(primitive, kinds)).toEqual(alone);
    expect(verdicts(primitive, kinds.toReversed())).toEqual(alone.toReversed());
  });

  test('a second kind runs less of the code than the first', () => {
    let begun = 0;
    const counting = definePrimitive({
      name: 'counting',
      title: 'A lock that counts how often its code is begun',
      model: mutex,
      create: () => {
        const inner = lock();
        return {
          inner,
          *acquire(): Step {
            begun++;
            yield* inner.acquire();
          },
          release: () => inner.release(),
        };
      },
    });
    const client = workload(2, 1, 1);
    /** How often code is begun to explore the client with one kind of interrupt. */
    const begunFor = (learned: LearnedClients, kind: InterruptKind): number => {
      const before = begun;
      search(new Product(learned.interruptedLearnerOf(withInterrupts(client, kind)), []), {}, timeless);
      return begun - before;
    };
    const fresh = (): LearnedClients =>
      new LearnedClients(counting, { strength: 'weak', scheduling: 'preemptive' });
    const after: InterruptKind = { effect: 'after', position: 'anywhere' };
    const learned = fresh();
    begunFor(learned, { effect: 'before', position: 'anywhere' });
    expect(begunFor(learned, after)).toBeLessThan(begunFor(fresh(), after) / 2);
  });
});
