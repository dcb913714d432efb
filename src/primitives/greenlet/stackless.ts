import { cell, definePrimitive, type Call, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { Channel, SlowChannel } from './tasklets.ts';

/** A semaphore made of a channel: a counter, and those who find it at zero receive. */
class ChannelSemaphore {
  readonly counter;
  readonly channel: Channel | SlowChannel;

  constructor(permits: number, channel: Channel | SlowChannel) {
    this.counter = cell(permits);
    this.channel = channel;
  }

  *acquire(): Step {
    if (!(yield* this.takeFree())) yield* this.channel.receive();
  }

  *release(): Step {
    if (!(yield* this.channel.hasNoReceiver())) yield* this.channel.send();
    else yield* this.counter.write((yield* this.counter.read()) + 1);
  }

  protected *takeFree(): Step<boolean> {
    const count = yield* this.counter.read();
    if (count <= 0) return false;
    yield* this.counter.write(count - 1);
    return true;
  }
}

/** The same with a timer that raises in the waiter; the receiver stops it in the turn in which it is granted. */
class WithTimer extends ChannelSemaphore {
  declare readonly channel: Channel;

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return (yield* this.takeFree()) || (yield* this.channel.receive(deadline));
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: fifoSemaphore } as const;

export const stackless = definePrimitive({
  ...common,
  name: 'stackless',
  title: 'A semaphore from a channel of Stackless Python',
  catalogue: 'C17',
  source: {
    citation: 'Stackless Python, channels, preference -1; the semaphore is an idiom',
    url: 'https://github.com/stackless-dev/stackless',
    licence: 'PSF-2.0',
  },
  expected: { violates: [], from: 'the receiver runs at once: there is nothing between the grant and it' },
  create: ({ permits }) => new ChannelSemaphore(permits, new Channel()),
});

export const stacklessSlow = definePrimitive({
  ...common,
  name: 'stackless-sender-first',
  title: 'The same with preference +1: the sender keeps running',
  source: {
    citation: 'Stackless Python, channels, preference +1; the semaphore is an idiom',
    url: 'https://github.com/stackless-dev/stackless',
    licence: 'PSF-2.0',
  },
  note: 'An exception that is raised in the receiver before its turn overwrites the permit that lies there for it.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'the source: a value and an exception share one slot',
  },
  create: ({ permits }) => new ChannelSemaphore(permits, new SlowChannel()),
});

export const syncless = definePrimitive({
  ...common,
  name: 'syncless',
  title: "A semaphore in Syncless's idiom",
  catalogue: 'C22',
  source: {
    citation: 'Syncless, coio: it has no semaphore; a channel of Stackless and a timer that raises in the tasklet',
    url: 'https://github.com/HanWenfang/syncless',
    licence: 'Apache-2.0',
  },
  expected: { violates: [], from: 'as the channel; the timer is stopped in the turn of the grant' },
  create: ({ permits }) => new WithTimer(permits, new Channel()),
});
