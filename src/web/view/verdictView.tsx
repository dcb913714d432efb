import type { JSX } from 'preact';
import type { Course, Recording } from '../../report/recording/recording.ts';

/** The verdict so far, and how it came to the failure, each sentence leading to its step. */
export function VerdictView({
  recording,
  course,
  step,
  onSelect,
}: {
  readonly recording: Recording;
  readonly course: Course;
  readonly step: number;
  readonly onSelect: (step: number) => void;
}): JSX.Element {
  const { property, explanation } = recording;
  const { violation } = course;
  const isViolated = violation !== undefined && step >= violation.after;
  return (
    <section class={`panel verdict ${isViolated ? 'is-violated' : 'is-kept'}`}>
      <h2>
        {property.title} <span class="so-far">{isViolated ? '✗ violated' : '✓ kept so far'}</span>
      </h2>
      <p class="meaning">Violated when {property.violatedWhen}.</p>
      {isViolated ? <p class="why">{violation.why}.</p> : null}
      {violation === undefined || explanation.sentences.length === 0 || course !== recording.course ? null : (
        <ol class="story" aria-label="How it came to that">
          {explanation.sentences.map((sentence, index) => (
            <li key={index}>
              <Sentence text={sentence} step={step} onSelect={onSelect} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** `Step 3: ...` as a button that goes there. */
function Sentence({
  text,
  step,
  onSelect,
}: {
  readonly text: string;
  readonly step: number;
  readonly onSelect: (step: number) => void;
}): JSX.Element {
  const found = /^Step (\d+): (.*)$/s.exec(text);
  if (found === null) return <>{text}</>;
  const target = Number(found[1]);
  return (
    <button
      type="button"
      class="sentence"
      aria-current={target === step ? 'step' : undefined}
      onClick={() => onSelect(target)}
    >
      <span class="sentence-step">{target}</span> {found[2]}
    </button>
  );
}
