import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Engine } from '../engine/engine.ts';
import type { Catalogue } from '../engine/protocol.ts';
import { LessonList } from '../lessons/lessonList.tsx';
import { LessonPage } from '../lessons/lessonPage.tsx';
import { lessons } from '../../lessons/lessons.ts';
import { readProgress, type Progress } from '../lessons/progress.ts';
import { Playground } from '../play/playground.tsx';
import { boardKeys } from '../play/playBoard.tsx';
import { KeyHelp } from '../view/keyHelp.tsx';
import { useKeys } from '../view/keys.ts';
import { ThemeButton } from '../view/theme.tsx';

/** Which part of the app a link leads to: `#/play?...`. */
function routeOf(hash: string): { readonly page: string; readonly query: string } {
  const [path = '', ...rest] = hash.replace(/^#\/?/, '').split('?');
  return { page: path, query: rest.join('?') };
}

/** Where the report of the gallery is, for an app that is part of a site. */
const gallery = document.querySelector<HTMLElement>('#heddle')?.dataset['gallery'];

/** Head, navigation, and the part that the link names. */
export function App(): JSX.Element {
  const [catalogue, setCatalogue] = useState<Catalogue>();
  const [fault, setFault] = useState<string>();
  const [route, setRoute] = useState(() => routeOf(location.hash));
  const [isHelping, setIsHelping] = useState(false);
  const [progress, setProgress] = useState<Progress>(readProgress);
  const engines = useMemo(() => ({ engine: new Engine(), thinker: new Engine() }), []);

  useEffect(() => {
    void engines.engine.ask({ ask: 'catalogue' }).then((outcome) => {
      if (outcome.answer === 'catalogue') setCatalogue(outcome.catalogue);
      else if (outcome.answer === 'complaint') setFault(outcome.complaint.message);
    });
    const onHash = (): void => setRoute(routeOf(location.hash));
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  useKeys({ '?': () => setIsHelping(true) });

  return (
    <>
      <header class="app-head">
        <a class="brand" href="#/">
          heddle
        </a>
        <nav aria-label="Parts">
          <a
            href="#/"
            aria-current={route.page === '' || route.page.startsWith('learn') ? 'page' : undefined}
          >
            Lessons
          </a>
          <a href="#/play" aria-current={route.page === 'play' ? 'page' : undefined}>
            Playground
          </a>
          {gallery === undefined ? null : <a href={gallery}>Gallery</a>}
        </nav>
        <span class="app-tools">
          <button type="button" title="Keys (?)" onClick={() => setIsHelping(true)}>
            ?<span class="spoken"> keys</span>
          </button>
          <ThemeButton />
        </span>
      </header>
      <main>
        {fault !== undefined ? (
          <p role="alert">{fault}</p>
        ) : catalogue === undefined ? (
          <p class="empty">Compiling the gallery…</p>
        ) : (
          <Part
            route={route}
            catalogue={catalogue}
            engines={engines}
            progress={progress}
            onProgress={setProgress}
          />
        )}
      </main>
      <KeyHelp
        keys={[...boardKeys, ['i', 'in a lesson: a hint'], ['?', 'this list']]}
        isOpen={isHelping}
        onClose={() => setIsHelping(false)}
      />
    </>
  );
}

/** What the link names; the list of lessons if it names nothing that there is. */
function Part({
  route,
  catalogue,
  engines,
  progress,
  onProgress,
}: {
  readonly route: ReturnType<typeof routeOf>;
  readonly catalogue: Catalogue;
  readonly engines: { readonly engine: Engine; readonly thinker: Engine };
  readonly progress: Progress;
  readonly onProgress: (progress: Progress) => void;
}): JSX.Element {
  const { page, query } = route;
  const lesson = lessons.find(({ id }) => page === `learn/${id}`);
  const keep = (words: string): void =>
    history.replaceState(null, '', `#/${page}${words === '' ? '' : `?${words}`}`);
  if (page === 'play') return <Playground catalogue={catalogue} {...engines} query={query} onQuery={keep} />;
  if (lesson === undefined) return <LessonList progress={progress} />;
  return (
    <LessonPage
      key={lesson.id}
      lesson={lesson}
      catalogue={catalogue}
      {...engines}
      query={query}
      progress={progress}
      onProgress={onProgress}
      onQuery={keep}
    />
  );
}
