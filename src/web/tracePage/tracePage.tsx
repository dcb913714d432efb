import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Recording } from '../../report/recording/recording.ts';
import { ChartView } from '../view/chartView.tsx';
import { shownSteps, situationAt, stepInWords } from '../view/courseView.ts';
import { useIsPrinted } from '../view/isPrinted.ts';
import { KeyHelp } from '../view/keyHelp.tsx';
import { useKeys } from '../view/keys.ts';
import { Lanes } from '../view/lanes.tsx';
import { ObjectsView } from '../view/objectsView.tsx';
import { SourceView } from '../view/sourceView.tsx';
import { StepControls } from '../view/stepControls.tsx';
import { threadClass } from '../view/threadBadge.tsx';
import { VerdictView } from '../view/verdictView.tsx';
import { atTheStart, fromFragment, toFragment, type ViewState } from '../view/viewState.ts';
import { Difference } from './difference.tsx';
import { Headline, HowToRead } from './headline.tsx';

const help: readonly (readonly [string, string])[] = [
  ['← →', 'one step back, one step on (also ↑ ↓, k j)'],
  ['Home End', 'to the start, to the end'],
  ['f', 'to the failure'],
  ['g', 'to the last moment from which it could still go well, or soonest leave the loop'],
  ['l', 'to where it begins to repeat, for an execution without end'],
  ['n p', 'to the next step that matters, to the one before'],
  ['h', 'hide what the failure does not depend on'],
  ['c', 'compare with the closest schedule that passes'],
  ['x', 'tell about the other of the two schedules'],
  ['0 … 9', 'only the steps of that thread'],
  ['Esc', 'show all steps again'],
  ['?', 'this list'],
];

/** What the moment is called from which it could go otherwise. */
const lastGoodMoment = {
  label: 'Last good moment',
  title: 'To the last moment from which it could still go well',
  mark: 'it could still go well',
  compare: 'Compare with the closest schedule that passes',
  fails: 'Fails',
  passes: 'Passes',
};
const wayOutOfLoop: typeof lastGoodMoment = {
  label: 'Way out',
  title: 'To the moment of the loop from which the wait could soonest end',
  mark: 'the wait could soonest end',
  compare: 'Compare with the shortest way out of the loop',
  fails: 'Goes round',
  passes: 'Leaves the loop',
};

