import type { Property } from '../core/monitor.ts';
import type { Limits } from '../explore/limits.ts';
import { withInterrupts } from '../program/client.ts';
import { programOf } from '../program/program.ts';
import type { Study, StudyCell } from '../program/study.ts';
import { check } from './check.ts';
import type { PropertyReport } from './findings.ts';
import { residueOf, type Residue } from './residue.ts';

/** The answer to one cell; a residue is undefined where a limit stopped the search. */
export type StudyAnswer =
  | { readonly asked: 'verdict'; readonly report: PropertyReport }
  | { readonly asked: 'residue'; readonly residue: readonly Residue[] | undefined };

/** A study with the answer to every cell, row by row. */
export interface ConductedStudy {
  readonly study: Study;
  readonly answers: readonly (readonly StudyAnswer[])[];
}

/** Explores every cell of a study, with weak locks. @param property the one that the study names. */
export function conduct(study: Study, property: Property, limits: Limits = {}): ConductedStudy {
  const answerTo = ({ primitive, client, asks }: StudyCell): StudyAnswer => {
    if (asks === 'verdict') {
      const { properties } = check(primitive, { properties: [property], clients: [client], limits });
      return { asked: asks, report: properties[0]! };
    }
    const disturbed =
      property.interrupts === undefined ? client : withInterrupts(client, property.interrupts);
    const program = programOf(primitive, { ...disturbed, isProbed: false }, { strength: 'weak' });
    return { asked: asks, residue: residueOf(program, limits) };
  };
  return { study, answers: study.rows.map(({ cells }) => cells.map(answerTo)) };
}
