/**
 * What an interrupt throws into an operation: the KeyboardInterrupt of Python, the
 * InterruptedException of Java, the cancellation of a task.
 *
 * A primitive may catch it to clean up, and then must throw it on.
 */
export class Interrupt extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupt';
  }
}
