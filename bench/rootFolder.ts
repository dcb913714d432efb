import { fileURLToPath } from 'node:url';

/** The folder of the repository, seen from the sources and from what they are compiled to. */
export const rootFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../' : '../../', import.meta.url),
);
