/** A study as Markdown: its question, its table, and under it why each red cell is red. */

import type { ConductedStudy, StudyAnswer } from '../judge/conduct.ts';

/** @returns lines, with a heading of the second level first. */
export function studyMarkdown({ study, answers }: ConductedStudy): string[] {
  const { title, question, columns, rows } = study;
  return [
    `## ${title}`,
    '',
    question,
    '',
    `| | ${columns.join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map((row, index) => `| ${row.title} | ${answers[index]!.map(studyCellText).join(' | ')} |`),
    '',
    ...rows.flatMap((row, index) =>
      answers[index]!.flatMap((answer, column) => evidenceOf(`${row.title}, ${columns[column]!}`, answer)),
    ),
  ];
}

/** One cell in a few words: `✓`, `✗ leaked lock m`, `count 1 → 0`. */
export function studyCellText(answer: StudyAnswer): string {
  if (answer.asked === 'residue') {
    if (answer.residue === undefined) return '?';
    const left = answer.residue.map(
      ({ object, before, after }) => `\`${object}\` ${before} → ${after.join(' or ')}`,
    );
    return left.length === 0 ? 'nothing' : left.join(', ');
  }
  const { verdict } = answer.report;
  switch (verdict.verdict) {
    case 'holds':
      return '✓';
    case 'bounded':
      return '≤';
    case 'unknown':
      return '?';
    case 'violated': {
      const { kind, object } = verdict.counterexample.explanation;
      return `✗ ${kind}${object === undefined ? '' : ` \`${object}\``}`;
    }
  }
}

function evidenceOf(where: string, answer: StudyAnswer): string[] {
  if (answer.asked !== 'verdict' || answer.report.verdict.verdict !== 'violated') return [];
  const { explanation, trace } = answer.report.verdict.counterexample;
  return [`- ${where}: ${trace.verdict.why}. ${explanation.sentences.join(' ')}`];
}
