/** What a failing operation on a shared object throws into the thread, such as the release of a free lock. */
export class OperationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperationError';
  }
}
