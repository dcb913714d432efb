import { countingSemaphore, definePrimitive, type Step } from 'heddle';
import { readersFirst, readersWriter, writersFirst } from 'heddle/models';
import { Lightswitch } from './lightswitch.ts';

/** Readers share a room by a lightswitch; a writer wants it empty. A writer waits for as long as readers relay each other. */
class ReadersWriter {
  readonly roomEmpty = countingSemaphore(1);
  readonly readSwitch = new Lightswitch();

  *acquireRead(): Step {
    yield* this.readSwitch.lock(this.roomEmpty);
  }

  *releaseRead(): Step {
    yield* this.readSwitch.unlock(this.roomEmpty);
  }

  *acquireWrite(): Step {
    yield* this.roomEmpty.p();
  }

  *releaseWrite(): Step {
    yield* this.roomEmpty.v();
  }
}

/** The broken twin: readers look at nothing but each other, and the first of them does not lock the room. */
class ReadersUnseen extends ReadersWriter {
  override *acquireRead(): Step {
    const { mutex, count } = this.readSwitch;
    yield* mutex.p();
    yield* count.write((yield* count.read()) + 1);
    yield* mutex.v();
  }

  override *releaseRead(): Step {
    const { mutex, count } = this.readSwitch;
    yield* mutex.p();
    yield* count.write((yield* count.read()) - 1);
    yield* mutex.v();
  }
}

/** The repair: everybody goes through a turnstile, and a writer that waits for the room stands in it. */
class NoStarve extends ReadersWriter {
  readonly turnstile = countingSemaphore(1);

  override *acquireRead(): Step {
    const { turnstile } = this;
    yield* turnstile.p();
    yield* turnstile.v();
    yield* super.acquireRead();
  }

  override *acquireWrite(): Step {
    yield* this.turnstile.p();
    yield* super.acquireWrite();
  }

  override *releaseWrite(): Step {
    yield* this.turnstile.v();
    yield* super.releaseWrite();
  }
}

/** Two lightswitches: the first writer locks readers out, and the last one lets them in again. */
class WriterPriority {
  readonly noReaders = countingSemaphore(1);
  readonly noWriters = countingSemaphore(1);
  readonly readSwitch = new Lightswitch();
  readonly writeSwitch = new Lightswitch();

  *acquireRead(): Step {
    const { noReaders, noWriters, readSwitch } = this;
    yield* noReaders.p();
    yield* readSwitch.lock(noWriters);
    yield* noReaders.v();
  }

  *releaseRead(): Step {
    yield* this.readSwitch.unlock(this.noWriters);
  }

  *acquireWrite(): Step {
    const { noReaders, noWriters, writeSwitch } = this;
    yield* writeSwitch.lock(noReaders);
    yield* noWriters.p();
  }

  *releaseWrite(): Step {
    const { noReaders, noWriters, writeSwitch } = this;
    yield* noWriters.v();
    yield* writeSwitch.unlock(noReaders);
  }
}

const book = 'A. B. Downey, The Little Book of Semaphores';
const url = 'https://greenteapress.com/wp/semaphores/';

export const readersWriterLightswitch = definePrimitive({
  name: 'readers-writer-lightswitch',
  module: import.meta.url,
  title: 'Readers and writers, with a lightswitch',
  catalogue: 'F40',
  source: { citation: `${book}, section 4.2`, url },
  model: readersFirst,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the book: writers starve, while readers relay each other in the room; with weak semaphores readers are overtaken too',
  },
  create: () => new ReadersWriter(),
});

export const readersUnseen = definePrimitive({
  name: 'readers-writer-unseen',
  module: import.meta.url,
  title: 'Readers and writers, the room not locked (broken twin)',
  catalogue: 'F40',
  source: { citation: `${book}, section 4.2; its first reader does not lock the room`, url },
  model: readersFirst,
  expected: {
    violates: ['safety', 'fifo', 'refinement'],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'no reader locks the room, so that a writer finds it empty',
  },
  create: () => new ReadersUnseen(),
});

export const readersWriterNoStarve = definePrimitive({
  name: 'readers-writer-no-starve',
  module: import.meta.url,
  title: 'Readers and writers, with a turnstile',
  catalogue: 'F40',
  source: { citation: `${book}, section 4.2`, url },
  model: readersWriter,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'the book: nobody starves if the scheduler is strongly fair; that weak semaphores let newcomers pass at the turnstile was found by exploration',
  },
  create: () => new NoStarve(),
});

export const writerPriority = definePrimitive({
  name: 'readers-writer-writers-first',
  module: import.meta.url,
  title: 'Readers and writers, with two lightswitches',
  catalogue: 'F40',
  source: { citation: `${book}, section 4.2`, url },
  model: writersFirst,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the book: readers starve, while writers relay each other',
  },
  create: () => new WriterPriority(),
});
