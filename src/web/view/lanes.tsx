import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LaneRow, type RowSetting } from './laneRow.tsx';
import { ThreadBadge } from './threadBadge.tsx';

/** As in the style sheet. */
const rowHeight = 52;
/** Rows that are laid out above and below those that can be seen. */
const margin = 12;

/** The execution in columns, one a thread, time downwards. Only the rows in sight exist, so that thousands are no matter. */
export function Lanes({
  label,
  plans,
  shown,
  setting,
  isPrinted,
  onSelect,
  foot,
}: {
  readonly label: string;
  readonly plans: readonly string[];
  /** The numbers of the steps that are shown. */
  readonly shown: readonly number[];
  readonly setting: RowSetting;
  /** Whether every row must exist, for paper. */
  readonly isPrinted: boolean;
  readonly onSelect: (step: number) => void;
  /** What stands below the last row. */
  readonly foot?: JSX.Element;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const { selected, threads, idPrefix } = setting;
  const selectedAt = shown.indexOf(selected);

  useEffect(() => {
    const element = box.current!;
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    const element = box.current!;
    const head = element.querySelector<HTMLElement>('.lanes-head')?.offsetHeight ?? 0;
    const top = Math.max(selectedAt, 0) * rowHeight;
    if (top < element.scrollTop) element.scrollTop = Math.max(0, top - rowHeight);
    else if (top + 2 * rowHeight + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + 3 * rowHeight + head - element.clientHeight;
    }
  }, [selectedAt, shown.length]);

  const first = isPrinted ? 0 : Math.max(0, Math.floor(sight.top / rowHeight) - margin);
  const last = isPrinted ? shown.length : Math.ceil((sight.top + sight.height) / rowHeight) + margin;
  return (
    <div class="lanes" ref={box} style={{ '--threads': threads }}>
      <div class="lanes-head" aria-hidden="true">
        <span class="row-number">step</span>
        <span class="row-lanes">
          {plans.map((plan, thread) => (
            <span key={thread} class="lane-title">
              <ThreadBadge thread={thread} /> <span class="plan">{plan}</span>
            </span>
          ))}
        </span>
        <span class="row-changes">what changes</span>
      </div>
      <div
        class="rows"
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={selectedAt >= 0 ? `${idPrefix}${selected}` : undefined}
        style={{ height: `${shown.length * rowHeight}px` }}
      >
        {shown.slice(first, last).map((number, index) => (
          <LaneRow
            key={number}
            number={number}
            top={(first + index) * rowHeight}
            position={first + index + 1}
            count={shown.length}
            setting={setting}
            onSelect={onSelect}
          />
        ))}
      </div>
      {shown.length === 0 && foot === undefined ? (
        <p class="empty">No step is left by this selection.</p>
      ) : null}
      {foot}
    </div>
  );
}
