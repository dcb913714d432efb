import type { SubjectCall, SubjectOperation } from './subject.ts';

/**
 * The operations of a package that runs tasks for its user (`limit(task)`, `queue.add(task)`): acquire
 * is that the task begins, release that it ends.
 *
 * @param start hands `task` to the primitive, and answers with the promise that the package gives for it.
 * @param isRefusal whether an error says that the request was turned away, which is no failure of a
 * timedAcquire. Default: none does.
 * @example operations: running((limit, task) => limit(task))
 */
export function running<Made>(
  start: (primitive: Made, task: () => Promise<void>, call: SubjectCall) => PromiseLike<unknown>,
  isRefusal: (error: any) => boolean = () => false,
): { readonly acquire: SubjectOperation<Made>; readonly release: SubjectOperation<Made> } {
  const acquire: SubjectOperation<Made> = (primitive, call) =>
    new Promise((begun, failed) => {
      const task = (): Promise<void> => {
        call.begun();
        return new Promise(begun);
      };
      start(primitive, task, call).then(undefined, (error: unknown) =>
        isRefusal(error) ? begun(false) : failed(error as Error),
      );
    });
  const release: SubjectOperation<Made> = (_primitive, { grant: end }) => end();
  // What an exported script shows: the code of `start` is not in the code of `acquire`.
  const source = `(primitive, call) => {
  const start = ${start.toString()};
  const isRefusal = ${isRefusal.toString()};
  return new Promise((begun, failed) => {
    start(primitive, () => new Promise(begun), call).then(undefined, (error) => (isRefusal(error) ? begun(false) : failed(error)));
  });
}`;
  return { acquire: Object.assign(acquire, { source }), release };
}
