import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Engine } from '../engine/engine.ts';
import { settingsOf } from '../engine/clientFrom.ts';
import type { Catalogue, Checked } from '../engine/protocol.ts';
import { VerdictTable } from '../play/verdictTable.tsx';
import { CodeView } from '../view/codeView.tsx';
import type { Lesson } from '../../lessons/lesson.ts';
import { mendedFile } from '../../lessons/lessons.ts';

/** What it was, where it happened, and the repaired version with its proof, which is made here and now. */
export function Solved({
  lesson,
  catalogue,
}: {
  readonly lesson: Lesson;
  readonly catalogue: Catalogue;
}): JSX.Element {
  const file = `lessons/${mendedFile(lesson)}`;
  const [checked, setChecked] = useState<Checked>();
  const engine = useMemo(() => new Engine(), []);
  const { what, history, repair, exercise } = lesson;

  useEffect(() => {
    setChecked(undefined);
    const question = {
      ask: 'check',
      subject: { file },
      clients: exercise.clients?.map(settingsOf),
      strength: 'weak',
      properties: exercise.properties,
    } as const;
    void engine.ask(question).then((outcome) => {
      if (outcome.answer === 'check') setChecked(outcome.checked);
    });
    return () => engine.close();
  }, [lesson]);

  return (
    <section class="told" id="what-it-was" tabIndex={-1} aria-labelledby="what-it-was-title">
      <h2 id="what-it-was-title">What it was</h2>
      {what.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <h3>Where it has happened</h3>
      <p>{history}</p>
      <h3>How it is repaired</h3>
      <p>{repair}</p>
      <details>
        <summary>Show the repaired code (the exercise below asks you for it)</summary>
        <CodeView text={catalogue.sources[file] ?? ''} label="The repaired code" />
      </details>
      <div role="status">
        {checked === undefined ? (
          <p class="faint">Proving the repaired version…</p>
        ) : (
          <>
            <h3>Its proof</h3>
            <VerdictTable rows={checked.results} clients={checked.clients} elapsedMs={checked.elapsedMs} />
          </>
        )}
      </div>
    </section>
  );
}
