/** The app: playground and lessons, with the engine beside them. */

import { render } from 'preact';
import { App } from './app.tsx';
import '../style/base.css';
import '../style/lanes.css';
import '../style/panels.css';
import '../style/app.css';

render(<App />, document.querySelector('#heddle')!);
