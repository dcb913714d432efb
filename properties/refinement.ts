import { defineProperty, refinementMonitor } from 'heddle';

/**
 * Every history of calls, returns and throws is one that the paired XState model can show, with each
 * operation taking its effects at moments between its call and its end; a thread that waits at a quiet
 * moment has made its request and has not been granted it.
 *
 * Exact: every way in which the model can explain a history is followed (see refinementMonitor). A
 * program without a model holds trivially.
 */
export const refinement = defineProperty({
  name: 'refinement',
  title: 'Refinement',
  violatedWhen: 'a history of visible events is one that the paired model cannot show',
  keepsHistory: true,
  monitor: (setup) => (setup.model === undefined ? { initial: null } : refinementMonitor(setup.model, setup)),
});
