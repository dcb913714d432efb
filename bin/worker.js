// A worker thread of the command: from the sources in a checkout, compiled otherwise.
import { existsSync } from 'node:fs';

async function load(part) {
  const source = new URL(`../src/cli/${part}.ts`, import.meta.url);
  if (!existsSync(source)) return import(`../dist/src/cli/${part}.js`);
  const { register } = await import('tsx/esm/api');
  register();
  return import(source.href);
}

/** Assesses a primitive. */
export default async function assess(task) {
  const { default: run } = await load('worker');
  return run(task);
}

/** Checks code made of promises. */
export async function checkSubject(task) {
  const { default: run } = await load('subjectWorker');
  return run(task);
}
