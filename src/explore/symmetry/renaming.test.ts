import { defineObject, next, type Step } from 'heddle';
import { expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import { rawProgram, type Program } from '../../program/program.ts';
import { timeless } from '../limits.ts';
import { Product } from '../product.ts';
import { allReductions, reducedSearch } from '../reducedSearch.ts';
import { search } from '../search.ts';

/** An object that holds the thread that claimed it last, and says whether it renames what it holds. */
function claims(rename: (holder: number, nameOf: (thread: number) => number) => number) {
  return defineObject({
    kind: 'claim',
    initial: () => -1,
    operations: {
      claim: ({ me }) => next(me as number),
      isMine: ({ value, me }) => next(value, value === me),
    },
    rename,
    namesInOrder: true,
  });
}

const rightly = claims((holder, nameOf) => (holder < 0 ? holder : nameOf(holder)));
/** It names the holder, and leaves it as it is. */
const wrongly = claims((holder, nameOf) => {
  if (holder >= 0) nameOf(holder);
  return holder;
});

function learnerOf(kind: typeof rightly): Learner {
  const make = (): Program =>
    rawProgram(() => {
      const claim = kind();
      const one = function* (): Step {
        yield* claim.claim();
        yield* claim.isMine();
      };
      return { objects: { claim }, threads: [one, one, one] };
    });
  return new Learner(make());
}

const usesSymmetry = (learner: Learner): boolean =>
  reducedSearch(learner, [], allReductions, {}, timeless).reductions.symmetry;

test('a kind that renames wrongly tells threads apart, also where all of it was learned before', () => {
  for (const wasSearched of [false, true]) {
    const learners = [learnerOf(rightly), learnerOf(wrongly)];
    if (wasSearched) for (const learner of learners) search(new Product(learner, []), {}, timeless);
    expect({ wasSearched, symmetry: learners.map(usesSymmetry) }).toEqual({
      wasSearched,
      symmetry: [true, false],
    });
  }
});

test('what was learned while it did not matter is checked once it does', () => {
  const learner = learnerOf(wrongly);
  search(new Product(learner, []), {}, timeless);
  expect(learner.program.arena.toldApartBy).toBeUndefined();
  learner.checkRenaming(true);
  expect(learner.program.arena.toldApartBy).toBe('claim, whose values cannot be renamed');
});
