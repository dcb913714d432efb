/** Timers and clocks while an exploration is inside. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EventLoop } from './eventLoop.ts';

/** Runs `act` under control, letting the last candidate fire at each rest until there is none: immediates before timers. */
async function under(act: (loop: EventLoop) => void): Promise<EventLoop> {
  const loop = new EventLoop();
  let isBegun = false;
  await loop.run(() => {
    if (!isBegun) {
      isBegun = true;
      act(loop);
      return false;
    }
    const next = loop.time.candidates().at(-1);
    if (next === undefined) return true;
    loop.time.fire(next);
    return false;
  });
  return loop;
}

test('every source of time is virtual, and nothing takes real time', async () => {
  const log: string[] = [];
  const say = (what: string) => (): void => void log.push(`${what} at ${performance.now()}`);
  const started = process.hrtime.bigint();
  const loop = await under(() => {
    const first = Date.now();
    setTimeout(say('timeout'), 60_000);
    setTimeout(() => {
      log.push(`date ${Date.now() - first} ${new Date().getTime() - first} ${process.hrtime()[0]}`);
    }, 3_600_000);
    setImmediate(say('immediate'));
    void sleep(120_000).then(say('promise'));
    AbortSignal.timeout(180_000).addEventListener('abort', say('signal'));
    const interval = setInterval(() => {
      say('interval')();
      if (log.length > 6) clearInterval(interval);
    }, 1_000_000);
    clearTimeout(setTimeout(say('never'), 1));
  });
  expect(log).toEqual([
    'immediate at 0',
    'timeout at 60000',
    'promise at 120000',
    'signal at 180000',
    'interval at 1000000',
    'interval at 2000000',
    'interval at 3000000',
    'date 3600000 3600000 3600',
  ]);
  expect(loop.uncontrolled).toBeUndefined();
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(60);
});

test('of timers that are due together, those with the same delay fire in the order of their making', async () => {
  await under(({ time }) => {
    setTimeout(() => {}, 5);
    setTimeout(() => {}, 5);
    setTimeout(() => {}, 9);
    expect(time.candidates().map(({ id }) => id)).toEqual([1]);
    time.now = 4;
    setTimeout(() => {}, 1);
    setImmediate(() => {});
    expect(time.candidates().map(({ id }) => id)).toEqual([1, 4, 5]);
  });
});
