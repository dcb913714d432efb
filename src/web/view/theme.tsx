import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const key = 'heddle-theme';

/** Light, dark, or as the system has it; kept in the browser, where that is allowed. */
export function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(() => {
    const kept = themes.find((one) => one === keptTheme());
    if (kept !== undefined) apply(kept);
    return kept ?? 'system';
  });
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  return (
    <button
      type="button"
      class="theme"
      title={`Colours: ${theme}. Change to ${next}.`}
      onClick={() => {
        apply(next);
        keep(next);
        setTheme(next);
      }}
    >
      ◐ <span class="wide-only">{theme}</span>
      <span class="spoken"> colours, change to {next}</span>
    </button>
  );
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function keptTheme(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}
