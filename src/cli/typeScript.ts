/** Lets Node import TypeScript, where it cannot by itself. */

import * as nodeModule from 'node:module';

/** What a hook of Node's loader answers: where a module is, and how it is to be read. */
interface Resolved {
  readonly url: string;
  readonly format?: string | null;
}

type Resolve<Answer> = (specifier: string, context: unknown) => Answer;

const isRunFromSource = import.meta.url.endsWith('.ts');

let isReading = false;

/**
 * From now on, `import` reads TypeScript in this thread: as ECMAScript modules, whatever the package of
 * a file says. Read as CommonJS, a file would get a second copy of Heddle, or none.
 */
export async function readTypeScript(): Promise<void> {
  if (isReading || isRunFromSource) return;
  isReading = true;
  const { register } = await import('tsx/esm/api');
  register();
  const { registerHooks } = nodeModule as {
    readonly registerHooks?: (hooks: {
      resolve: (...args: [string, unknown, Resolve<Resolved>]) => Resolved;
    }) => void;
  };
  if (registerHooks === undefined) {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(hookSource)}`);
  } else {
    registerHooks({ resolve: (specifier, context, next) => asModule(next(specifier, context)) });
  }
}

function asModule(found: Resolved): Resolved {
  return found.format === 'commonjs' && /\.tsx?$/.test(new URL(found.url).pathname)
    ? { ...found, format: 'module' }
    : found;
}

/** The same for a Node that runs its hooks in a thread of their own. */
const hookSource = `
${asModule.toString()}
export const resolve = async (specifier, context, next) => asModule(await next(specifier, context));
`;
