/**
 * The door to primitives made of promises: `heddle/promises`. It needs Node, which the main door does not.
 */

export {
  defineSubject,
  isSubject,
  type Subject,
  type SubjectAbort,
  type SubjectCall,
  type SubjectOperation,
} from './subject.ts';
export { running } from './running.ts';
export {
  checkSubject,
  defaultPositions,
  type OrderCounterexample,
  type SubjectBound,
  type SubjectLimits,
  type SubjectOptions,
  type SubjectPropertyReport,
  type SubjectReport,
  type SubjectVerdict,
} from './checkSubject.ts';
export { midDrain, sameTick, settled, type Positions } from './order.ts';
export { withAborts } from './subjectClients.ts';
export { loadUnderControl } from './takeOver.ts';
