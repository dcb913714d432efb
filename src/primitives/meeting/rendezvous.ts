import { countingSemaphore, definePrimitive, type Step } from 'heddle';
import { rendezvous } from 'heddle/models';

/** Each says that it has come, and then waits for the other. */
class Rendezvous {
  readonly aArrived = countingSemaphore(0);
  readonly bArrived = countingSemaphore(0);

  *meetAsA(): Step {
    const { aArrived, bArrived } = this;
    yield* aArrived.v();
    yield* bArrived.p();
  }

  *meetAsB(): Step {
    const { aArrived, bArrived } = this;
    yield* bArrived.v();
    yield* aArrived.p();
  }
}

/** The broken twin: each waits for the other, and then says that it has come. */
class WaitsFirst extends Rendezvous {
  override *meetAsA(): Step {
    const { aArrived, bArrived } = this;
    yield* bArrived.p();
    yield* aArrived.v();
  }

  override *meetAsB(): Step {
    const { aArrived, bArrived } = this;
    yield* aArrived.p();
    yield* bArrived.v();
  }
}

const citation = 'A. B. Downey, The Little Book of Semaphores, section 3.3, Rendezvous';
const url = 'https://greenteapress.com/wp/semaphores/';

export const semaphoreRendezvous = definePrimitive({
  name: 'rendezvous',
  module: import.meta.url,
  title: 'Rendezvous by two semaphores',
  catalogue: 'F38',
  source: { citation, url },
  model: rendezvous,
  expected: { violates: [], from: 'the book' },
  create: () => new Rendezvous(),
});

export const rendezvousWaitsFirst = definePrimitive({
  name: 'rendezvous-waits-first',
  module: import.meta.url,
  title: 'Rendezvous, each waiting first (broken twin)',
  catalogue: 'F38',
  source: { citation, url },
  model: rendezvous,
  expected: { violates: ['no-lost-wakeup', 'deadlock-freedom'], from: 'the book: deadlock' },
  create: () => new WaitsFirst(),
});
