import type { JSX } from 'preact';
import type { Checked, CheckedProperty } from '../engine/protocol.ts';

/** The verdicts of a check; a violated one leads to its schedule. */
export function VerdictTable({
  checked,
  onShow,
}: {
  readonly checked: Checked;
  readonly onShow: (failure: NonNullable<CheckedProperty['failure']>) => void;
}): JSX.Element {
  const { results, clients, elapsedMs } = checked;
  return (
    <div class="verdicts">
      <table>
        <thead class="spoken">
          <tr>
            <th scope="col">verdict</th>
            <th scope="col">property</th>
            <th scope="col">evidence</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ property, title, verdict, states, why, failure }) => (
            <tr key={property} class={verdict}>
              <td>
                <span class="sign" aria-hidden="true">
                  {{ holds: '✓', violated: '✗', unknown: '?' }[verdict]}
                </span>
                <span class="spoken">{verdict}</span>
              </td>
              <th scope="row">{title}</th>
              <td>
                {failure !== undefined ? (
                  <button
                    type="button"
                    class="plain"
                    title="Show the schedule, step by step"
                    onClick={() => onShow(failure)}
                  >
                    {why}
                  </button>
                ) : verdict === 'holds' ? (
                  states === 0 ? (
                    <span class="faint">no client puts it to the test</span>
                  ) : (
                    <span class="faint">{states.toLocaleString('en-US')} states, all explored</span>
                  )
                ) : (
                  why
                )}
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
