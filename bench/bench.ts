import { Learner } from '../src/automata/learner.ts';
import { Product } from '../src/explore/product.ts';
import { search } from '../src/explore/search.ts';
import { w1 } from './peerPrograms.ts';
const t = performance.now();
const r = search(
  new Product(new Learner(w1({ threads: 5, rounds: 2, permits: 2 })), []),
  {},
  { now: () => performance.now() },
);
const s = (performance.now() - t) / 1000;
console.log(
  r.states,
  r.transitions,
  s.toFixed(2),
  (r.transitions / s / 1e6).toFixed(2) + ' M/s',
  r.bytesPerState.toFixed(1),
);
