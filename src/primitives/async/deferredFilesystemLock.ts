import { again, cell, definePrimitive, done, loop, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/**
 * Twisted's DeferredFilesystemLock: a lock file, at which everybody who wants it looks once a second. A look
 * that finds the file gone makes it in the same turn. Nobody is woken, so nothing can be lost but the order.
 *
 * Left out: that a release reads the file first, and refuses to remove that of another process; here all are of one.
 */
class PolledFile {
  readonly file = cell<'absent' | 'present'>('absent');

  *acquire(): Step {
    const { file } = this;
    yield* loop(function* () {
      if (yield* file.compareAndSet('absent', 'present')) return done();
      // Once a second: a look that finds what the last one found is like none.
      yield* until(() => file.is('absent'));
      return again();
    });
  }

  *release(): Step {
    const isRemoved = yield* this.file.compareAndSet('present', 'absent');
    if (!isRemoved) throw new Error('OSError: No such file or directory');
  }
}

export const deferredFilesystemLock = definePrimitive({
  name: 'twisted-filesystem-lock',
  module: import.meta.url,
  title: "Twisted's DeferredFilesystemLock",
  catalogue: 'C13',
  source: {
    citation: 'Twisted, internet/defer.py, class DeferredFilesystemLock; python/lockfile.py',
    url: 'https://github.com/twisted/twisted/blob/trunk/src/twisted/internet/defer.py',
    licence: 'MIT',
  },
  model: mutex,
  scheduling: 'cooperative',
  expected: { violates: ['fifo'], from: 'whoever looks first has it' },
  create: () => new PolledFile(),
});
