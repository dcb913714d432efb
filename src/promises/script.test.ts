/** The plain script of an order, run without Heddle. */

import { execFileSync } from 'node:child_process';
import { fifoSemaphore } from 'heddle/models';
import { safety } from 'heddle/properties';
import { expect, test } from 'vitest';
import { checkSubject } from './checkSubject.ts';
import { settled } from './order.ts';
import { scriptOf } from './script.ts';
import { defineSubject } from './subject.ts';

interface Gate {
  enter(): Promise<void> | undefined;
  leave(): void;
}

/** Frees the lock at once, and wakes who waits an immediate later. */
const subject = defineSubject<Gate>({
  name: 'put-off',
  title: 'A mutex that puts the hand-over off',
  model: fifoSemaphore,
  permits: 1,
  create: () => {
    let isHeld = false;
    const queue: (() => void)[] = [];
    return {
      enter: () => {
        if (isHeld) return new Promise<void>((resolve) => void queue.push(resolve));
        isHeld = true;
        return undefined;
      },
      leave: () => {
        isHeld = false;
        setImmediate(() => {
          const next = queue.shift();
          isHeld = next !== undefined || isHeld;
          next?.();
        });
      },
    };
  },
  operations: { acquire: (gate) => gate.enter(), release: (gate) => gate.leave() },
});

test('somebody comes before an immediate, and another after it', async () => {
  const { properties } = await checkSubject(subject, { properties: [safety], positions: [settled] });
  const { verdict } = properties[0]!;
  if (verdict.verdict !== 'violated') throw new Error(verdict.verdict);
  const script = scriptOf(verdict.counterexample.trace, subject);
  const out = execFileSync(process.execPath, ['--input-type=module'], { input: script, encoding: 'utf8' });
  expect(`\n${script}\n${out}`).toMatchInlineSnapshot(`
    "
    // put-off: safety is violated: T1's acquire returns a permit although none is left.

    const create = () => {
    		let isHeld = false;
    		const queue = [];
    		return {
    			enter: () => {
    				if (isHeld) return new Promise((resolve) => void queue.push(resolve));
    				isHeld = true;
    				return undefined;
    			},
    			leave: () => {
    				isHeld = false;
    				setImmediate(() => {
    					const next = queue.shift();
    					isHeld = next !== undefined || isHeld;
    					next?.();
    				});
    			}
    		};
    	};
    const acquire = (gate) => gate.enter();
    const release = (gate) => gate.leave();

    const made = create({ permits: 1 });
    const waits = new Set();
    const call = (what, answer, then = () => {}) => {
      waits.add(what);
      const end = (value) => (waits.delete(what), console.log(what, value instanceof Error ? value.message : value === false ? 'is refused' : 'is done'), value);
      return typeof answer?.then === 'function' ? void answer.then((value) => then(end(value)), end) : then(end(answer));
    };
    const rest = () => new Promise((resolve) => setImmediate(resolve));
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

    // Taken in advance, so that what the code puts off by setImmediate comes after them.
    const rests = Array.from({ length: 3 }, rest);
    call('T0 acquire', acquire(made)); await rests.shift();
    call('T0 release', release(made)); await rests.shift();
    call('T0 acquire', acquire(made)); await rests.shift();
    call('T1 acquire', acquire(made));
    await rest();
    await sleep(100);
    console.log('Still waiting:', [...waits].join(', ') || 'nobody');

    T0 acquire is done
    T0 release is done
    T0 acquire is done
    T1 acquire is done
    Still waiting: nobody
    "
  `);
});
