/** The comparison of 2010: its facts, taken down anew from the post, against the reworded table and what is drawn of it. */

import { gallery, libraries2010 } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { foundOf, toldProperties } from '../report/libraryFound.ts';
import { libraryHtml } from '../report/libraryHtml.ts';
import { libraryMarkdown } from '../report/libraryMarkdown.ts';

const { about, libraries, rows, notes, judged } = libraries2010;

/**
 * Every column from top to bottom: its answers (y yes, n no, Y and N with ++, ~ yes--) in the rows before those of the
 * other author, in his, and in those after; and the numbers of its notes as they come.
 */
const columns: Readonly<Record<string, readonly [string, string, string, string]>> = {
  Concurrence: [
    'nnnnnnyynyny~nyynnnyyynny',
    'yyyyynyyynyynyy',
    'y~nnnnyn',
    '13 15 17 23 26 32 39 43 23 54 57 63',
  ],
  Eventlet: ['yynyyyyy~ny~ynnnnyyyyyyny', 'yyyyyyyyyyyynyy', 'yynyyyNy', '1 5 7 9 11 16 21 26 33 44 58 64'],
  Tornado: [
    'yynnnnnynynyynnnnnnynnyyy',
    'yyyyYyyyyn~ynyn',
    'ynny~nyn',
    '12 12 12 12 27 34 38 40 43 50 12 55 12 59 63',
  ],
  Twisted: [
    'yynyyyyynynyynnnnynyyyyyy',
    'yYyyyyYyyyyynyY',
    'nynyynYY',
    '2 12 12 16 12 12 26 30 41 45 52 12 12 60 65',
  ],
  asyncore: [
    'yyynnnnnnnnyynnnnnnynnyyn',
    'ynnynnnnynnynny',
    'nnnynnnn',
    '12 12 12 12 24 26 35 46 24 12 56 12 63',
  ],
  gevent: [
    'nnnyyyyy~Nnnynynnyyyynnny',
    'yyyyyyyyynyynyy',
    'yyny~yNN',
    '3 7 8 14 16 20 21 23 26 36 47 23 55 58 66',
  ],
  circuits: [
    'yynnnnn~nynyynnnnynnnnyyy',
    'yyyyyyyyyy~ynNy',
    'nnnyynyy',
    '6 12 12 16 12 18 12 28 37 44 6 51 12 12 61 67',
  ],
  Syncless: [
    'nnnyyyyyynYyyyyyyyynyyyny',
    'y~ynny~~y~yynyy',
    'ynnnnyNY',
    '4 10 16 19 22 25 29 31 42 42 48 49 25 53 62 68',
  ],
};

/** What each row is about, in order; the rows of the other author in between. */
const subjects: readonly RegExp[] = [
  /pure Python.*\bC\b/,
  /pure Python.*speed.*\bC\b/,
  /standard library.*2\.6/,
  /DNS resolver.*asynchronous$/,
  /tasklets.*DNS/,
  /DNS.*asynchronous throughout.*scales/,
  /time limit.*send\(\).*recv\(\)/,
  /WSGI server/,
  /CherryPy.*WSGI/,
  /web framework.*own.*WSGI/,
  /connectors.*WSGI.*frameworks/,
  /Stackless Python/,
  /greenlet/,
  /fast non-blocking socket.*C or Pyrex/,
  /fast buffers.*C or Pyrex/,
  /socket\.socket\.makefile\(\).*C or Pyrex/,
  /ssl\.SSLSocket\.makefile\(\).*C or Pyrex/,
  /^SSL$/,
  /monkey-patches socket\.socket.*blocks/,
  /prints.*exception.*goes on/,
  /libevent/,
  /libev\b.*emulates libevent/,
  /neither libevent nor.*emulation/,
  /copies no C stacks.*soft switch is faster/,
  /fast mechanism.*epoll on Linux/,
  /licence/,
  /^documentation/,
  /examples in the documentation/,
  /in production/,
  /community.*mailing list, IRC/,
  /activity/,
  /blog.*owner/,
  /Twitter/,
  /repository.*without links/,
  /pool of threads/,
  /HTTP server.*WSGI applications/,
  /TCP socket/,
  /Comet/,
  /epoll, where there/,
  /unit tests/,
  /time limit for any block of code/,
  /synchronization primitives.*semaphore.*condition/,
  /programmer.*order.*events.*priorities/,
  /callbacks \(links\).*work is done/,
  /framework for network.*high-level, comprehensive and consistent/,
  /select\.select\(\).*not block/,
  /application protocols.*HTTP, WSGI and DNS/,
  /compatible.*non-blocking.*one process/,
];

