import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atTheStart, fromFragment, toFragment, type ViewState } from './viewState.ts';

const bounds = { steps: 50, threads: 3, objects: 4, hasPassing: true };

const states = fc
  .record({
    step: fc.nat(50),
    compares: fc.boolean(),
    isOnPassing: fc.boolean(),
    onlyPast: fc.boolean(),
    thread: fc.option(fc.nat(2), { nil: undefined }),
    object: fc.option(fc.nat(3), { nil: undefined }),
  })
  .map((state): ViewState => ({ ...state, isOnPassing: state.isOnPassing && state.compares }));

test('a link brings back what was shown', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(fromFragment(`#${toFragment(state)}`, bounds, atTheStart)).toEqual(state);
    }),
  );
});

test('whatever a link says, something that exists is shown', () => {
  fc.assert(
    fc.property(fc.string(), (fragment) => {
      const {
        step,
        thread = 0,
        object = 0,
      } = fromFragment(`#step=${fragment}&thread=${fragment}`, bounds, atTheStart);
      expect(step).toBeLessThanOrEqual(50);
      expect(thread).toBeLessThan(3);
      expect(object).toBeLessThan(4);
    }),
  );
  expect(
    fromFragment('#step=51&thread=-1&object=x&compare', { ...bounds, hasPassing: false }, atTheStart),
  ).toEqual(atTheStart);
});
