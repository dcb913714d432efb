/** One thread alone with a primitive, for features that need no interleaving. */

import type { ThreadIndex } from '../../core/ids.ts';
import { isGranted } from '../../core/event.ts';
import { planOf, type Client } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { World } from '../../program/world.ts';
import type { Evidence } from './finding.ts';

/** How each operation of the plan ended; the last one may not have. */
export interface Solo {
  readonly ends: readonly ('granted' | 'refused' | 'returned' | 'thrown')[];
  /** Whether the thread is stuck in an operation. */
  readonly isStuck: boolean;
  readonly client: Client;
}

const stepsMaxEach = 2000;

/** Lets one thread do what `words` say, with a loop in the background if the primitive has one. */
export function runAlone(
  primitive: Primitive,
  words: string,
  permits: number,
  circumstances: Circumstances,
): Solo {
  const plan = planOf(words);
  const client: Client = { permits, plans: [plan] };
  const world = new World(programOf(primitive, client, circumstances));
  const me = 0 as ThreadIndex;
  const ends: Solo['ends'][number][] = [];
  const stepsMax = stepsMaxEach * plan.operations.length;
  for (let steps = 0; steps < stepsMax; steps++) {
    const next = world
      .choices()
      .filter(({ action }) => action === 'step' || action === 'call')
      .toSorted((a, b) => a.thread - b.thread)[0];
    if (next === undefined) break;
    for (const event of world.apply(next).events) {
      if (event.invocation.thread !== me) continue;
      if (event.type === 'throw') ends.push('thrown');
      if (event.type !== 'return') continue;
      const isTaking = event.invocation.effect === 'takes';
      ends.push(!isTaking ? 'returned' : isGranted(event.value) ? 'granted' : 'refused');
    }
  }
  return { ends, isStuck: world.thread(me)?.isCalled === true, client };
}

/** What one thread alone has shown. @param what it did. */
export function evidenceAlone({ name }: Primitive, { ends, isStuck }: Solo, what: string): Evidence {
  const shown = [...ends, ...(isStuck ? ['blocked'] : [])].join(', ');
  return { by: 'exploration', says: `One thread alone: ${what}: ${shown}.`, command: `compare ${name}` };
}
