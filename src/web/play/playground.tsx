import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Engine } from '../engine/engine.ts';
import type { Catalogue, CatalogueEntry, CheckedProperty, ClientSettings } from '../engine/protocol.ts';
import { useCheckRun, type CheckState } from './checkRun.ts';
import { ClientForm } from './clientForm.tsx';
import { ComplaintView } from './complaintView.tsx';
import { Editor } from './editor.tsx';
import { useGame } from './game.ts';
import { PlayBoard } from './playBoard.tsx';
import { PropertyChoice } from './propertyChoice.tsx';
import { useSettled } from './settled.ts';
import { callsNothingElse, firstSettings, fromQuery, toQuery, type PlaySettings } from './settings.ts';
import { VerdictTable } from './verdictTable.tsx';

/** So long a pause in typing is an end of it. */
const typingPauseMs = 350;

/** A primitive that the catalogue does not have. */
function ownEntry(name: string, file: string): CatalogueEntry {
  const firstClient = firstSettings.client;
  const bounds = { threadsMax: 6, permitsMax: 9 };
  return { name, title: '', file, model: '', violates: [], operations: [], ...bounds, firstClient };
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
  const check = useCheckRun(catalogue);
  const { file, name, text, client, strength, scheduling, rule } = settings;
  const entry = catalogue.entries.find((one) => one.name === name) ?? ownEntry(name, file);
  const [edition, setEdition] = useState(0);
  const boardPlace = useRef<HTMLDivElement>(null);
  const settledText = useSettled(text, typingPauseMs);
  const board = { subject: { file, name, text: settledText }, client, strength, scheduling, rule };
  const game = useGame(board, engine, thinker, settings.choices, settings.step);
  const change = (part: Partial<PlaySettings>): void => {
    setSettings((old) => ({ ...old, ...part }));
    check.clear();
  };

  useEffect(() => {
    onQuery(toQuery({ ...settings, choices: game.choices, step: game.step }));
  }, [settings, game.choices, game.step]);

  const runCheck = (withDefaults: boolean): void => {
    const chosen = settings.properties ?? catalogue.properties.map((property) => property.name);
    check.start(
      {
        subject: { file, name, text },
        clients: withDefaults ? undefined : [client],
        strength,
        scheduling,
      },
      withDefaults ? chosen : chosen.filter((property) => isAbout(property, client)),
    );
  };
  const show = ({
    client: failing,
    rule: broken,
    choices,
  }: NonNullable<CheckedProperty['failure']>): void => {
    setSettings((old) => ({ ...old, client: failing, rule: broken }));
    game.put(choices);
    boardPlace.current?.scrollIntoView({ block: 'start' });
  };
  const choose = (chosen: string): void => {
    const next = catalogue.entries.find((one) => one.name === chosen);
    if (next === undefined) return;
    const plans = client.plans.slice(0, next.threadsMax);
    const kept = { ...client, plans, permits: Math.min(client.permits, next.permitsMax) };
    change({
      file: next.file,
      name: next.name,
      text: undefined,
      client: callsNothingElse(kept, next.operations) ? kept : next.firstClient,
    });
    game.put([]);
  };
  const { state } = check;
  const complaint = game.complaint ?? state?.complaint;

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
        <PropertyChoice
          properties={catalogue.properties}
          chosen={settings.properties}
          onChoose={(properties) => {
            setSettings((old) => ({ ...old, properties }));
            check.clear();
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
          {state?.isBusy === true ? (
            <button type="button" onClick={() => check.stop()}>
              Stop
            </button>
          ) : null}
        </div>
        {state === undefined || state.complaint !== undefined ? null : (
          <VerdictTable {...state} onShow={show} />
        )}
        <p class="spoken" role="status">
          {state === undefined || state.isBusy ? '' : tally(state.rows)}
        </p>
        {state?.complaint === undefined ? null : <ComplaintView message={state.complaint.message} />}
      </section>
      <div ref={boardPlace}>
        <PlayBoard game={game} />
      </div>
    </div>
  );
}

/** Interrupts are judged one kind at a time, and only with a client that has some. */
function isAbout(property: string, { interrupts }: ClientSettings): boolean {
  return !property.startsWith('interrupt-') || property === `interrupt-${interrupts?.kind}`;
}

/** What has come of a check, for those who hear it. */
function tally(rows: CheckState['rows']): string {
  const count = (wanted: string): number => rows.filter(({ verdict }) => verdict === wanted).length;
  return `${count('holds')} properties hold, ${count('violated')} are violated, ${count('unknown') + count('open')} are not decided.`;
}
