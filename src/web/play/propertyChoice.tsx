import type { JSX } from 'preact';
import type { Catalogue } from '../engine/protocol.ts';

/** Which properties are checked. */
export function PropertyChoice({
  properties,
  chosen,
  onChoose,
}: {
  readonly properties: Catalogue['properties'];
  /** All of them if undefined. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (chosen: readonly string[] | undefined) => void;
}): JSX.Element {
  const isChosen = (name: string): boolean => chosen === undefined || chosen.includes(name);
  const toggle = (name: string): void => {
    const next = properties
      .map((property) => property.name)
      .filter((one) => (one === name ? !isChosen(one) : isChosen(one)));
    onChoose(next.length === properties.length ? undefined : next);
  };
  const count = properties.filter(({ name }) => isChosen(name)).length;
  return (
    <details class="property-choice">
      <summary>
        Properties{' '}
        <span class="faint">
          {count === properties.length ? `all ${count}` : `${count} of ${properties.length}`}
        </span>
      </summary>
      <div class="property-boxes" role="group" aria-label="Properties that are checked">
        {properties.map(({ name, title, violatedWhen }) => (
          <label key={name} class="box" title={`Violated when ${violatedWhen}`}>
            <input type="checkbox" checked={isChosen(name)} onChange={() => toggle(name)} />
            {title}
          </label>
        ))}
        <button type="button" disabled={chosen === undefined} onClick={() => onChoose(undefined)}>
          All
        </button>
        <button type="button" disabled={chosen?.length === 0} onClick={() => onChoose([])}>
          None
        </button>
      </div>
    </details>
  );
}
