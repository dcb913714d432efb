import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { interruptKindName, interruptKinds } from '../../core/schedule.ts';
import { strengths, type Strength } from '../../program/objectKind.ts';
import { schedulings, type Scheduling } from '../../program/turn.ts';
import type { ClientSettings } from '../engine/protocol.ts';
import { parsePlans, plansInLines } from './settings.ts';

/** What the threads do, with how many permits, locks of which kind, and interrupts. */
export function ClientForm({
  client,
  strength,
  scheduling,
  threadsMax,
  permitsMax,
  onChange,
  onSchedule,
}: {
  readonly client: ClientSettings;
  readonly strength: Strength;
  readonly scheduling: Scheduling | undefined;
  readonly threadsMax: number;
  readonly permitsMax: number;
  readonly onChange: (client: ClientSettings, strength: Strength) => void;
  readonly onSchedule: (scheduling: Scheduling | undefined) => void;
}): JSX.Element {
  const { plans, permits, interrupts } = client;
  const [text, setText] = useState(plansInLines(plans));
  useEffect(() => {
    if (JSON.stringify(parsePlans(text)) !== JSON.stringify(plans)) setText(plansInLines(plans));
  }, [plans]);
  const change = (part: Partial<ClientSettings>): void => onChange({ ...client, ...part }, strength);
  const setThreads = (count: number): void => {
    const last = plans.at(-1) ?? { does: 'acquire release', rounds: 1 };
    change({ plans: Array.from({ length: count }, (_, index) => plans[index] ?? last) });
  };
  const setRounds = (rounds: number): void => change({ plans: plans.map(({ does }) => ({ does, rounds })) });
  const [first] = plans;
  return (
    <div class="form">
      <label>
        threads
        <CountInput value={plans.length} min={1} max={Math.min(6, threadsMax)} onChange={setThreads} />
      </label>
      <label>
        rounds
        <CountInput
          value={first?.rounds === 'forever' ? undefined : (first?.rounds ?? 1)}
          min={1}
          max={9}
          onChange={setRounds}
        />
      </label>
      <label>
        permits
        <CountInput
          value={permits}
          min={permitsMax === 1 ? 1 : 0}
          max={permitsMax}
          onChange={(value) => change({ permits: value })}
        />
      </label>
      <label>
        locks
        <select
          value={strength}
          onChange={(event) => onChange(client, event.currentTarget.value as Strength)}
        >
          {strengths.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        scheduling
        <select
          value={scheduling ?? ''}
          onChange={(event) => onSchedule(schedulings.find((one) => one === event.currentTarget.value))}
        >
          <option value="">as the primitive has it</option>
          {schedulings.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        interrupts
        <select
          value={interrupts?.kind ?? ''}
          onChange={(event) => {
            const kind = interruptKinds
              .map(interruptKindName)
              .find((name) => name === event.currentTarget.value);
            change({ interrupts: kind === undefined ? undefined : { kind, budget: 1 } });
          }}
        >
          <option value="">none</option>
          {interruptKinds.map(interruptKindName).map((name) => (
            <option key={name} value={name}>
              one, {name.replace('-', ', ')}
            </option>
          ))}
        </select>
      </label>
      <label class="plans">
        what each thread does, a line each
        <textarea
          rows={Math.max(2, plans.length)}
          value={text}
          spellcheck={false}
          onInput={(event) => {
            setText(event.currentTarget.value);
            const parsed = parsePlans(event.currentTarget.value);
            if (parsed.length > 0) change({ plans: parsed });
          }}
        />
      </label>
    </div>
  );
}

function CountInput({
  value,
  min,
  max,
  onChange,
}: {
  /** Undefined for no number: for ever. */
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  return (
    <input
      type="number"
      value={value ?? ''}
      placeholder="∞"
      min={min}
      max={max}
      onInput={(event) => {
        const wanted = Number(event.currentTarget.value);
        if (Number.isInteger(wanted) && wanted >= min && wanted <= max) onChange(wanted);
      }}
    />
  );
}
