/**
 * Time that passes only when the search says so: timers wait until they are chosen, and the clock
 * stands still in between.
 *
 * Why not a library: @sinonjs/fake-timers fires what is due in one fixed order. Here which of the
 * timers that are due fires first, and what comes before it, is the search's choice.
 */

/** What `setTimeout` and its like answer; it stands for Node's own `Timeout` and `Immediate`. */
export class VirtualTimer {
  readonly id: number;
  /** When it fires, in virtual milliseconds. */
  due: number;
  readonly delayMs: number;
  readonly kind: 'timeout' | 'interval' | 'immediate';
  /** The thread in whose call it was made, while that call had not given way; -1 for none. */
  readonly madeBy: number;
  readonly #fire: () => void;
  readonly #time: VirtualTime;

  constructor(time: VirtualTime, kind: VirtualTimer['kind'], delayMs: number, fire: () => void) {
    this.#time = time;
    this.id = time.takeId();
    this.kind = kind;
    this.delayMs = delayMs;
    this.due = time.now + delayMs;
    this.madeBy = time.currentThread;
    this.#fire = fire;
  }

  run(): void {
    this.#fire();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#time.restart(this);
    return this;
  }

  close(): this {
    this.#time.clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.#time.clear(this);
  }
}

/** What a clock on the wall says at virtual time 0: some day, always the same. */
const epochMs = 1_700_000_000_000;

/** The timers and the clock of one execution. */
export class VirtualTime {
  /** Milliseconds since the execution began. */
  now = 0;
  /** Whether anybody has asked what time it is since this was made. */
  isClockRead = false;
  /** The thread whose operation is being called just now; -1 for none. */
  currentThread = -1;

  /** In the order of their making. */
  #timers: VirtualTimer[] = [];
  #immediates: VirtualTimer[] = [];
  #nextId = 1;

  /** Back to the beginning: no timers, time 0. */
  reset(): void {
    this.now = 0;
    this.currentThread = -1;
    this.#nextId = 1;
    if (this.#timers.length > 0) this.#timers = [];
    if (this.#immediates.length > 0) this.#immediates = [];
  }

  takeId(): number {
    return this.#nextId++;
  }

  readEpoch(): number {
    this.isClockRead = true;
    return epochMs + this.now;
  }

  readClock(): number {
    this.isClockRead = true;
    return this.now;
  }

  setTimeout(callback: (...args: any[]) => void, delayMs: unknown, args: readonly unknown[]): VirtualTimer {
    return this.#start('timeout', delayMs, () => callback(...args));
  }

  setInterval(callback: (...args: any[]) => void, delayMs: unknown, args: readonly unknown[]): VirtualTimer {
    return this.#start('interval', delayMs, () => callback(...args));
  }

  setImmediate(callback: (...args: any[]) => void, args: readonly unknown[]): VirtualTimer {
    const immediate = new VirtualTimer(this, 'immediate', 0, () => callback(...args));
    this.#immediates.push(immediate);
    return immediate;
  }

  /** @param timer what was answered when it was made, or its id. */
  clear(timer: unknown): void {
    const isIt = (one: VirtualTimer): boolean => one === timer || one.id === Number(timer);
    this.#timers = this.#timers.filter((one) => !isIt(one));
    this.#immediates = this.#immediates.filter((one) => !isIt(one));
  }

  restart(timer: VirtualTimer): void {
    if (!this.#timers.includes(timer)) return;
    timer.due = this.now + timer.delayMs;
    this.#timers = [...this.#timers.filter((one) => one !== timer), timer];
  }

  /** Whether nothing waits for time to pass. */
  get isIdle(): boolean {
    return this.#timers.length === 0 && this.#immediates.length === 0;
  }

  get pending(): readonly VirtualTimer[] {
    return this.#immediates.length === 0 ? this.#timers : [...this.#timers, ...this.#immediates];
  }

  /**
   * What may fire next: the first immediate; and of the timers that are due first, each but those that
   * were made later with the same delay, which Node keeps in order.
   */
  candidates(): VirtualTimer[] {
    const first = Math.min(...this.#timers.map(({ due }) => due));
    const delays = new Set<number>();
    const timers = this.#timers.filter(({ due, delayMs }) => {
      if (due !== first || delays.has(delayMs)) return false;
      delays.add(delayMs);
      return true;
    });
    return [...timers, ...this.#immediates.slice(0, 1)];
  }

  /** Lets one of the {@link candidates} fire; time passes until it is due. Throws what its callback throws. */
  fire(timer: VirtualTimer): void {
    this.now = Math.max(this.now, timer.due);
    if (timer.kind === 'interval') this.restart(timer);
    else this.clear(timer);
    timer.run();
  }

  #start(kind: 'timeout' | 'interval', delayMs: unknown, fire: () => void): VirtualTimer {
    const asked = Number(delayMs);
    // As Node does it.
    const delay = asked >= 1 && asked <= 2 ** 31 - 1 ? Math.trunc(asked) : 1;
    const timer = new VirtualTimer(this, kind, delay, fire);
    this.#timers.push(timer);
    return timer;
  }
}
