import type { JSX } from 'preact';
import type { Recording } from '../../report/recording/recording.ts';
import { ThemeButton } from '../view/theme.tsx';

/** What the page is about, in three lines. */
export function Headline({ recording }: { readonly recording: Recording }): JSX.Element {
  const {
    primitive,
    property,
    course,
    client,
    strength,
    scheduling,
    length,
    notices,
    command,
    explanation,
    hadNoChance,
  } = recording;
  const isViolated = course.violation !== undefined;
  return (
    <header class="headline">
      <div class="headline-top">
        <h1>
          <span class="primitive-name">{primitive.name}</span>{' '}
          <span class={isViolated ? 'bad' : 'good'}>
            {isViolated ? '✗' : '✓'} {property.whole ?? property.name}
          </span>
          {explanation.kind === '' ? null : <span class="kind-tag">{explanation.kind}</span>}
        </h1>
        <ThemeButton />
      </div>
      <p class="summary">
        {course.violation === undefined
          ? 'This schedule violates nothing.'
          : `${capital(course.violation.why)}.`}
      </p>
      <details class="about">
        <summary>
          {client}. Locks: {strength}.{scheduling === undefined ? '' : ` Scheduling: ${scheduling}.`}
          {length === undefined ? '' : ` ${length}.`}
        </summary>
        <p>
          {primitive.title}.{primitive.citation === undefined ? '' : ' Source: '}
          {primitive.citation === undefined ? null : isWebAddress(primitive.url) ? (
            <a href={primitive.url}>{primitive.citation}</a>
          ) : (
            primitive.citation
          )}
          {primitive.citation === undefined ? '' : '.'}
        </p>
        {primitive.note === undefined ? null : <p>{primitive.note}</p>}
        {property.whole === undefined ? null : (
          <p>
            What is violated of {property.whole} is {property.name}.
          </p>
        )}
        {hadNoChance === true ? <p>No schedule of this client goes well.</p> : null}
        {command === undefined ? null : (
          <p>
            In a terminal: <code>{command}</code>
          </p>
        )}
      </details>
      {notices.map((notice) => (
        <p key={notice} class="notice" role="note">
          {notice}
        </p>
      ))}
    </header>
  );
}

function capital(text: string): string {
  return text === '' ? text : `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

/** A link leads to the web or nowhere. */
function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//.test(url);
}

/** The signs of the lanes. */
export function HowToRead(): JSX.Element {
  return (
    <details class="legend">
      <summary>How to read the lanes</summary>
      <ul>
        <li>
          <b>▸</b> calls an operation, <b>◂</b> its end
        </li>
        <li>
          <b>»</b> a step that matters for the failure
        </li>
        <li>
          <span class="swatch is-blocked" /> blocked
        </li>
        <li>
          <span class="swatch-arrow wake" /> wakes; <span class="swatch-arrow hand-off" /> hands over to;{' '}
          <span class="swatch-arrow waits" /> waits for the one who holds it
        </li>
        <li>
          <b>⚡</b> an interrupt, <b>◷</b> a deadline that passes
        </li>
        <li>
          <span class="swatch-line" /> a quiet moment: nothing moves unless a new operation starts
        </li>
      </ul>
    </details>
  );
}
