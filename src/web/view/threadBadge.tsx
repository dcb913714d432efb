import type { JSX } from 'preact';

/** How many colours there are; shapes and numbers tell threads apart where colours do not. */
const colours = 6;

/** The class that gives a thread its colour. */
export function threadClass(thread: number): string {
  return `thread-${thread % colours}`;
}

/** The name of a thread, in its colour. */
export function ThreadBadge({
  thread,
  title,
}: {
  readonly thread: number;
  readonly title?: string;
}): JSX.Element {
  return (
    <span class={`badge ${threadClass(thread)}`} {...(title === undefined ? {} : { title })}>
      T{thread}
    </span>
  );
}
