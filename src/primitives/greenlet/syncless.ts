import { cell, definePrimitive, type Call, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { Channel } from './tasklets.ts';

/**
 * A semaphore in the idiom of Syncless, which has none: a counter, a channel on which those receive who find
 * it at zero, and a timer that raises in a waiter. The receiver stops the timer in the turn of the grant.
 */
class WithTimer {
  readonly counter;
  readonly channel = new Channel();

  constructor(permits: number) {
    this.counter = cell(permits);
  }

  *acquire(): Step {
    if (!(yield* this.takeFree())) yield* this.channel.receive();
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return (yield* this.takeFree()) || (yield* this.channel.receive(deadline));
  }

  *release(): Step {
    if (!(yield* this.channel.hasNoReceiver())) yield* this.channel.send();
    else yield* this.counter.write((yield* this.counter.read()) + 1);
  }

  private *takeFree(): Step<boolean> {
    const count = yield* this.counter.read();
    if (count <= 0) return false;
    yield* this.counter.write(count - 1);
    return true;
  }
}

export const syncless = definePrimitive({
  name: 'syncless',
  module: import.meta.url,
  title: "A semaphore in Syncless's idiom",
  catalogue: 'C22',
  source: {
    citation:
      'Syncless, coio (acae1fa): it has no semaphore; a channel of Stackless and a timer that raises in the tasklet',
    url: 'https://github.com/HanWenfang/syncless',
    licence: 'Apache-2.0',
  },
  scheduling: 'cooperative-fifo',
  model: fifoSemaphore,
  expected: { violates: [], from: 'as stackless-channel; the timer is stopped in the turn of the grant' },
  create: ({ permits }) => new WithTimer(permits),
});
