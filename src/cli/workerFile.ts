/** How the worker threads of the command begin: in the same way from the sources and from what is compiled from them. */

const isCompiled = !import.meta.url.endsWith('.ts');

/** The modules that they begin with: one that does the work of the command, and one that helps another with a search. */
export const workerFile = inBin('worker.js').href;
export const mateFile = inBin('mate.js');

function inBin(name: string): URL {
  return new URL(`${isCompiled ? '../../../' : '../../'}bin/${name}`, import.meta.url);
}

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