/** What each note must tell, in order: every name, date and number of it. */
const facts: readonly RegExp[] = [
  /pool of threads.*Twisted/,
  /^built in$/,
  /evdns/,
  /evdns.*minihdns.*evhdns/,
  /Twisted/,
  /WSGI.*specification.*write.*close/,
  /socket and thread.*monkey-patched by hand/,
  /simple HTTPServer/,
  /^BaseHTTPServer$/,
  /BaseHTTPServer, CherryPy, web\.py, webapp.*Google/,
  /greenlet.*partial.*gaps.*incompatible/,
  /driven by events/,
  /Stackless Python.*partial.*incompatible/,
  /evbuffer/,
  /no SSL/,
  /clients.*servers/,
  /Tasklet class/,
  /exceptions.*ignored.*connection.*hanging/,
  /process ends/,
  /evdns/,
  /greenlet/,
  /C code.*stackless\.schedule\(\)/,
  /libevent/,
  /poll.*epoll.*easy/,
  /libev or libevent/,
  /^MIT$/,
  /^Apache(?!.*2\.0)/,
  /GNU GPL.*2 or later/,
  /Apache License.*2\.0/,
  /great deal/,
  /README.*docstrings/,
  /Hyves\.nl.*Dutch/,
  /Second Life/,
  /FriendFeed/,
  /pyftpdlib.*supervisor.*medusa.*link/,
  /many.*links two/,
  /Naali.*TAMS.*website-profiler.*kdb IRC bot.*python-brisa UPnP/,
  /very large/,
  /2009-11-19/,
  /Facebook/,
  /lots/,
  /author.*Syncless/,
  /Git.*GitHub/,
  /Mercurial.*Bitbucket/,
  /Subversion.*Trac.*own/,
  /Python's Subversion/,
  /Mercurial.*bitbuckig.*Bitbucket/,
  /Subversion.*Google Code/,
  /tested in production.*robust.*fast/,
  /limited/,
  /switched on by hand/,
  /great many/,
  /functionality in parts/,
  /queues/,
  /not.*comprehensive/,
  /low-level/,
  /client.*MySQL/,
  /back door.*Python console.*monkey-patches external/,
  /OpenID.*storage.*Amazon S3/,
  /by the ton/,
  /pygame.*twice.*GTK\+.*inotify/,
  /monkey-patches external/,
  /not by default/,
  /Twisted reactor/,
  /many.*GTK\+ and Qt/,
  /not by default.*project.*gTornado/,
  /pygame and GTK/,
  /monkey-patches.*Concurrence, Eventlet, Tornado, Twisted, gevent, circuits and asyncore/,
];

describe('the table of 2010', () => {
  test('has 48 rows, 8 columns and 68 notes', () => {
    expect([rows.length, libraries.length, Object.keys(notes).length]).toEqual([48, 8, 68]);
    expect(libraries).toEqual(Object.keys(columns));
    expect(rows.filter(({ cells }) => cells.length !== 8)).toEqual([]);
  });

  test('cites every note, and no other', () => {
    const cited = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.split(' ').slice(1)));
    expect(Object.keys(notes).filter((number) => !cited.includes(number))).toEqual([]);
    expect(cited.filter((number) => notes[number] === undefined)).toEqual([]);
  });

  test.each(Object.entries(columns))(
    'says of %s what the post says',
    (library, [before, his, after, cited]) => {
      const signs: Readonly<Record<string, string>> = {
        'yes++': 'Y',
        'no++': 'N',
        'yes--': '~',
        yes: 'y',
        no: 'n',
      };
      const cells = rows.map((row) => row.cells[libraries.indexOf(library)]!.split(' '));
      expect(cells.map(([value]) => signs[value!]).join('')).toBe(before + his + after);
      expect(cells.flatMap(([, note]) => note ?? []).join(' ')).toBe(cited);
    },
  );

  test('asks what the post asks, in its order', () => {
    expect(subjects).toHaveLength(rows.length);
    expect(rows.filter(({ title }, index) => !subjects[index]!.test(title))).toEqual([]);
  });

  test('keeps every name, date and number of the notes', () => {
    expect(facts).toHaveLength(68);
    expect(facts.flatMap((fact, index) => (fact.test(notes[index + 1]!) ? [] : notes[index + 1]))).toEqual(
      [],
    );
  });

  test('marks the 15 rows of the other author, which stand together', () => {
    const his = rows.flatMap(({ askedBy }, index) => (askedBy === 'nichol.as' ? [index] : []));
    expect(his).toEqual(Array.from({ length: 15 }, (_, index) => 25 + index));
    expect(rows.filter(({ askedBy }) => askedBy !== undefined)).toHaveLength(15);
  });

  test('says where it is from, what its grades mean, and that speed was not measured', () => {
    const said = about.join('\n');
    expect(said).toContain('](http://ptspts.blogspot.com/2010/05/feature-comparison-of-python-non.html), by');
    expect(said).toContain('](http://nichol.as/asynchronous-servers-in-python), of 2009-11-22');
    expect(said).toMatch(/of 2010-05-18.*reworded.*none of it was checked/);
    expect(said).toMatch(/14 libraries.*15 rows.*nichol\.as/s);
    expect(said).toMatch(/event-driven.*coroutines: six.*has seven.*generators.*`yield`.*left out/);
    expect(said).toMatch(/[Nn]othing was measured.*speed is belief and opinion/);
    expect(said).toMatch(/`--` is worse than a plain yes, `\+\+` better than a plain yes or no/);
    expect(said).not.toMatch(/quot/);
  });
});

