/** The page of one trace: draws the recording that was put into it. What is put into it is data, and nothing else. */

import { render } from 'preact';
import { recordingVersion, type Recording } from '../../report/recording/recording.ts';
import { TracePage } from './tracePage.tsx';
import '../style/base.css';
import '../style/lanes.css';
import '../style/panels.css';

const root = document.querySelector('#heddle')!;
const recording = readRecording();
if (recording === undefined) {
  render(
    <main class="empty-page">
      <h1>No trace is in this page</h1>
      <p>
        It is the empty form that <code>heddle open traces/reference/safety.json</code> fills in.
      </p>
    </main>,
    root,
  );
} else {
  document.title = `${recording.primitive.name}: ${recording.property.name}`;
  render(<TracePage recording={recording} />, root);
}

function readRecording(): Recording | undefined {
  const text = document.querySelector('#heddle-recording')?.textContent;
  if (text === null || text === undefined || text === '') return undefined;
  const data = JSON.parse(text) as Partial<Recording>;
  return data.format === 'heddle-recording' && data.version === recordingVersion
    ? (data as Recording)
    : undefined;
}
