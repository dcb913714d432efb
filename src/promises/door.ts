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
export { checkSubject } from './checkSubject.ts';
export { defaultPositions, type SubjectLimits, type SubjectOptions } from './subjectOptions.ts';
export type {
  OrderCounterexample,
  SubjectBound,
  SubjectPropertyReport,
  SubjectReport,
  SubjectVerdict,
} from './subjectReport.ts';
export { midDrain, sameTick, settled, type Positions } from './order.ts';
export { withAborts } from './subjectClients.ts';
export { loadUnderControl } from './takeOver.ts';
