/** What interrupts have to do with a primitive: whether they come at all, and what comes of them. */

import { interruptKindName, interruptKinds, type InterruptKind } from '../../core/schedule.ts';
import { describeClient, workload } from '../../program/client.ts';
import type { PropertyReport } from '../findings.ts';
import type { Finding } from './finding.ts';
import { canBeInterrupted } from './quickCheck.ts';
import { answerOf, reportOn, unheard, verdictFinding, type ComparedSubject } from './verdictFinding.ts';

/** The smallest client in which somebody waits. */
const twoComers = workload(2, 1, 1);

/** The interrupt of one that waits, before it is granted anything. */
const whileWaiting = interruptKinds.find((kind) => interruptKindName(kind) === 'before-blocked')!;

/** How far the search for an interrupt goes. */
const statesMax = 60_000;

/** The findings on one primitive. Each kind of interrupt is searched for once. */
export class InterruptFindings {
  readonly #subject: ComparedSubject;
  readonly #reached = new Map<InterruptKind, boolean>();

  constructor(subject: ComparedSubject) {
    this.#subject = subject;
  }

  /**
   * One verdict on any property. Where no interrupt of its kind can come, none was put to the test; and where something
   * fails without one, nobody can say that all is as if the call had never been made.
   */
  judged(report: PropertyReport): Finding {
    const found = verdictFinding(this.#subject, report);
    const kind = interruptKinds.find((one) => report.property === `interrupt-${interruptKindName(one)}`);
    if (kind === undefined || found.answer !== 'yes') return found;
    if (!this.#reaches(kind)) {
      return unjudged(`No interrupt of this kind reaches a thread, with ${describeClient(twoComers)}.`);
    }
    if (report.brokenWithout === undefined) return found;
    const { parts, client } = report.brokenWithout;
    return {
      ...unjudged(
        `Broken without an interrupt: ${parts.join(', ')}, with ${client}. An interrupt is blamed only for what holds without it; nothing was found that is to be blamed on one.`,
      ),
      text: '–, broken without one',
    };
  }

  /** Whether one that waits can be interrupted at all. */
  cancellable(): Finding {
    const { name, hearsInterrupts } = this.#subject.primitive;
    if (hearsInterrupts === false) {
      return { answer: 'no', text: 'not modelled', evidence: { by: 'the entry', says: unheard } };
    }
    const isSo = this.#reaches(whileWaiting);
    return {
      answer: isSo ? 'yes' : 'no',
      evidence: {
        by: 'exploration',
        says: `${isSo ? 'An' : 'No'} interrupt reaches a thread that waits, with ${describeClient(twoComers)}.${isSo ? ' What comes of it is judged beside.' : ''}`,
        command: `check ${name} --property interrupt-before-blocked`,
      },
    };
  }

  /** Both kinds of interrupt of one that waits; nothing where one of them was not put to the test. */
  genericTimeout(): Finding {
    const { answer, evidence } = this.cancellable();
    if (answer !== 'yes') return { answer: 'none', evidence };
    const kinds = ['interrupt-before-blocked', 'interrupt-after-blocked'];
    const reports = kinds.map((name) => reportOn(this.#subject, name));
    const joined = answerOf(reports);
    const untested = reports
      .map((report) => this.judged(report))
      .find((finding) => finding.answer === 'none');
    if (joined !== 'no' && untested !== undefined) return untested;
    return {
      answer: joined,
      evidence: {
        by: 'exploration',
        says: 'Both: interrupted while it waits, and interrupted after the grant.',
        command: `check ${this.#subject.primitive.name} ${kinds.map((name) => `--property ${name}`).join(' ')}`,
      },
    };
  }

  #reaches(kind: InterruptKind): boolean {
    const { primitive, here } = this.#subject;
    const known = this.#reached.get(kind);
    if (known !== undefined) return known;
    const isReached = canBeInterrupted(primitive, twoComers, kind, here, statesMax);
    this.#reached.set(kind, isReached);
    return isReached;
  }
}

/** No answer, as exploration has shown. */
function unjudged(says: string): Finding {
  return { answer: 'none', evidence: { by: 'exploration', says } };
}
