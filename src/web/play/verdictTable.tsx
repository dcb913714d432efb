import type { JSX } from 'preact';
import type { CheckedProperty } from '../engine/protocol.ts';
import type { OpenProperty } from './checkRun.ts';

/** The verdicts of a check, and what is still open; a violated one leads to its schedule. */
export function VerdictTable({
  rows,
  clients,
  elapsedMs,
  isBusy = false,
  onShow,
}: {
  readonly rows: readonly (CheckedProperty | OpenProperty)[];
  readonly clients: readonly string[];
  readonly elapsedMs: number;
  readonly isBusy?: boolean;
  readonly onShow?: (failure: NonNullable<CheckedProperty['failure']>) => void;
}): JSX.Element {
  return (
    <div class={isBusy ? 'verdicts is-busy' : 'verdicts'}>
      <table>
        <thead class="spoken">
          <tr>
            <th scope="col">verdict</th>
            <th scope="col">property</th>
            <th scope="col">evidence</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.property} class={row.verdict}>
              <td>
                <span class="sign" aria-hidden="true">
                  {{ holds: '✓', violated: '✗', unknown: '?', open: '·' }[row.verdict]}
                </span>
                <span class="spoken">{row.verdict}</span>
              </td>
              <th scope="row">{row.title}</th>
              <td>
                <Evidence row={row} isBusy={isBusy} onShow={onShow} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details class="faint">
        <summary>
          {clients.length} {clients.length === 1 ? 'client' : 'clients'}, {(elapsedMs / 1000).toFixed(2)} s
        </summary>
        <ul>
          {clients.map((client) => (
            <li key={client}>{client}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Evidence({
  row,
  isBusy,
  onShow,
}: {
  readonly row: CheckedProperty | OpenProperty;
  readonly isBusy: boolean;
  readonly onShow: ((failure: NonNullable<CheckedProperty['failure']>) => void) | undefined;
}): JSX.Element {
  if (row.verdict === 'open') {
    const { progress } = row;
    return (
      <span class="faint">
        {isBusy ? 'exploring…' : 'not decided'}
        {progress === undefined
          ? ''
          : ` ${progress.states.toLocaleString('en-US')} states, ${progress.client}`}
      </span>
    );
  }
  const { verdict, states, why, failure } = row;
  if (failure !== undefined && onShow !== undefined) {
    return (
      <>
        <button
          type="button"
          class="plain"
          title="Show the schedule, step by step"
          onClick={() => onShow(failure)}
        >
          {why}
        </button>{' '}
        <span class="faint">in {failure.choices.length} steps</span>
      </>
    );
  }
  if (verdict !== 'holds') return <>{why}</>;
  return (
    <span class="faint">
      {states === 0
        ? 'no client puts it to the test'
        : `${states.toLocaleString('en-US')} states, all explored`}
    </span>
  );
}
