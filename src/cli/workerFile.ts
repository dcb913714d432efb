/** Where the worker threads of the command begin: the same file for the sources and for what is compiled from them. */
export const workerFile = new URL(
  `${import.meta.url.endsWith('.ts') ? '../../' : '../../../'}bin/worker.js`,
  import.meta.url,
).href;
