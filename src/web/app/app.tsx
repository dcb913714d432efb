import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Engine } from '../engine/engine.ts';
import type { Catalogue } from '../engine/protocol.ts';
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

/** Head, navigation, and the part that the link names. */
export function App(): JSX.Element {
  const [catalogue, setCatalogue] = useState<Catalogue>();
  const [fault, setFault] = useState<string>();
  const [route, setRoute] = useState(() => routeOf(location.hash));
  const [isHelping, setIsHelping] = useState(false);
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
          <a href="#/play" aria-current={route.page === 'play' ? 'page' : undefined}>
            Playground
          </a>
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
          <Playground
            catalogue={catalogue}
            {...engines}
            query={route.query}
            onQuery={(query) => history.replaceState(null, '', `#/play?${query}`)}
          />
        )}
      </main>
      <KeyHelp
        keys={[...boardKeys, ['?', 'this list']]}
        isOpen={isHelping}
        onClose={() => setIsHelping(false)}
      />
    </>
  );
}
