import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Engine } from '../engine/engine.ts';
import { settingsOf } from '../engine/clientFrom.ts';
import type { Catalogue, Checked, CheckedProperty, Complaint } from '../engine/protocol.ts';
import { ComplaintView } from '../play/complaintView.tsx';
import { Editor } from '../play/editor.tsx';
import { toQuery } from '../play/settings.ts';
import { useSettled } from '../play/settled.ts';
import { VerdictTable } from '../play/verdictTable.tsx';
import type { Lesson } from '../../lessons/lesson.ts';

/** So long a pause in typing, and the code is checked. */
const pauseMs = 600;

/** The broken code in an editor: mended when every property holds. */
export function Exercise({
  lesson,
  catalogue,
  onMended,
}: {
  readonly lesson: Lesson;
  readonly catalogue: Catalogue;
  readonly onMended: () => void;
}): JSX.Element {
  const file = `lessons/${lesson.file}`;
  const published = catalogue.sources[file] ?? '';
  const { exercise } = lesson;
  const [text, setText] = useState(published);
  const [edition, setEdition] = useState(0);
  const [checked, setChecked] = useState<Checked>();
  const [complaint, setComplaint] = useState<Complaint>();
  const [isBusy, setIsBusy] = useState(false);
  const engine = useMemo(() => new Engine(), []);
  const settled = useSettled(text, pauseMs);
  const isMended = checked?.results.every(({ verdict }) => verdict === 'holds') === true;

  const run = (code: string): void => {
    engine.stop();
    setIsBusy(true);
    const question = {
      ask: 'check',
      subject: { file, text: code },
      clients: exercise.clients?.map(settingsOf),
      strength: 'weak',
      properties: exercise.properties,
    } as const;
    void engine.ask(question).then((outcome) => {
      if (outcome.answer === 'dropped') return;
      setIsBusy(false);
      setChecked(outcome.answer === 'check' ? outcome.checked : undefined);
      setComplaint(outcome.answer === 'complaint' ? outcome.complaint : undefined);
    });
  };
  useEffect(() => {
    if (settled !== published) run(settled);
  }, [settled]);
  useEffect(() => {
    if (isMended) onMended();
  }, [isMended]);
  useEffect(() => () => engine.close(), []);

  const show = (failure: NonNullable<CheckedProperty['failure']>): void => {
    const { client, rule, choices } = failure;
    const settings = {
      file,
      name: '',
      text,
      client,
      strength: 'weak' as const,
      rule,
      choices,
      step: choices.length,
    };
    location.hash = `#/play?${toQuery(settings)}`;
  };

  return (
    <section class="told exercise" aria-labelledby="exercise-title">
      <h2 id="exercise-title">Mend it</h2>
      <p>{exercise.task}</p>
      <Editor
        text={published}
        edition={String(edition)}
        completions={catalogue.completions}
        faultyLine={complaint?.line}
        label="The code to mend"
        onChange={setText}
        onCheck={() => run(text)}
      />
      <div class="check-buttons">
        <button type="button" class="primary" title="In the editor: Ctrl-Enter" onClick={() => run(text)}>
          Check
        </button>
        <button
          type="button"
          disabled={text === published}
          onClick={() => {
            setText(published);
            setEdition(edition + 1);
            setChecked(undefined);
            setComplaint(undefined);
          }}
        >
          Begin again
        </button>
      </div>
      <div role="status">
        {isBusy ? <p class="faint">Exploring…</p> : null}
        {isMended ? (
          <p class="mended good">
            ✓ Mended: every order of these threads was explored, and all of them keep to the rules.
          </p>
        ) : null}
        {complaint === undefined ? null : <ComplaintView message={complaint.message} />}
        {checked === undefined ? null : (
          <VerdictTable
            rows={checked.results}
            clients={checked.clients}
            elapsedMs={checked.elapsedMs}
            onShow={show}
          />
        )}
      </div>
    </section>
  );
}
