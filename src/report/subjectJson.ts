import type { SubjectReport } from '../promises/subjectReport.ts';

/** The verdicts on subjects as one JSON document. */
export function subjectJson(reports: readonly SubjectReport[]): string {
  const subjects = reports.map(({ subject, model, executions, remarks, properties }) => ({
    subject,
    model,
    executions,
    remarks,
    properties: properties.map(({ property, verdict, measure }) => ({
      property,
      ...(verdict.verdict === 'violated'
        ? {
            verdict: verdict.verdict,
            client: verdict.client,
            bounds: verdict.bounds,
            explanation: verdict.counterexample.explanation,
            trace: verdict.counterexample.trace,
          }
        : verdict),
      ...(measure === undefined ? {} : { measure }),
    })),
  }));
  return `${JSON.stringify({ format: 'heddle-subjects', version: 1, subjects }, null, 2)}\n`;
}
