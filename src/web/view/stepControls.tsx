import type { ComponentChildren, JSX } from 'preact';

/** Steps through a course: to the ends, one step, or anywhere on a slider. */
export function StepControls({
  step,
  steps,
  words,
  marks,
  goesRound = false,
  onStep,
  children,
}: {
  readonly step: number;
  readonly steps: number;
  /** The step in words, for those who hear the slider. */
  readonly words: string;
  /** Places on the slider that matter, as steps. */
  readonly marks: readonly { readonly step: number; readonly kind: string; readonly title: string }[];
  /** Whether the last step is followed by an earlier one, again and again. */
  readonly goesRound?: boolean;
  /** `by` is -1 or 1, or to the start or the end. */
  readonly onStep: (target: number | 'back' | 'forward') => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="controls">
      <div class="step-buttons">
        <button
          type="button"
          title="To the start (Home)"
          aria-label="To the start"
          disabled={step === 0}
          onClick={() => onStep(0)}
        >
          <Icon path="M3 2v10M12 2 5 7l7 5z" />
        </button>
        <button
          type="button"
          title="One step back (←)"
          aria-label="One step back"
          disabled={step === 0}
          onClick={() => onStep('back')}
        >
          <Icon path="M11 2 4 7l7 5z" />
        </button>
        <output class="step-count" aria-label="Steps made">
          {step} / {steps}
        </output>
        <button
          type="button"
          title={goesRound && step === steps ? 'Once more around (→)' : 'One step on (→)'}
          aria-label="One step on"
          disabled={step === steps && !goesRound}
          onClick={() => onStep('forward')}
        >
          <Icon path="M3 2l7 5-7 5z" />
        </button>
        <button
          type="button"
          title="To the end (End)"
          aria-label="To the end"
          disabled={step === steps}
          onClick={() => onStep(steps)}
        >
          <Icon path="M11 2v10M2 2l7 5-7 5z" />
        </button>
      </div>
      <div class="scrub">
        <input
          type="range"
          min={0}
          max={steps}
          value={step}
          aria-label="Step"
          aria-valuetext={words}
          onInput={(event) => onStep(Number(event.currentTarget.value))}
        />
        <div class="scrub-marks" aria-hidden="true">
          {marks.map(({ step: at, kind, title }) => (
            <span
              key={`${kind}${at}`}
              class={`scrub-mark ${kind}`}
              title={title}
              style={{ left: `${steps === 0 ? 0 : (at / steps) * 100}%` }}
            />
          ))}
        </div>
      </div>
      {children}
    </div>
  );
}

function Icon({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 14 14" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
