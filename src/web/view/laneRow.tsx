import type { JSX } from 'preact';
import type { Blocked, Course, RecordedStep } from '../../report/recording/recording.ts';
import { stepInWords, situationAt } from './courseView.ts';
import { threadClass } from './threadBadge.tsx';

/** What a row needs to know besides its step. */
export interface RowSetting {
  readonly course: Course;
  readonly objectNames: readonly string[];
  readonly threads: number;
  readonly keySteps: readonly number[];
  readonly selected: number;
  readonly lastGood: number | undefined;
  /** The first step that is not the same in the other schedule. */
  readonly differsAt: number | undefined;
  readonly idPrefix: string;
}

/** One step: who moves, what it does, who is blocked meanwhile, who is woken. */
export function LaneRow({
  number,
  top,
  position,
  count,
  setting,
  onSelect,
}: {
  readonly number: number;
  readonly top: number;
  /** Its place among the rows that are shown, from 1. */
  readonly position: number;
  readonly count: number;
  readonly setting: RowSetting;
  readonly onSelect: (step: number) => void;
}): JSX.Element {
  const { course, threads, keySteps, selected, lastGood, differsAt, idPrefix, objectNames } = setting;
  const step = course.steps[number - 1]!;
  const before = situationAt(course, number - 1);
  const isFailure = course.violation?.after === number;
  const classes = [
    'row',
    ...(number === selected ? ['is-selected'] : number > selected ? ['is-ahead'] : []),
    ...(keySteps.includes(number) ? ['is-key'] : []),
    ...(isFailure ? ['is-failure'] : []),
    ...(step.isQuiet ? ['is-quiet'] : []),
    ...(differsAt === number ? ['is-different'] : []),
    ...(course.loop !== undefined && number > course.loop ? ['is-in-loop'] : []),
    ...(course.loop !== undefined && number === course.loop + 1 ? ['is-loop-start'] : []),
    ...(course.loop !== undefined && number === course.steps.length ? ['is-loop-end'] : []),
  ];
  return (
    <div
      id={`${idPrefix}${number}`}
      class={classes.join(' ')}
      role="option"
      aria-selected={number === selected}
      aria-posinset={position}
      aria-setsize={count}
      style={{ top: `${top}px` }}
      onClick={() => onSelect(number)}
    >
      <span class="spoken">{stepInWords(course, number)}</span>
      <span class="row-number" aria-hidden="true">
        {keySteps.includes(number) ? <span class="key-mark">»</span> : null}
        {number}
      </span>
      <span class="row-lanes" aria-hidden="true">
        {Array.from({ length: threads }, (_, thread) => (
          <Cell key={thread} thread={thread} step={step} before={before.blocked} />
        ))}
        <Arrows step={step} before={before.blocked} threads={threads} />
      </span>
      <span class="row-changes" aria-hidden="true">
        {step.changes.map((change) => (
          <span key={change.object} class="change">
            <b>{objectNames[change.object]}</b> <s>{change.before ?? 'none'}</s> →{' '}
            <em>{change.after ?? 'gone'}</em>
          </span>
        ))}
        {isFailure ? <span class="failure-mark">✗ violated</span> : null}
      </span>
      {course.loop !== undefined && number === course.loop + 1 ? (
        <span class="loop-mark is-first">↻ from here it repeats, for ever</span>
      ) : null}
      {course.loop !== undefined && number === course.steps.length ? (
        <span class="loop-mark">↺ as it was before step {course.loop + 1}</span>
      ) : null}
      {lastGood === number ? (
        <span class="last-good-mark">
          {course.loop === undefined
            ? 'up to here it could still go well'
            : 'from here the wait could soonest end'}
        </span>
      ) : null}
    </div>
  );
}

function Cell({
  thread,
  step,
  before,
}: {
  readonly thread: number;
  readonly step: RecordedStep;
  readonly before: readonly Blocked[];
}): JSX.Element {
  const blocked = step.blocked.find((one) => one.thread === thread);
  if (thread !== step.thread) {
    if (blocked === undefined) return <span class="cell" />;
    const isNew = before.every((one) => one.thread !== thread);
    return <span class="cell is-blocked">{isNew ? <span class="blocked-on">{blocked.on}</span> : null}</span>;
  }
  const { calls, does, mark, ends, action } = step;
  const isAccident = mark !== undefined;
  return (
    <span class={`cell acts ${threadClass(thread)}${isAccident ? ' is-accident' : ''}`}>
      {calls !== undefined || mark !== undefined || ends !== undefined || blocked !== undefined ? (
        <span class="ticks">
          {calls === undefined ? null : <span class="call">▸ {calls}</span>}
          {mark === undefined ? null : (
            <span class="mark" title={mark}>
              <span class={`mark-shape ${action === 'deadline' ? 'deadline' : 'interrupt'}`}>
                {action === 'deadline' ? '◷' : '⚡'}
              </span>
              {shortMark(action)}
            </span>
          )}
          {ends === undefined ? null : <span class="end">◂ {ends}</span>}
          {blocked === undefined || ends !== undefined ? null : <span class="blocked-on">{blocked.on}</span>}
        </span>
      ) : null}
      <code>{does}</code>
    </span>
  );
}

function shortMark(action: RecordedStep['action']): string {
  switch (action) {
    case 'interrupt before':
      return 'interrupt, no effect';
    case 'interrupt after':
      return 'interrupt, after effect';
    case 'interrupt posted':
      return 'interrupt arrives';
    case 'deadline':
      return 'deadline';
    default:
      return 'wakes for no reason';
  }
}

/** Solid to whoever is woken, double where what it waited for is handed over, dashed to whoever is waited for. */
function Arrows({
  step,
  before,
  threads,
}: {
  readonly step: RecordedStep;
  readonly before: readonly Blocked[];
  readonly threads: number;
}): JSX.Element {
  const fresh = step.blocked.filter(
    (one) =>
      one.holder !== undefined &&
      one.holder !== one.thread &&
      before.every((old) => old.thread !== one.thread),
  );
  return (
    <>
      {step.wakes.map(({ thread, isHandOff }) => (
        <Arrow
          key={`w${thread}`}
          kind={isHandOff ? 'hand-off' : 'wake'}
          from={step.thread}
          to={thread}
          threads={threads}
        />
      ))}
      {fresh.map(({ thread, holder }) => (
        <Arrow key={`b${thread}`} kind="waits" from={thread} to={holder!} threads={threads} />
      ))}
    </>
  );
}

function Arrow({
  kind,
  from,
  to,
  threads,
}: {
  readonly kind: 'wake' | 'hand-off' | 'waits';
  readonly from: number;
  readonly to: number;
  readonly threads: number;
}): JSX.Element {
  const at = (thread: number): number => ((thread + 0.5) / threads) * 100;
  const left = Math.min(at(from), at(to));
  const title = { wake: 'wakes', 'hand-off': 'hands over to', waits: 'waits for' }[kind];
  return (
    <span
      class={`arrow ${kind} ${to > from ? 'rightwards' : 'leftwards'}`}
      style={{ left: `${left}%`, width: `${Math.abs(at(from) - at(to))}%` }}
      title={`T${from} ${title} T${to}`}
    />
  );
}
