/** The plain search of tables, in the figures that real executions can be compared with. */

import { Learner } from '../automata/learner.ts';
import { timeless } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { search } from '../explore/search.ts';
import type { Program } from '../program/program.ts';
import type { NativeResult } from './nativeSearch.ts';

/** What a search over the tables of a program counts. */
export function tableSearch(program: Program): NativeResult {
  const result = search(new Product(new Learner(program), []), {}, timeless);
  const { states, transitions, quietMoments, endStates } = result;
  return { states, transitions, quietMoments, endStates };
}
