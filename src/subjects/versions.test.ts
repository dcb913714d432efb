/** Adapters and versions of other shapes than those that are installed: what a version has not is not asked of it. */

import { fifoSemaphore, semaphore } from 'heddle/models';
import { describe, expect, test } from 'vitest';
import { npmSubjects } from './npmSubjects.ts';

type Task = () => Promise<void>;

const subjectIn = (name: string, module: unknown, subject = name) =>
  npmSubjects(name, '0.0.1', module).find((one) => one.name === subject);

describe('an older p-limit', () => {
  const makeLimit = (concurrency: unknown): unknown => {
    if (typeof concurrency !== 'number') throw new TypeError('a number is expected');
    return (task: Task) => task();
  };

  test('is told a number, and nobody gives up', () => {
    const subject = subjectIn('p-limit', { default: makeLimit })!;
    expect(() => subject.create({ permits: 1 })).not.toThrow();
    expect(subject.abort).toBeUndefined();
  });
});

describe('an older p-queue', () => {
  test('without signals has nobody who gives up', () => {
    class Queue {
      add(task: Task): Promise<void> {
        return task();
      }
    }
    expect(subjectIn('p-queue', { default: { default: Queue } })!.abort).toBeUndefined();
  });
});

describe('an older async-sema', () => {
  test('is its own class', () => {
    class Sema {
      acquire(): Promise<void> {
        return Promise.resolve();
      }
      release(): void {}
    }
    const subject = subjectIn('async-sema', { default: Sema })!;
    expect(subject.create({ permits: 1 })).toBeInstanceOf(Sema);
    expect(Object.keys(subject.operations)).toEqual(['acquire', 'release']);
  });
});

describe('an older fastq', () => {
  test('has callbacks alone', async () => {
    const makeQueue = (worker: (task: Task, ended: () => void) => void) => ({
      push: (task: Task, ended: () => void) => worker(task, ended),
    });
    const subject = subjectIn('fastq', { default: makeQueue })!;
    const call = {
      permits: 1,
      signal: new AbortController().signal,
      timeoutMs: 1,
      grant: undefined,
      begun() {},
    };
    const grant = await subject.operations['acquire']!(subject.create({ permits: 1 }), call);
    expect(grant).toBeTypeOf('function');
  });
});

describe('an older async-mutex', () => {
  class Mutex {
    acquire(): Promise<() => void> {
      return Promise.resolve(() => {});
    }
  }

  test('may have neither a semaphore nor release()', () => {
    expect(npmSubjects('async-mutex', '0.0.1', { Mutex }).map(({ name }) => name)).toEqual(['async-mutex']);
  });

  class Cancellable extends Mutex {
    cancel(): void {}
  }
  class Counting extends Cancellable {
    protected free: number;
    constructor(permits: number) {
      super();
      this.free = permits;
    }
    isLocked(): boolean {
      return this.free <= 0;
    }
    override acquire(_weight?: number): Promise<() => void> {
      this.free--;
      return super.acquire();
    }
  }

  test('whose semaphore knows no weights is not asked for them', () => {
    const subject = subjectIn(
      'async-mutex',
      { Mutex: Cancellable, Semaphore: Counting },
      'async-mutex-semaphore',
    )!;
    expect({ acquireMax: subject.acquireMax, model: subject.model }).toEqual({
      acquireMax: undefined,
      model: fifoSemaphore,
    });
  });

  test('that has a queue for each weight promises no order', () => {
    class Weighing extends Counting {
      readonly _weightedQueues = [];
      override acquire(weight = 1): Promise<() => void> {
        this.free -= weight;
        return Promise.resolve(() => {});
      }
    }
    const subject = subjectIn(
      'async-mutex',
      { Mutex: Cancellable, Semaphore: Weighing },
      'async-mutex-semaphore',
    )!;
    expect({ acquireMax: subject.acquireMax, model: subject.model }).toEqual({
      acquireMax: 2,
      model: semaphore,
    });
  });
});
