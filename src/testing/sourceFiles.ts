import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './heddleCommand.ts';

/** A source file of the project: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const folders = ['src', 'models', 'properties', 'bench'];

/** Every TypeScript file of the project. */
export function sourceFiles(): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => {
        const whole = `${folder}/${file.replaceAll(path.sep, '/')}`;
        return { path: whole, text: readFileSync(path.join(root, whole), 'utf8') };
      }),
  );
}

/** What a file imports, as paths from the root, or names of packages. */
export function importsOf({ path: file, text }: SourceFile): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name!);
  return specifiers.map((name) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
  );
}
