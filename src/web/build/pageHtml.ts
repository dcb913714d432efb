/** A page in one file: the script and the style are in it, and its policy lets nothing else in. */

import { createHash } from 'node:crypto';

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  readonly description: string;
  /** Plain JavaScript, no module. */
  readonly script: string;
  readonly style: string;
  /** Whether the page runs code that its reader has written, in a worker. */
  readonly runsCode: boolean;
}

/** Where `heddle open` puts the recording. */
export const recordingSlot = '<!-- heddle-recording -->';

/** The text of the page. */
export function pageHtml({ title, description, script, style, runsCode }: PageParts): string {
  const code = script.replaceAll('</script', '<\\/script');
  const hash = createHash('sha256').update(code).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'${runsCode ? " 'unsafe-eval' blob:" : ''}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    ...(runsCode ? ['worker-src blob:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<meta name="description" content="${description}">
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="heddle"><noscript>This page needs JavaScript; <code>heddle replay</code> shows the same in a terminal.</noscript></div>
${recordingSlot}
<script>${code}</script>
</body>
</html>
`;
}
