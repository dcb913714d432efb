import { isIdle } from '../judge/findings.ts';
import { describeVerdict, type VerdictTable } from './verdictTable.ts';

/** The version of the report's format. */
export const reportVersion = 1;

/** The verdict table as JSON: one document, the same for equal results. */
export function galleryJson({ rows, notes, properties }: VerdictTable): string {
  const document = {
    format: 'heddle-report',
    version: reportVersion,
    properties,
    primitives: rows.map(({ assessment, cells, bypass }) => ({
      name: assessment.primitive,
      title: assessment.title,
      model: assessment.model,
      strength: assessment.strength,
      bypass,
      verdicts: Object.fromEntries(
        cells.map(({ property, report, note, isSurprise }) => [
          property,
          {
            verdict: isIdle(report) ? 'does not apply' : report.verdict.verdict,
            says: describeVerdict(report),
            asDeclared: !isSurprise,
            ...(report.measure === undefined ? {} : { measure: report.measure }),
            ...(report.remark === undefined ? {} : { remark: report.remark }),
            bounds: report.verdict.bounds,
            ...evidenceOf(report.verdict, notes.find(({ number }) => number === note)?.file),
          },
        ]),
      ),
      modelCoverage: assessment.coverage,
      details: assessment.details,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

type AnyVerdict = VerdictTable['rows'][number]['cells'][number]['report']['verdict'];

function evidenceOf(verdict: AnyVerdict, file: string | undefined): Record<string, unknown> {
  switch (verdict.verdict) {
    case 'holds':
      return {};
    case 'bounded':
      return { within: verdict.within };
    case 'probable':
      return { missChance: verdict.missChance };
    case 'violated': {
      const { trace, explanation } = verdict.counterexample;
      const { kind, sentences } = explanation;
      return { client: verdict.client, trace: file, kind, sentences, schedule: trace.verdict };
    }
    case 'unknown':
      return {
        client: verdict.client,
        stop: verdict.stop,
        states: verdict.states,
        frontier: verdict.frontier,
        ...(verdict.sample === undefined ? {} : { sample: verdict.sample }),
      };
  }
}
