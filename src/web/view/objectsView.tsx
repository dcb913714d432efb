import type { JSX } from 'preact';
import type { Course, Recording } from '../../report/recording/recording.ts';
import { objectsAt } from './courseView.ts';
import { ThreadBadge } from './threadBadge.tsx';

/** The shared objects as they are: values, holders, who waits, and what the last step has changed. */
export function ObjectsView({
  recording,
  course,
  step,
  chosen,
  onChoose,
}: {
  readonly recording: Recording;
  readonly course: Course;
  readonly step: number;
  /** The object on whose steps the lanes are projected. */
  readonly chosen?: number | undefined;
  readonly onChoose?: (object: number | undefined) => void;
}): JSX.Element {
  const objects = objectsAt(recording, course, step);
  return (
    <section class="panel">
      <h2>Shared objects</h2>
      <table class="objects">
        <thead>
          <tr>
            <th scope="col">object</th>
            <th scope="col">value</th>
            <th scope="col">held by</th>
            <th scope="col">wait for it</th>
          </tr>
        </thead>
        <tbody>
          {objects.map(({ index, name, kind, value, holder, waiting, change, isTouched }) => (
            <tr key={index} class={change !== undefined ? 'is-changed' : isTouched ? 'is-touched' : ''}>
              <th scope="row">
                {onChoose === undefined ? (
                  name
                ) : (
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={chosen === index}
                    title={`Show only the steps on ${name}`}
                    onClick={() => onChoose(chosen === index ? undefined : index)}
                  >
                    {name}
                  </button>
                )}{' '}
                <span class="kind">{kind}</span>
              </th>
              <td>
                {change === undefined ? (
                  <span class="value">{value === '' ? '—' : value}</span>
                ) : (
                  <span class="value">
                    <s>{change.before ?? 'none'}</s> → <em>{change.after ?? 'gone'}</em>
                  </span>
                )}
              </td>
              <td>{holder === undefined ? '' : <ThreadBadge thread={holder} />}</td>
              <td>
                {waiting.map((thread) => (
                  <ThreadBadge key={thread} thread={thread} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
