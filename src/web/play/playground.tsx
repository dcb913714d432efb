import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Engine } from '../engine/engine.ts';
import type { Catalogue, CatalogueEntry, Checked, CheckedProperty, Complaint } from '../engine/protocol.ts';
import { ClientForm } from './clientForm.tsx';
import { ComplaintView } from './complaintView.tsx';
import { Editor } from './editor.tsx';
import { useGame } from './game.ts';
import { PlayBoard } from './playBoard.tsx';
import { useSettled } from './settled.ts';
import { fromQuery, toQuery, type PlaySettings } from './settings.ts';
import { VerdictTable } from './verdictTable.tsx';

type CheckState =
  | { readonly state: 'none' }
  | { readonly state: 'busy'; readonly states: number; readonly client: string }
  | { readonly state: 'done'; readonly checked: Checked }
  | { readonly state: 'complaint'; readonly complaint: Complaint };

/** So long a pause in typing is an end of it. */
const typingPauseMs = 350;

/** A primitive that the catalogue does not have. */
function ownEntry(name: string, file: string): CatalogueEntry {
  return { name, title: '', file, model: '', violates: [], operations: [], threadsMax: 6, permitsMax: 9 };
}

/** Choose a primitive or write one, check it, and be its scheduler. */
export function Playground({
  catalogue,
  engine,
  thinker,
  query,
  onQuery,
}: {
  readonly catalogue: Catalogue;
  readonly engine: Engine;
  readonly thinker: Engine;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}): JSX.Element {
  const [settings, setSettings] = useState<PlaySettings>(() => fromQuery(query));
  const [check, setCheck] = useState<CheckState>({ state: 'none' });
  const { file, name, text, client, strength, scheduling, rule } = settings;
  const entry = catalogue.entries.find((one) => one.name === name) ?? ownEntry(name, file);
  const [edition, setEdition] = useState(0);
  const settledText = useSettled(text, typingPauseMs);
  const board = { subject: { file, name, text: settledText }, client, strength, scheduling, rule };
  const game = useGame(board, engine, thinker, settings.choices, settings.step);
  const change = (part: Partial<PlaySettings>): void => {
    setSettings((old) => ({ ...old, ...part }));
    setCheck({ state: 'none' });
  };

  useEffect(() => {
    onQuery(toQuery({ ...settings, choices: game.choices, step: game.step }));
  }, [settings, game.choices, game.step]);

  const runCheck = (withDefaults: boolean): void => {
    thinker.stop();
    setCheck({ state: 'busy', states: 0, client: '' });
    const properties = catalogue.properties
      .map((property) => property.name)
      .filter(
        (property) =>
          withDefaults ||
          client.interrupts === undefined ||
          property === `interrupt-${client.interrupts.kind}` ||
          !property.startsWith('interrupt-'),
      )
      .filter(
        (property) => withDefaults || client.interrupts !== undefined || !property.startsWith('interrupt-'),
      );
    const question = {
      ask: 'check',
      subject: { file, name, text },
      clients: withDefaults ? undefined : [client],
      strength,
      scheduling,
      properties,
    } as const;
    void thinker
      .ask(question, ({ states, client: words }) => setCheck({ state: 'busy', states, client: words }))
      .then((outcome) => {
        if (outcome.answer === 'check') setCheck({ state: 'done', checked: outcome.checked });
        else if (outcome.answer === 'complaint')
          setCheck({ state: 'complaint', complaint: outcome.complaint });
        else setCheck({ state: 'none' });
      });
  };
  const show = ({
    client: failing,
    rule: broken,
    choices,
  }: NonNullable<CheckedProperty['failure']>): void => {
    setSettings((old) => ({ ...old, client: failing, rule: broken }));
    game.put(choices);
  };
  const choose = (chosen: string): void => {
    const next = catalogue.entries.find((one) => one.name === chosen);
    if (next === undefined) return;
    const plans = client.plans.slice(0, next.threadsMax);
    change({
      file: next.file,
      name: next.name,
      text: undefined,
      client: { ...client, plans, permits: Math.min(client.permits, next.permitsMax) },
    });
    game.put([]);
  };
  const complaint = game.complaint ?? (check.state === 'complaint' ? check.complaint : undefined);

  return (
    <div class="playground">
      <h1 class="spoken">Playground</h1>
      <section class="setup" aria-label="What is played">
        <div class="choose">
          <label>
            primitive
            <select value={entry.name} onChange={(event) => choose(event.currentTarget.value)}>
              {catalogue.entries.includes(entry) ? null : <option value={entry.name}>{entry.name}</option>}
              {catalogue.entries.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.name}: {one.title}
                </option>
              ))}
            </select>
          </label>
          <label>
            watch
            <select value={rule} onChange={(event) => change({ rule: event.currentTarget.value })}>
              {catalogue.properties
                .filter((property) => !property.name.startsWith('interrupt-'))
                .map((property) => (
                  <option key={property.name} value={property.name}>
                    {property.title}
                  </option>
                ))}
            </select>
          </label>
        </div>
        <ClientForm
          client={client}
          strength={strength}
          scheduling={scheduling}
          onSchedule={(next) => {
            change({ scheduling: next });
            game.put([]);
          }}
          threadsMax={entry.threadsMax}
          permitsMax={entry.permitsMax}
          onChange={(next, locks) => {
            change({ client: next, strength: locks });
            game.put([]);
          }}
        />
        <details class="code" open={text !== undefined}>
          <summary>
            Code <span class="file-name">{file}</span> {text === undefined ? null : <b>edited</b>}
          </summary>
          <Editor
            text={text ?? catalogue.sources[file] ?? ''}
            edition={`${file} ${edition}`}
            completions={catalogue.completions}
            faultyLine={complaint?.line}
            label={`Code of ${file}`}
            onChange={(edited) => change({ text: edited === catalogue.sources[file] ? undefined : edited })}
            onCheck={() => runCheck(false)}
          />
          {text === undefined ? null : (
            <button
              type="button"
              onClick={() => {
                change({ text: undefined });
                setEdition(edition + 1);
              }}
            >
              Back to the published text
            </button>
          )}
        </details>
        <div class="check-buttons">
          <button
            type="button"
            class="primary"
            title="In the editor: Ctrl-Enter"
            onClick={() => runCheck(false)}
          >
            Check with these threads
          </button>
          <button type="button" onClick={() => runCheck(true)}>
            Check as the gallery does
          </button>
          {check.state === 'busy' ? (
            <button type="button" onClick={() => thinker.stop()}>
              Stop
            </button>
          ) : null}
        </div>
        <div role="status">
          {check.state === 'busy' ? (
            <p class="faint">
              Exploring…{' '}
              {check.states === 0 ? '' : `${check.states.toLocaleString('en-US')} states, ${check.client}`}
            </p>
          ) : null}
          {check.state === 'done' ? <VerdictTable checked={check.checked} onShow={show} /> : null}
        </div>
        {check.state === 'complaint' ? <ComplaintView message={check.complaint.message} /> : null}
      </section>
      <PlayBoard game={game} />
    </div>
  );
}