/** One trace: lanes, source, shared objects, statechart and verdict, always at the same step. */
export function TracePage({ recording }: { readonly recording: Recording }): JSX.Element {
  const { course: failing, passing, lastGood, explanation, objects, plans, model } = recording;
  const longest = Math.max(failing.steps.length, passing?.steps.length ?? 0);
  const bounds = {
    steps: longest,
    threads: plans.length,
    objects: objects.length,
    hasPassing: passing !== undefined,
  };
  const [state, setState] = useState<ViewState>(() =>
    fromFragment(location.hash, bounds, { ...atTheStart, step: failing.violation?.after ?? 0 }),
  );
  const [isHelping, setIsHelping] = useState(false);
  const isPrinted = useIsPrinted();
  const change = (part: Partial<ViewState>): void => setState((old) => ({ ...old, ...part }));

  useLayoutEffect(() => {
    const fragment = `#${toFragment(state)}`;
    if (location.hash !== fragment) history.replaceState(null, '', fragment);
  }, [state]);
  useEffect(() => {
    const onHash = (): void => setState((old) => fromFragment(location.hash, bounds, old));
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  const course = state.isOnPassing && passing !== undefined ? passing : failing;
  const step = Math.min(state.step, course.steps.length);
  const shown = shownSteps(course, state);
  const go = (target: number | 'back' | 'forward'): void => {
    if (target === 'forward') {
      // After the last step of a round comes its first.
      const isRound = course.loop !== undefined && step === course.steps.length;
      const from = isRound ? course.loop! : step;
      change({ step: shown.find((one) => one > from) ?? course.steps.length });
    } else if (target === 'back') change({ step: shown.findLast((one) => one < step) ?? 0 });
    else change({ step: target });
  };
  const failure = failing.violation?.after;
  const key = (by: 1 | -1): void => {
    const { steps } = explanation;
    const target = by === 1 ? steps.find((one) => one > step) : steps.findLast((one) => one < step);
    if (target !== undefined) change({ step: target, isOnPassing: false });
  };
  const select = (isOnPassing: boolean) => (target: number) => change({ step: target, isOnPassing });
  const compare = (): void => {
    if (passing === undefined) return;
    change(
      state.compares
        ? { compares: false, isOnPassing: false }
        : { compares: true, step: (lastGood ?? 0) + 1 },
    );
  };
  const project = (thread: number): void => {
    if (thread < plans.length) change({ thread: state.thread === thread ? undefined : thread });
  };

  useKeys({
    ArrowRight: () => go('forward'),
    ArrowDown: () => go('forward'),
    j: () => go('forward'),
    ArrowLeft: () => go('back'),
    ArrowUp: () => go('back'),
    k: () => go('back'),
    Home: () => go(0),
    End: () => go(course.steps.length),
    f: () => failure !== undefined && change({ step: failure, isOnPassing: false }),
    g: () => lastGood !== undefined && change({ step: lastGood }),
    l: () => failing.loop !== undefined && change({ step: failing.loop + 1, isOnPassing: false }),
    n: () => key(1),
    p: () => key(-1),
    h: () => change({ onlyPast: !state.onlyPast }),
    c: compare,
    x: () => state.compares && change({ isOnPassing: !state.isOnPassing }),
    Escape: () => change({ thread: undefined, object: undefined, onlyPast: false }),
    '?': () => setIsHelping(true),
    ...Object.fromEntries(plans.slice(0, 10).map((_, thread) => [String(thread), () => project(thread)])),
  });

  const setting = (one: typeof failing, isPassing: boolean): Parameters<typeof Lanes>[0]['setting'] => ({
    course: one,
    objectNames: objects.map(({ name }) => name),
    threads: plans.length,
    keySteps: isPassing ? [] : explanation.steps,
    selected: state.step,
    lastGood: isPassing ? undefined : lastGood,
    differsAt: state.compares && lastGood !== undefined ? lastGood + 1 : undefined,
    idPrefix: isPassing ? 'passing-' : 'step-',
  });
  const hidden = course.steps.length - shown.length;
  const goodMoment = failing.loop === undefined ? lastGoodMoment : wayOutOfLoop;

  return (
    <>
      <Headline recording={recording} />
      <section class="bar" aria-label="Steps and views">
        <StepControls
          step={step}
          steps={course.steps.length}
          words={stepInWords(course, step)}
          onStep={go}
          goesRound={course.loop !== undefined}
          marks={[
            ...(course.loop === undefined
              ? []
              : [{ step: course.loop + 1, kind: 'is-loop-start', title: 'from here it repeats' }]),
            ...(course === failing
              ? explanation.steps.map((at) => ({ step: at, kind: 'is-key', title: `step ${at} matters` }))
              : []),
            ...(lastGood === undefined
              ? []
              : [{ step: lastGood, kind: 'is-last-good', title: goodMoment.mark }]),
            ...(course === failing && failure !== undefined
              ? [{ step: failure, kind: 'is-failure', title: 'violated' }]
              : []),
          ]}
        >
          <div class="jumps">
            <button
              type="button"
              title="To the failure (f)"
              disabled={failure === undefined}
              onClick={() => change({ step: failure!, isOnPassing: false })}
            >
              Failure
            </button>
            {failing.loop === undefined ? null : (
              <button
                type="button"
                title="To where it begins to repeat (l)"
                onClick={() => change({ step: failing.loop! + 1, isOnPassing: false })}
              >
                Start of the loop
              </button>
            )}
            <button
              type="button"
              title={`${goodMoment.title} (g)`}
              disabled={lastGood === undefined}
              onClick={() => change({ step: lastGood! })}
            >
              {goodMoment.label}
            </button>
            <button
              type="button"
              aria-pressed={state.onlyPast}
              title="Hide what the failure does not depend on (h)"
              onClick={() => change({ onlyPast: !state.onlyPast })}
            >
              Only what matters
            </button>
            <button
              type="button"
              aria-pressed={state.compares}
              disabled={passing === undefined}
              title={`${goodMoment.compare} (c)`}
              onClick={compare}
            >
              Compare
            </button>
            <span class="projections" role="group" aria-label="Only the steps of one thread">
              {plans.map((_, thread) => (
                <button
                  key={thread}
                  type="button"
                  class={`project ${threadClass(thread)}`}
                  aria-pressed={state.thread === thread}
                  title={`Only the steps of T${thread} (${thread})`}
                  onClick={() => project(thread)}
                >
                  T{thread}
                </button>
              ))}
            </span>
            <button type="button" title="Keys (?)" onClick={() => setIsHelping(true)}>
              ?<span class="spoken"> keys</span>
            </button>
          </div>
        </StepControls>
        {hidden > 0 ? (
          <p class="hidden-note">
            {hidden} of {course.steps.length} steps are hidden
            {state.object === undefined ? '' : `, all that are not on ${objects[state.object]!.name}`}.{' '}
            <button
              type="button"
              onClick={() => change({ thread: undefined, object: undefined, onlyPast: false })}
            >
              Show all
            </button>
          </p>
        ) : null}
      </section>
      <main class={`workbench${state.compares ? ' compares' : ''}`}>
        <div class="lanes-area">
          <p class="reading-line">
            Each column is a thread, time runs downwards, and a box is one step: nobody comes in between.
          </p>
          {state.compares && passing !== undefined && lastGood !== undefined ? (
            <Difference recording={recording} at={lastGood} />
          ) : null}
          <div class="courses">
            <div class={`course-box${state.compares && !state.isOnPassing ? ' is-told' : ''}`}>
              {state.compares ? <h2>{goodMoment.fails}</h2> : null}
              <Lanes
                label="Steps of the failing schedule"
                plans={plans}
                shown={shownSteps(failing, state)}
                setting={setting(failing, false)}
                isPrinted={isPrinted}
                onSelect={select(false)}
              />
            </div>
            {state.compares && passing !== undefined ? (
              <div class={`course-box${state.isOnPassing ? ' is-told' : ''}`}>
                <h2>{goodMoment.passes}</h2>
                <Lanes
                  label="Steps of the passing schedule"
                  plans={plans}
                  shown={shownSteps(passing, { ...state, onlyPast: false })}
                  setting={setting(passing, true)}
                  isPrinted={isPrinted}
                  onSelect={select(true)}
                />
              </div>
            ) : null}
          </div>
          <HowToRead />
        </div>
        <div class="panels">
          <VerdictView recording={recording} course={course} step={step} onSelect={select(false)} />
          <ObjectsView
            recording={recording}
            course={course}
            step={step}
            chosen={state.object}
            onChoose={(object) => change({ object })}
          />
          <SourceView sources={recording.sources} course={course} step={step} />
          {model === undefined ? null : <ChartView model={model} lit={situationAt(course, step).chart} />}
        </div>
      </main>
      <p class="spoken" aria-live="polite">
        {stepInWords(course, step)}
      </p>
      <KeyHelp keys={help} isOpen={isHelping} onClose={() => setIsHelping(false)} />
    </>
  );
}
