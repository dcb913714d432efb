import { gallery } from 'heddle/gallery';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { colours } from '../terminal.ts';

/** `heddle list`: the names that the other commands take. */
export function listCommand({ json }: { readonly json?: boolean }): ExitCode {
  if (json === true) {
    const entries = gallery.map(({ name, title, catalogue, model }) => ({
      name,
      title,
      catalogue,
      model: model.name,
    }));
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return exitCodes.holds;
  }
  const nameWidth = Math.max(...gallery.map(({ name }) => name.length)) + 2;
  for (const { name, title, catalogue = '' } of gallery) {
    process.stdout.write(
      `${colours.strong(name.padEnd(nameWidth))}${colours.faint(catalogue.padEnd(5))}${title}\n`,
    );
  }
  return exitCodes.holds;
}
