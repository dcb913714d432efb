import { useEffect, useRef } from 'preact/hooks';

/** What each key does, by the name that the browser gives it. */
export type KeyMap = Readonly<Record<string, () => void>>;

/** Where keys are meant for something else. */
const typing = 'input:not([type=range]), textarea, select, [contenteditable=true], dialog[open]';

/** Listens for keys anywhere on the page, except where somebody is typing. */
export function useKeys(keys: KeyMap): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      if (target !== null && target.closest(typing) !== null) return;
      // Where a key has a meaning of its own, it keeps it.
      if (target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return;
      const action = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
