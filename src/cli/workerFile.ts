/** How the worker threads of the command begin: in the same way from the sources and from what is compiled from them. */

const isCompiled = !import.meta.url.endsWith('.ts');

/** The module that they begin with. */
export const workerFile = new URL(`${isCompiled ? '../../../' : '../../'}bin/worker.js`, import.meta.url)
  .href;

/** Arguments of Node that say how modules are found; each may have its value behind it, as an argument of its own. */
const aboutModules = /^(-C|--conditions|--import|-r|--require|--loader|--experimental-loader)(=|$)/;

/** The others are of the process as a whole, and a worker thread refuses many of them, such as --max-old-space-size. */
function argumentsAboutModules(all: readonly string[]): string[] {
  return all.flatMap((argument, index) => {
    const [, , rest] = aboutModules.exec(argument) ?? [];
    if (rest === undefined) return [];
    return rest === '=' ? [argument] : all.slice(index, index + 2);
  });
}

const condition = '--conditions=heddle-source';
const given = argumentsAboutModules(process.execArgv);

/** The arguments of Node for them: where there are sources, these are what `heddle` stands for. */
export const workerArguments: string[] =
  isCompiled || given.includes(condition) ? given : [...given, condition];