describe('what was found of the eight', () => {
  test('goes by every property that is judged', () => {
    expect([...toldProperties].sort()).toEqual(judgedProperties.map(({ name }) => name).sort());
  });

  test('has every primitive of the gallery that is theirs, each with its years', () => {
    const theirs = /^(concurrence|eventlet|tornado|twisted|callback-idiom|gevent|circuits|syncless)\b/;
    const named = Object.values(judged.libraries).flatMap(({ versions }) => Object.keys(versions));
    expect([...named].sort()).toEqual(
      gallery
        .map(({ name }) => name)
        .filter((name) => theirs.test(name))
        .sort(),
    );
    for (const { says, versions } of Object.values(judged.libraries)) {
      expect(says).not.toBe('');
      for (const when of Object.values(versions)) expect(when).toMatch(/20\d\d|idiom|commit|\d\.\d/);
    }
  });

  test('is told for every library, also where it has no primitive', () => {
    expect(Object.keys(judged.libraries)).toEqual(libraries);
    for (const library of ['Tornado', 'asyncore', 'circuits', 'Syncless']) {
      expect(judged.libraries[library]!.says).toMatch(/no primitive.*as the post says|no primitive in 2010/);
    }
  });

  test('names whatever is violated or unknown', () => {
    const evidence = { by: 'exploration', says: '' } as const;
    const answered = (answers: Readonly<Record<string, 'no' | 'unknown'>>): object =>
      Object.fromEntries(
        toldProperties.map((property) => [property, { answer: answers[property] ?? 'yes', evidence }]),
      );
    const rowOf = (answers: Readonly<Record<string, 'no' | 'unknown'>>): readonly string[] => {
      const [first] = foundOf(
        { ...judged, libraries: { circuits: judged.libraries['circuits']! } },
        {
          primitives: [
            { name: 'circuits', title: '', model: '', scheduling: '', features: answered(answers) as never },
          ],
        },
      );
      return first!.versions[0]!.found.slice(0, 2);
    };
    expect(rowOf({})).toEqual(['✓', '✓']);
    expect(rowOf({ refinement: 'no', 'interrupt-after-anywhere': 'no', livelock: 'unknown' })).toEqual([
      '✗ a history that its model cannot show, harm by an interrupt after some step',
      '? livelock',
    ]);
    expect(rowOf({ fifo: 'no', livelock: 'unknown' })[1]).toBe('✗ overtaking; ? livelock');
    for (const property of toldProperties.filter((name) => name !== 'bounded-bypass')) {
      expect(rowOf({ [property]: 'no' }).join(' ')).toContain('✗');
    }
  });
});

describe('what is drawn', () => {
  const nothing = { primitives: [] };

  test.each([
    [
      'Markdown',
      libraryMarkdown(libraries2010, nothing).join('\n'),
      /\[\d+\]\(#q(\d+)\)/g,
      /<a id="q(\d+)">/g,
    ],
    [
      'HTML',
      libraryHtml(libraries2010, nothing).join('\n'),
      /<a href="#q(\d+)">\d+<\/a>/g,
      /<li [^>]*id="q(\d+)">/g,
    ],
  ])(
    'in %s has all rows, marked where they are his, and links that lead to notes',
    (_, drawn, links, anchors) => {
      for (const { title } of rows) expect(drawn).toContain(title);
      expect(drawn.match(/nichol\.as: /g)).toHaveLength(15);
      expect(drawn).toContain('http://ptspts.blogspot.com/2010/05/feature-comparison-of-python-non.html');
      const targets = [...drawn.matchAll(links)].map(([, number]) => number);
      expect(targets).toHaveLength(
        Object.values(columns).flatMap(([, , , cited]) => cited.split(' ')).length,
      );
      const numbers = [...drawn.matchAll(anchors)].map(([, number]) => number);
      expect(numbers).toEqual(Object.keys(notes));
      expect(targets.filter((target) => !numbers.includes(target))).toEqual([]);
    },
  );
});
