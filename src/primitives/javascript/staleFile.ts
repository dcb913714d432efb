import {
  again,
  cell,
  definePrimitive,
  done,
  loop,
  planOf,
  until,
  workload,
  type Call,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

type Owner = number | 'nobody' | 'dead';

/**
 * A lock file between processes, which some process has left behind when it died. Whoever finds the file looks
 * who owns it; if that one is dead, it deletes the file and tries again. Looking and deleting are two
 * steps, and what is deleted is whatever lies there by then.
 */
class DeletesWhatIsThere {
  readonly file = cell<Owner>('dead');

  *acquire({ me }: Call): Step {
    const { file } = this;
    const deleteStale = (): Step => this.deleteStale();
    yield* loop(function* () {
      if (yield* file.compareAndSet('nobody', me)) return done();
      if ((yield* file.read()) === 'dead') yield* deleteStale();
      else yield* until(() => freed(file));
      return again();
    });
  }

  *release(): Step {
    yield* this.file.write('nobody');
  }

  protected *deleteStale(): Step {
    yield* this.file.write('nobody');
  }
}

/** The repair: the file is renamed away first, which only one can do, and only to the file that it saw. */
class DeletesWhatItSaw extends DeletesWhatIsThere {
  protected override *deleteStale(): Step {
    yield* this.file.compareAndSet('dead', 'nobody');
  }
}

function* freed(file: DeletesWhatIsThere['file']): Step<boolean> {
  const owner = yield* file.read();
  return owner === 'nobody' || owner === 'dead';
}

const common = {
  module: import.meta.url,
  model: mutex,
  source: {
    citation: 'An idiom of lock files; hardhat issue #7270 is one report of it',
    url: 'https://github.com/NomicFoundation/hardhat/issues/7270',
  },
  clients: [
    workload(2, 1, 1),
    workload(3, 1, 1),
    { permits: 1, plans: [planOf('acquire'), planOf('acquire')] },
  ],
} as const;

export const staleFile = definePrimitive({
  ...common,
  name: 'stale-file',
  title: 'A lock file that is judged stale, and then deleted',
  catalogue: 'E24',
  note: 'Two find the file of a dead process; one deletes it and makes its own, which the other deletes.',
  expected: {
    violates: ['safety', 'fifo', 'refinement', 'interrupt-after-anywhere'],
    from: 'hardhat issue #7270; the exploration for the order, and for one that is interrupted when it has just made the file',
  },
  create: () => new DeletesWhatIsThere(),
});

export const staleFileRepaired = definePrimitive({
  ...common,
  name: 'stale-file-as-seen',
  title: 'A lock file that is deleted only if it is the one that was judged stale',
  expected: {
    violates: ['fifo', 'interrupt-after-anywhere'],
    from: 'the repair of its safety; the exploration for the rest, which is left as it was',
  },
  create: () => new DeletesWhatItSaw(),
});
