import {
  again,
  cell,
  definePrimitive,
  done,
  forgetting,
  futex,
  loop,
  masked,
  until,
  workload,
  type Call,
  type Cell,
  type Futex,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { Mutex3 } from '../mutex/drepper.ts';

/** The words that somebody may wait at: that of the mutex, and that of the mutex of the queue of calls. */
type Address = 'word' | 'queue';

/** Thread 0 is the main thread of a page, which must not block. */
const main = 0;

/** The worker that passes on a call before it asks for the mutex. One is enough, and others would multiply the states. */
const caller = 1;

/**
 * A mutex on the futex of emscripten. Workers sleep; the main thread turns round, and has one cell that says at which
 * address it does. A wake looks there first: it empties the cell if that is its address, and wakes no worker then.
 *
 * While it turns round the main thread serves the calls that workers pass on to it, which are in a queue with a mutex
 * of its own. Where it finds that held, it waits at another address in the midst of its wait.
 *
 * A turn that finds nothing to do is not repeated before something of what it looks at is different: it would leave
 * everything as it is.
 */
abstract class PageMutex {
  readonly word = futex(0);
  readonly queue = futex(0);
  readonly hasCalls = cell(false);
  readonly waitsAt = cell('none') as Cell<Address | 'none'>;
  readonly mutexes;

  constructor() {
    const ofThread = (isMain: boolean): Record<Address, Mutex3> => ({
      word: new MutexOnPage(this, 'word', isMain),
      queue: new MutexOnPage(this, 'queue', isMain),
    });
    this.mutexes = { ofMain: ofThread(true), ofWorkers: ofThread(false) };
  }

  acquire({ me }: Call): Step {
    return masked(() => this.enter(me));
  }

  *release({ me }: Call): Step {
    yield* this.mutexesOf(me).word.release();
  }

  /** The wait of the main thread: until it is woken, or the word at the address is not what it was. */
  abstract wait(address: Address, expected: number): Step;

  *wake(address: Address): Step {
    if (yield* this.waitsAt.compareAndSet(address, 'none')) return;
    yield* this[address].wake(1);
  }

  /** The main thread serves calls. It does not where it has come from there: then it waits at the queue. */
  protected *serveUnlessNested(address: Address): Step {
    if (address === 'queue') return;
    const { queue } = this.mutexes.ofMain;
    yield* take(queue);
    yield* this.hasCalls.write(false);
    yield* giveBack(queue);
  }

  /**
   * Whether a turn of the main thread might find something to do but at the address itself. It need not look at the
   * mutex of the queue: whoever holds that puts in a call, or has.
   */
  protected *isStirring(address: Address): Step<boolean> {
    if (yield* this.waitsAt.isNot(address)) return true;
    return address === 'word' && (yield* this.hasCalls.read());
  }

  private *enter(me: number): Step {
    const { word, queue } = this.mutexesOf(me);
    if (me === caller) {
      yield* take(queue);
      yield* this.hasCalls.write(true);
      yield* giveBack(queue);
    }
    yield* take(word);
  }

  private mutexesOf(me: number): Record<Address, Mutex3> {
    return me === main ? this.mutexes.ofMain : this.mutexes.ofWorkers;
  }
}

/** Nothing of how a mutex was taken or given back matters to what comes then. */
function take(mutex: Mutex3): Step<unknown> {
  return forgetting(() => mutex.acquire());
}

function giveBack(mutex: Mutex3): Step {
  return forgetting(() => mutex.release());
}

/** Drepper's third mutex, in place of that of musl, with the waits and the wakes of a page. */
class MutexOnPage extends Mutex3 {
  readonly page: PageMutex;
  readonly address: Address;
  readonly isMain: boolean;

  constructor(page: PageMutex, address: Address, isMain: boolean) {
    super(page[address] as Futex);
    this.page = page;
    this.address = address;
    this.isMain = isMain;
  }

  protected override *sleep(): Step<boolean> {
    if (!this.isMain) return yield* super.sleep(undefined);
    yield* forgetting(() => this.page.wait(this.address, 2));
    return true;
  }

  protected override wake(): Step {
    return this.page.wake(this.address);
  }
}

/**
 * Since pull request 12318: the cell is empty while calls are served, and whoever has served looks at the word as if it
 * had only just come.
 */
class EmptyWhileItServes extends PageMutex {
  *wait(address: Address, expected: number): Step {
    const { waitsAt } = this;
    const word = this[address];
    const mark = (): Step => this.mark(address);
    const serve = (): Step => this.serveUnlessNested(address);
    const isStirring = (): Step<boolean> => this.isStirring(address);
    yield* mark();
    yield* loop(function* () {
      if (!(yield* waitsAt.compareAndSet(address, 'none'))) return done();
      yield* serve();
      if ((yield* word.read()) !== expected) return done();
      yield* mark();
      yield* until(function* () {
        return (yield* word.read()) !== expected || (yield* isStirring());
      });
      return again();
    });
  }

  private *mark(address: Address): Step {
    const wasNone = yield* this.waitsAt.compareAndSet('none', address);
    if (!wasNone) throw new Error('the main thread waits somewhere already');
  }
}

/**
 * Before that: it looks at the word, writes down where it waits, and looks at nothing but the cell from then on.
 *
 * Wrong in it: who wakes between the look and the writing finds nobody. That a nested wait writes over the address does
 * no harm: the outer wait finds another one, and ends without a reason, as a futex may. The library's own mutexes hide
 * the mistake, since they have the main thread wait for a millisecond at a time; here the wait has no end.
 */
class LooksOnce extends PageMutex {
  *wait(address: Address, expected: number): Step {
    if ((yield* this[address].read()) !== expected) return;
    yield* this.waitsAt.write(address);
    yield* this.turnRound(address);
  }

  protected *turnRound(address: Address): Step {
    const { waitsAt } = this;
    const serve = (): Step => this.serveUnlessNested(address);
    const isStirring = (): Step<boolean> => this.isStirring(address);
    yield* loop(function* () {
      yield* serve();
      yield* until(isStirring);
      return (yield* waitsAt.is(address)) ? again() : done();
    });
  }
}

/** The same with that mistake mended: it looks at the word when it has written down where it waits. */
class LooksAfterwards extends LooksOnce {
  override *wait(address: Address, expected: number): Step {
    yield* this.waitsAt.write(address);
    if ((yield* this[address].read()) === expected) yield* this.turnRound(address);
    else yield* this.waitsAt.write('none');
  }
}

/** The repair that comes to mind for nested waits, and that breaks them: the address of the outer one is written back. */
class WritesBack extends LooksAfterwards {
  override *wait(address: Address, expected: number): Step {
    const outer = yield* this.waitsAt.read();
    yield* super.wait(address, expected);
    yield* this.waitsAt.write(outer);
  }
}

const common = {
  module: import.meta.url,
  catalogue: 'E20',
  model: mutex,
  clients: [workload(2, 2, 1), workload(3, 1, 1)],
  hearsInterrupts: false,
} as const;

const source = {
  url: 'https://github.com/emscripten-core/emscripten/pull/12318',
  licence: 'MIT',
} as const;

const unfair = ['starvation-weak', 'starvation-strong', 'bounded-bypass'];

export const emscriptenMain = definePrimitive({
  ...common,
  name: 'emscripten-main-wait',
  title: "emscripten's futex on the main thread of a page, since 2020",
  source: {
    ...source,
    citation:
      'emscripten, system/lib/pthread/emscripten_futex_wait.c and emscripten_futex_wake.c, 2022; A. Zakai, pull request 12318, 2020',
  },
  note: 'A wake looks for the main thread first, and so passes the workers that sleep.',
  expected: {
    violates: ['fifo'],
    endless: unfair,
    from: 'the pull request; its comments say that it is not fair',
  },
  create: () => new EmptyWhileItServes(),
});

export const emscriptenMain2016 = definePrimitive({
  ...common,
  name: 'emscripten-main-wait-2016',
  title: "emscripten's futex on the main thread of a page, 2016 to 2020",
  source: {
    ...source,
    citation:
      'emscripten, src/library_pthread.js before pull request 12318; J. Jylänki, pull request 4024, 2016',
  },
  note: 'A wake that comes when the main thread has looked at the word, and has not written down where it waits, is lost; no nested wait is needed.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: unfair,
    from: 'the exploration; its comments expect a nested wait to end the outer one without a reason, and that is so',
  },
  create: () => new LooksOnce(),
});

export const emscriptenMainOverwritten = definePrimitive({
  ...common,
  name: 'emscripten-main-wait-overwritten',
  title: "emscripten's futex of 2016, looking at the word when the address is written down",
  note: 'A nested wait writes over the address of the outer one, which ends without a reason and is begun anew.',
  expected: { violates: ['fifo'], endless: unfair, from: 'derived, and the exploration' },
  create: () => new LooksAfterwards(),
});

export const emscriptenMainRestored = definePrimitive({
  ...common,
  name: 'emscripten-main-wait-restored',
  title: 'The same, where a nested wait writes the outer address back (broken twin)',
  note: 'A wake for the outer wait that comes during the nested one finds another address, and then the outer wait goes on.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'derived, and the exploration; without end it has more states than are searched',
  },
  create: () => new WritesBack(),
});
