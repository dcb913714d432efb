/** Turns the text of TypeScript modules into modules that run, in a page that has no bundler and no files. */

import { transform } from 'sucrase';
import { UsageError } from '../../core/errors.ts';

/** What a module can import besides the modules beside it. */
export type Packages = Readonly<Record<string, object>>;

/** How the names of the modules look in a stack. */
export const address = 'heddle:///';

/** A text that cannot be read as TypeScript. */
export class SyntaxFault extends UsageError {
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, message: string) {
    super({
      what: `${file} cannot be read${line === undefined ? '' : `, at line ${line}`}.`,
      found: message,
      expected: 'TypeScript',
    });
    this.line = line;
  }
}

/** Compiles and runs modules, each once, on demand. */
export class Linker {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #packages: Packages;
  readonly #modules = new Map<string, { exports: Record<string, unknown> }>();

  /** @param texts by path, such as `semaphore/reference.ts`. */
  constructor(texts: Readonly<Record<string, string>>, packages: Packages) {
    this.#texts = texts;
    this.#packages = packages;
  }

  /** What a module exports. @throws UsageError if there is none, or if its text cannot be read; whatever it throws. */
  load(path: string): Record<string, unknown> {
    const known = this.#modules.get(path);
    if (known !== undefined) return known.exports;
    const text = this.#texts[path];
    if (text === undefined) {
      throw new UsageError({
        what: `There is no module ${path}.`,
        found: path,
        expected: 'one beside it, or a package',
      });
    }
    const module = { exports: {} as Record<string, unknown> };
    this.#modules.set(path, module);
    const code = compiled(path, text);
    // The reader's own code, in the reader's own worker. The name in the last line is how a stack calls the module; the first line is the first of the text.
    // oxlint-disable-next-line no-eval
    const run = (0, eval)(
      `(function (require, exports, module) {${code}\n})\n//# sourceURL=${address}${path}`,
    ) as (require: (name: string) => unknown, exports: object, module: object) => void;
    run((name) => this.#required(name, path), module.exports, module);
    return module.exports;
  }

  #required(name: string, from: string): unknown {
    if (name.startsWith('.')) return this.load(joined(from, name));
    const found = Object.hasOwn(this.#packages, name) ? this.#packages[name] : undefined;
    if (found !== undefined) return found;
    throw new UsageError({
      what: `${from} imports ${name}, which this page does not have.`,
      found: name,
      expected: `one of ${Object.keys(this.#packages).join(', ')}`,
      next: 'A primitive that needs other packages is checked with npx heddle check FILE.',
    });
  }
}

/** JavaScript of the same lines. */
function compiled(path: string, text: string): string {
  try {
    const { code } = transform(text.replaceAll('import.meta.url', 'undefined'), {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      preserveDynamicImport: true,
      filePath: path,
    });
    return code;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    throw new SyntaxFault(path, loc?.line, message.replace(/^Error transforming [^:]*: /, ''));
  }
}

function joined(from: string, relative: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
