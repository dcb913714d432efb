/**
 * What an interrupt throws into an operation: the KeyboardInterrupt of Python, the
 * InterruptedException of Java, the cancellation of a task.
 *
 * A primitive may catch it to clean up, and then must throw it on.
 */
export class Interrupt extends Error {
  constructor() {
    // One is made for each position at which an interrupt may come, and nobody reads where.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super('interrupted');
    Error.stackTraceLimit = limit;
    this.name = 'Interrupt';
  }
}
