import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

const partitionCount = 2;

/**
 * Effect's PartitionedSemaphore: those who wait are in partitions, here by even and odd number of the
 * thread, and a release serves the partitions in turn, the oldest of each. Everybody asks for one permit,
 * so that what a waiter for several has been given in part is not here.
 */
class Partitioned {
  readonly partitions = Array.from({ length: partitionCount }, () => deque<Future>());
  readonly nextPartition = cell(0);
  readonly free;

  constructor(permits: number) {
    this.free = cell(permits);
  }

  *acquire({ me }: Call): Step {
    const free = yield* this.free.read();
    if (free > 0) {
      yield* this.free.write(free - 1);
      return;
    }
    const partition = this.partitions[me % partitionCount]!;
    const entry = yield* fresh(future());
    yield* partition.pushBack(entry);
    try {
      yield* entry.wait();
    } catch (interruption) {
      // It leaves the partition; if it has been resumed already, nobody knows that it has a permit.
      yield* partition.remove(entry);
      throw interruption;
    }
  }

  *release(): Step {
    const { partitions, nextPartition, free } = this;
    const first = yield* nextPartition.read();
    const isServed = yield* loop(0, function* (tried) {
      if (tried === partitionCount) return done(false);
      const index = (first + tried) % partitionCount;
      const entry = yield* oldestOf(partitions[index]!);
      if (entry === null) return again(tried + 1);
      yield* nextPartition.write((index + 1) % partitionCount);
      yield* entry.complete();
      return done(true);
    });
    if (!isServed) yield* free.write((yield* free.read()) + 1);
  }
}

/** Takes the oldest out; an interrupt takes its entry out itself, at once. */
function oldestOf(partition: Partitioned['partitions'][number]): Step<Future | null> {
  return loop(function* () {
    if (yield* partition.isEmpty()) return done(null);
    const entry = yield* partition.popFront();
    return (yield* entry.isCancelled()) ? again() : done(entry);
  });
}

export const effectPartitioned = definePrimitive({
  name: 'effect-partitioned',
  module: import.meta.url,
  title: "Effect's PartitionedSemaphore",
  catalogue: 'E13',
  source: {
    citation: 'Effect, packages/effect/src/PartitionedSemaphore.ts, 3.20; issue #6638',
    url: 'https://github.com/Effect-TS/effect/blob/main/packages/effect/src/PartitionedSemaphore.ts',
    licence: 'MIT',
  },
  model: semaphore,
  scheduling: 'cooperative-fifo',
  note: 'First come, first served within a partition; and a fiber that is interrupted after it was resumed keeps its permit.',
  expected: {
    violates: ['fifo', 'interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'issue #6638; its source for the order',
  },
  create: ({ permits }) => new Partitioned(permits),
});
