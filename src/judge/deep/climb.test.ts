import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { climb, type Height } from './climb.ts';

function heightsOf(name: string, statesMax: number): Map<string, Height> {
  const primitive = gallery.find((one) => one.name === name)!;
  const { heights } = climb(primitive, { properties: judgedProperties, statesMax });
  return new Map(heights.map(({ property, height }) => [property, height]));
}

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
