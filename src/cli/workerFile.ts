/** How the worker threads of the command begin: in the same way from the sources and from what is compiled from them. */

const isCompiled = !import.meta.url.endsWith('.ts');

/** The module that they begin with. */
export const workerFile = new URL(`${isCompiled ? '../../../' : '../../'}bin/worker.js`, import.meta.url)
  .href;

/** The arguments of Node for them: where there are sources, these are what `heddle` stands for. */
export const workerArguments: string[] = isCompiled
  ? process.execArgv
  : [...new Set([...process.execArgv, '--conditions=heddle-source'])];
