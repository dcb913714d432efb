/** What a reader of the comparison has to know: how a cell is shown again, some rows read aloud, and the words. */

import { escaped, markup } from './markup.ts';

/** How the cells are shown again, in Markdown. */
export const howToShow: readonly string[] = [
  'In a command, put the name of the row where NAME stands: the note of `baton` under *FIFO* says',
  '`npx heddle check NAME`, which is `npx heddle check baton`. A command shows the cell, among others; it exits 1 where it',
  'shows a violation. A trace is shown step by step by `npx heddle replay FILE`, and as a page by `npx heddle open FILE`.',
];

/** Rows that look as if they contradicted themselves, in Markdown. */
export const readAloud: readonly string[] = [
  '- **baton**: FIFO *yes*, bypass bound *0*, starvation free under weak fairness *no*. Overtaking is counted from the first',
  '  quiet moment (nothing moves unless somebody calls) at which one waits: from there on nobody passes it. Before that it',
  '  has to win the lock inside, and of a weak lock a newcomer may be faster each time. Weak fairness allows that, since the',
  '  lock is never free without a break; strong fairness does not.',
  '- **morris**: bypass bound *2*, and weakly starving all the same: two may pass one that is seen to wait, and no more;',
  '  what starves is one that has not come that far.',
  '- **dekker** (and **filter**): bypass bound *unbounded*, and starvation free. The bound is a promise of the primitive',
  '  alone, however slow a thread is: one that could go on and is not let can be passed any number of times. A fair',
  '  scheduler lets it go on, and then it is served.',
  '- **peterson**: bypass bound *0*, where books say 1. Books count from the moment at which a thread has announced itself;',
  '  the other may go in once after that, but not once the first is seen to wait at a quiet moment.',
  '- **go-weighted** (and **deno-semaphore**, **kotlin-semaphore**, **twisted**): bounded release *yes*, and yet threads of its',
  '  clients release what they have not acquired. Four permits are taken at first, by nobody, so that four such releases are',
  '  none too many; the fifth is. It is an error, but for **deno-semaphore**, which ignores it: double release detected *no*.',
];

/** The rows that are read aloud and the words, as HTML that can be opened. */
export function wordsHtml(): string[] {
  const rows = readAloud.join('\n').split(/^- /m).slice(1);
  return [
    `<details><summary>Rows read aloud</summary><ul>${rows.map((row) => `<li>${markup(row)}</li>`).join('')}</ul></details>`,
    `<details><summary>Words</summary><dl>${glossary.map(([word, meaning]) => `<dt>${escaped(word)}</dt><dd>${markup(meaning)}.</dd>`).join('')}</dl></details>`,
  ];
}

/** The words of the tables, each with its meaning in Markdown. */
export const glossary: readonly (readonly [word: string, meaning: string])[] = [
  [
    'quiet moment',
    'every thread is between two operations, finished, or blocked: nothing moves unless somebody calls',
  ],
  ['weak lock', 'any contender may win it, whoever was there first'],
  ['cell', 'a shared variable; where there is one for each thread, they are counted for three threads'],
  ['futex', 'a word with sleepers: one sleeps if the word is as expected, in one step, until woken'],
  ['deque', 'a queue that can be used at both ends'],
  [
    'parking place',
    'where one thread sleeps until another lets it go on (or switches to it, for green threads)',
  ],
  ['future', 'what one waits for until it is completed or cancelled'],
  ['links', 'the set of those that a greenlet primitive calls back'],
  ['latch', 'a gate that opens once, for all'],
  [
    'locks alive',
    'counts locks and binary semaphores; not counting semaphores, futexes and futures, so that a benaphore on a counting semaphore has 0 and one on a binary event 1',
  ],
  ['n + 1', 'grows with the threads that wait, n; counted for 1, 2 and 3 that wait'],
  ['2 × (acquire release)', 'two threads, each of which does this once; *rounds* are how often'],
  ['post', 'a release by a thread that has acquired nothing; `post*2` gives two permits at once'],
  [
    'probed',
    'when all is done, the threads acquire once more as often as there should be permits, and once again: so many are granted, and no more',
  ],
  [
    'interrupt before-blocked',
    'the interrupt of the column *interrupted waiting*; after-blocked is *interrupted after the grant*; before-anywhere and after-anywhere are those before and after any step',
  ],
  ['(by the code)', 'the answer was read off the steps or operations of the primitive, not explored'],
  ['(by the entry)', 'the answer is what the entry in the gallery says of itself'],
  [
    'A0, B8, F35',
    'numbers in the list of literature that the gallery goes by; what was named together there shares one, and so do the versions and broken twins of an algorithm',
  ],
];
