import { defineModel } from 'heddle';
import { fifoSemaphore, mutex, permitOperations } from 'heddle/models';
import { setup } from 'xstate';
import { expect, test } from 'vitest';
import { mermaidOf } from './mermaid.ts';

test('a model as a picture', () => {
  expect(mermaidOf(mutex)).toMatchInlineSnapshot(`
    "stateDiagram-v2
      [*] --> free
      free --> free: request [isNew]
      free --> held: grant [isWaiting]
      free --> free: withdraw [isWaiting]
      held --> held: request [isNew]
      held --> held: refuse
      held --> held: withdraw [isWaiting]
      held --> free: release [isHolder]
    "
  `);
});

test('transitions without an event lead to where the machine starts', () => {
  expect(mermaidOf(fifoSemaphore)).toContain('  made --> exhausted: [hasNone]\n  made --> available\n');
});

test('what Mermaid would read otherwise is written so that it does not', () => {
  const model = defineModel({
    ...mutex,
    operations: {},
    machine: setup({ guards: { 'a; b # c': () => true } }).createMachine({
      initial: 'one',
      states: { one: { on: { go: { guard: 'a; b # c', target: 'two' } } }, two: {} },
    }) as never,
  });
  expect(Object.keys(permitOperations)).toContain('acquire');
  expect(mermaidOf(model)).toContain('one --> two: go [a, b no.  c]');
});
