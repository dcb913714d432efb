import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Course, Recording } from '../../report/recording/recording.ts';
import { placeOfStep, situationAt } from './courseView.ts';
import { highlighted } from './highlighted.tsx';
import { ThreadBadge } from './threadBadge.tsx';

/** The source, with the line of the last step and the line at which each thread stands. */
export function SourceView({
  sources,
  course,
  step,
}: {
  readonly sources: Recording['sources'];
  readonly course: Course;
  readonly step: number;
}): JSX.Element | null {
  const made = placeOfStep(course, step);
  const standing = situationAt(course, step).threads.flatMap(({ places, isInside }, thread) =>
    places.slice(0, 1).map((place) => ({ ...place, thread, isInside })),
  );
  const shown = made?.source ?? standing[0]?.source ?? 0;
  const source = sources[shown];
  const elsewhere = standing.filter((one) => one.source !== shown);
  const lines = useMemo(() => (source === undefined ? [] : highlighted(source.text)), [source?.text]);
  const box = useRef<HTMLDivElement>(null);
  const goal = made?.line ?? standing.find((one) => one.source === shown)?.line;

  useLayoutEffect(() => {
    const element = box.current;
    const line = element?.querySelector<HTMLElement>(`[data-line="${goal}"]`);
    if (element === null || element === undefined || line === null || line === undefined) return;
    const top = line.offsetTop;
    if (top < element.scrollTop + 40 || top > element.scrollTop + element.clientHeight - 60) {
      element.scrollTop = top - element.clientHeight / 3;
    }
  }, [goal, shown]);

  if (source === undefined) return null;
  return (
    <section class="panel source-panel">
      <h2>
        Source <span class="file-name">{source.name}</span>
      </h2>
      {elsewhere.length === 0 ? null : (
        <p class="elsewhere">
          {elsewhere.map(({ thread, source: other, line }) => (
            <span key={thread}>
              <ThreadBadge thread={thread} /> stands at {sources[other]?.name}, line {line}
            </span>
          ))}
        </p>
      )}
      <div class="source" ref={box} tabIndex={0} role="region" aria-label={`Source of ${source.name}`}>
        <div class="source-lines">
          {lines.map((tokens, index) => {
            const number = index + 1;
            const here = standing.filter((one) => one.source === shown && one.line === number);
            const isMade = made?.source === shown && made.line === number;
            return (
              <div
                key={number}
                data-line={number}
                class={`source-line${isMade ? ' is-made' : ''}${here.length > 0 ? ' is-held' : ''}`}
              >
                <span class="gutter">
                  {here.map(({ thread, isInside }) => (
                    <span key={thread} class={isInside ? 'stands' : 'stands is-outside'}>
                      <ThreadBadge
                        thread={thread}
                        title={isInside ? `T${thread} is about to do this` : `T${thread} would begin here`}
                      />
                    </span>
                  ))}
                </span>
                <span class="line-number">{number}</span>
                <code>{tokens}</code>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
