import { planOf, type Client } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';
import { defaultOf } from './defaultOf.ts';

type Release = () => void;
type Options = { timeout: number; timeoutCallback: () => void };
type Lock = {
  readLock(granted: (release: Release) => void, options?: Options): void;
  writeLock(granted: (release: Release) => void, options?: Options): void;
};

interface Module {
  readonly default: new () => Lock;
}

/** As many as may read at once: a writer takes them all. */
const readersMax = 3;

const client = (...plans: string[]): Client => ({
  permits: readersMax,
  plans: plans.map((words) => planOf(words)),
});

/** rwlock: readers take one permit, writers all three; alone, and with its timeout. */
export function rwlock(module: Module): Subject[] {
  const ReadWriteLock = defaultOf<new () => Lock>(module);
  const common = {
    model: fifoSemaphore,
    permits: readersMax,
    acquireMax: readersMax,
    create: () => new ReadWriteLock(),
    imports: "import ReadWriteLock from 'rwlock';",
  };
  const read = 'acquire release';
  const write = `acquire*${readersMax} release*${readersMax}`;
  const timedRead = 'timedAcquire release';
  const timedWrite = `timedAcquire*${readersMax} release*${readersMax}`;
  return [
    defineSubject<Lock, Release>({
      ...common,
      name: 'rwlock',
      title: 'rwlock: a reader takes 1 permit, a writer all 3',
      operations: {
        acquire: (lock, { permits }) =>
          new Promise((granted) => (permits === 1 ? lock.readLock(granted) : lock.writeLock(granted))),
        release: (_lock, { grant }) => grant(),
      },
      clients: [
        client(write, write),
        client(write, read, read),
        client(write, write, read),
        client(write, write, write),
      ],
    }),
    defineSubject<Lock, Release>({
      ...common,
      name: 'rwlock-timed',
      title: 'rwlock with its timeout: a reader takes 1 permit, a writer all 3',
      operations: {
        acquire: (lock, { permits }) =>
          new Promise((granted) => (permits === 1 ? lock.readLock(granted) : lock.writeLock(granted))),
        timedAcquire: (lock, { permits, timeoutMs }) =>
          new Promise((answer) => {
            const options = { timeout: timeoutMs, timeoutCallback: () => answer(false) };
            if (permits === 1) lock.readLock(answer, options);
            else lock.writeLock(answer, options);
          }),
        release: (_lock, { grant }) => grant(),
      },
      clients: [
        client(write, timedWrite),
        client(write, timedWrite, write),
        client(write, timedRead, read),
        client(write, write, timedRead),
      ],
    }),
  ];
}
