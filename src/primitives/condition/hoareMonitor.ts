import { cell, countingSemaphore, type Step } from 'heddle';

/**
 * A monitor of Hoare's, from semaphores: who signals hands the monitor over to the thread that waits, and waits in turn,
 * in front of all who are outside, until it is handed back. Source: Hoare1974, section 4.
 */
export class HoareMonitor {
  /** The way in for those that are outside. */
  readonly entry = countingSemaphore(1);
  /** Where those wait that have signalled. */
  readonly urgent = countingSemaphore(0);
  readonly urgentCount = cell(0);

  *enter(): Step {
    yield* this.entry.p();
  }

  *leave(): Step {
    const { entry, urgent, urgentCount } = this;
    if ((yield* urgentCount.read()) > 0) yield* urgent.v();
    else yield* entry.v();
  }
}

/** A condition of a {@link HoareMonitor}. */
export class HoareCondition {
  readonly sleep = countingSemaphore(0);
  readonly count = cell(0);
  protected readonly monitor: HoareMonitor;

  constructor(monitor: HoareMonitor) {
    this.monitor = monitor;
  }

  *wait(): Step {
    const { sleep, count } = this;
    yield* count.write((yield* count.read()) + 1);
    yield* this.monitor.leave();
    yield* sleep.p();
    yield* count.write((yield* count.read()) - 1);
  }

  *signal(): Step {
    const { sleep, count } = this;
    const { urgent, urgentCount } = this.monitor;
    if ((yield* count.read()) === 0) return;
    yield* urgentCount.write((yield* urgentCount.read()) + 1);
    yield* sleep.v();
    yield* urgent.p();
    yield* urgentCount.write((yield* urgentCount.read()) - 1);
  }
}
