import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { postsOf } from '../../program/client.ts';
import type { Primitive } from '../../program/primitive.ts';
import { defaultClients, interruptedClients } from '../defaultClients.ts';
import { climb, type Height } from './climb.ts';
import { laddersOf } from './ladders.ts';

function entry(name: string): Primitive {
  return gallery.find((one) => one.name === name)!;
}

function heightsOf(name: string, statesMax: number): Map<string, Height> {
  const { heights } = climb(entry(name), { properties: judgedProperties, statesMax });
  return new Map(heights.map(({ property, height }) => [property, height]));
}

test('what is made for a single use is used once, with every client of its own', () => {
  const { rungs } = laddersOf(entry('folly-baton'), 'ordinary')[1]!;
  expect(rungs.map(({ label }) => label)).toEqual(['client 2 x1']);
});

test('no client, on a ladder or by default, posts more than its primitive is made for', () => {
  const labels = (name: string): string[] =>
    laddersOf(entry(name), 'ordinary').flatMap(({ rungs }) => rungs.map(({ label }) => label));
  expect(labels('baton')).toContain('7+7');
  // Twisted's has an assertion against more; a token of trio's goes back to whoever has it.
  expect(labels('twisted')).toContain('4+4');
  expect(labels('twisted')).not.toContain('5+5');
  expect(labels('trio-capacity-limiter').filter((label) => label.includes('+'))).toEqual([]);
  for (const primitive of gallery) {
    const clients = [
      ...defaultClients(primitive),
      ...interruptedClients(primitive),
      ...(['ordinary', 'interrupted', 'endless'] as const).flatMap((discipline) =>
        laddersOf(primitive, discipline).flatMap(({ rungs }) => rungs.map(({ client }) => client)),
      ),
    ];
    const most = Math.max(0, ...clients.map(postsOf));
    expect({ name: primitive.name, isWithin: most <= (primitive.postsMax ?? Infinity) }).toEqual({
      name: primitive.name,
      isWithin: true,
    });
  }
});

describe('climb', () => {
  test('says for what holds how far each ladder was climbed, and where it was given up', () => {
    const height = heightsOf('ticket', 20_000).get('fifo')!;
    if (height.verdict !== 'holds') throw new Error(height.verdict);
    const threads = height.reaches.find(({ grows }) => grows === 'threads')!;
    expect(threads.givenUp).toBeDefined();
    expect(height.reaches.length).toBe(3);
  });

  test('names the first client that breaks a property', () => {
    const height = heightsOf('test-then-set', 2000).get('safety')!;
    expect(height).toMatchObject({ verdict: 'violated', label: '2,1,1' });
  });
});
