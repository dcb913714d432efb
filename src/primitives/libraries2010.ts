import type { LibraryRow, LibraryTable } from 'heddle';
import { judged2010 } from './judged2010.ts';
import { notes2010 } from './notes2010.ts';

/** What was said of each library, in the order of the post. */
const rows: readonly LibraryRow[] = [
  {
    title: 'pure Python: works although no C code is compiled',
    cells: ['no', 'yes', 'yes', 'yes', 'yes', 'no', 'yes', 'no'],
  },
  {
    title: 'pure Python: loses no speed when no C code is compiled',
    cells: ['no', 'yes', 'yes', 'yes', 'yes', 'no', 'yes', 'no'],
  },
  {
    title: 'belongs to the standard library of Python 2.6',
    cells: ['no', 'no', 'no', 'no', 'yes', 'no', 'no', 'no'],
  },
  {
    title: 'a DNS resolver that is asynchronous',
    cells: ['no', 'yes 1', 'no', 'yes 2', 'no', 'yes 3', 'no', 'yes 4'],
  },
  {
    title: 'other tasklets go on while DNS looks a name up',
    cells: ['no', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes'],
  },
  {
    title: 'the DNS resolver is asynchronous throughout, and scales',
    cells: ['no', 'yes 5', 'no', 'yes', 'no', 'yes', 'no', 'yes'],
  },
  {
    title: 'a time limit on each single send() and recv() of a socket',
    cells: ['yes', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes'],
  },
  { title: 'a WSGI server', cells: ['yes', 'yes', 'yes', 'yes', 'no', 'yes', 'yes-- 6', 'yes'] },
  {
    title: "CherryPy's WSGI server works on it",
    cells: ['no', 'yes-- 7', 'no', 'no', 'no', 'yes-- 7', 'no', 'yes'],
  },
  {
    title: 'a web framework of its own, other than WSGI',
    cells: ['yes', 'no', 'yes', 'yes', 'no', 'no++ 8', 'yes', 'no'],
  },
  {
    title: 'connectors, other than WSGI, that run web frameworks of others',
    cells: ['no', 'yes 9', 'no', 'no', 'no', 'no', 'no', 'yes++ 10'],
  },
  {
    title: 'runs on Stackless Python',
    cells: ['yes', 'yes-- 11', 'yes 12', 'yes 12', 'yes 12', 'no', 'yes 12', 'yes'],
  },
  {
    title: 'runs on greenlet',
    cells: ['yes-- 13', 'yes', 'yes 12', 'yes 12', 'yes 12', 'yes', 'yes 12', 'yes'],
  },
  {
    title: 'a fast non-blocking socket class, written in C or Pyrex',
    cells: ['no', 'no', 'no', 'no', 'no', 'no', 'no', 'yes'],
  },
  {
    title: 'fast buffers for reading and writing, written in C or Pyrex',
    cells: ['yes', 'no', 'no', 'no', 'no', 'yes 14', 'no', 'yes'],
  },
  {
    title: 'socket.socket.makefile() goes through such a fast buffer (C or Pyrex)',
    cells: ['yes', 'no', 'no', 'no', 'no', 'no', 'no', 'yes'],
  },
  {
    title: 'ssl.SSLSocket.makefile() goes through such a fast buffer (C or Pyrex)',
    cells: ['no 15', 'no', 'no', 'no', 'no', 'no', 'no', 'yes'],
  },
  { title: 'SSL', cells: ['no', 'yes 16', 'no', 'yes 16', 'no', 'yes 16', 'yes 16', 'yes 16'] },
  {
    title: 'monkey-patches socket.socket and other input and output that blocks',
    cells: ['no', 'yes', 'no 12', 'no 12', 'no 12', 'yes', 'no 12', 'yes'],
  },
  {
    title: 'prints an exception that nobody caught, and goes on',
    cells: ['yes 17', 'yes', 'yes', 'yes', 'yes', 'yes', 'no 18', 'no 19'],
  },
  { title: 'can sit on libevent', cells: ['yes', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes'] },
  {
    title: 'can sit on libev, which emulates libevent',
    cells: ['yes', 'yes', 'no', 'yes', 'no', 'no 20', 'no', 'yes'],
  },
  {
    title: 'needs neither libevent nor an emulation of it',
    cells: ['no', 'yes', 'yes', 'yes', 'yes', 'no', 'yes', 'yes'],
  },
  {
    title: 'copies no C stacks when it switches (a soft switch is faster)',
    cells: ['no', 'no 21', 'yes 12', 'yes 12', 'yes 12', 'no 21', 'yes 12', 'no 22'],
  },
  {
    title: 'can be told of events by a fast mechanism (epoll on Linux, for one)',
    cells: ['yes 23', 'yes', 'yes', 'yes', 'no 24', 'yes 23', 'yes', 'yes 25'],
  },
  {
    title: 'the licence of the framework',
    askedBy: 'nichol.as',
    cells: ['yes 26', 'yes 26', 'yes 27', 'yes 26', 'yes 26', 'yes 26', 'yes 28', 'yes 29'],
  },
  {
    title: 'documentation',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes', 'yes++ 30', 'no', 'yes', 'yes', 'yes-- 31'],
  },
  {
    title: 'examples in the documentation',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes', 'yes', 'no', 'yes', 'yes', 'yes'],
  },
  {
    title: 'in production somewhere',
    askedBy: 'nichol.as',
    cells: ['yes 32', 'yes 33', 'yes 34', 'yes', 'yes 35', 'yes 36', 'yes 37', 'no'],
  },
  {
    title: 'a community of some sort (mailing list, IRC or the like)',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes++ 38', 'yes', 'no', 'yes', 'yes', 'no'],
  },
  {
    title: 'activity of late',
    askedBy: 'nichol.as',
    cells: ['no 39', 'yes', 'yes', 'yes', 'no', 'yes', 'yes', 'yes'],
  },
  {
    title: 'a blog by its owner',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes 40', 'yes++ 41', 'no', 'yes', 'yes', 'yes-- 42'],
  },
  {
    title: 'an account on Twitter',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes', 'yes', 'no', 'yes', 'yes', 'yes-- 42'],
  },
  {
    title: 'where its repository is (without links)',
    askedBy: 'nichol.as',
    cells: ['yes 43', 'yes 44', 'yes 43', 'yes 45', 'yes 46', 'yes 47', 'yes 44', 'yes 48'],
  },
  {
    title: 'a pool of threads',
    askedBy: 'nichol.as',
    cells: ['no', 'yes', 'no', 'yes', 'no', 'no', 'yes', 'yes-- 49'],
  },
  {
    title: 'an HTTP server that WSGI applications run on',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes-- 50', 'yes', 'no', 'yes', 'yes-- 6', 'yes'],
  },
  {
    title: 'access to a TCP socket',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  },
  {
    title: 'anything for Comet',
    askedBy: 'nichol.as',
    cells: ['no', 'no', 'no', 'no', 'no', 'no', 'no', 'no'],
  },
  {
    title: 'epoll, where there is one',
    askedBy: 'nichol.as',
    cells: ['yes 23', 'yes', 'yes', 'yes', 'no 24', 'yes 23', 'no++ 51', 'yes 25'],
  },
  {
    title: 'unit tests',
    askedBy: 'nichol.as',
    cells: ['yes', 'yes', 'no', 'yes++ 52', 'yes', 'yes', 'yes', 'yes 53'],
  },
  {
    title: 'a time limit for any block of code',
    cells: ['yes', 'yes', 'yes', 'no', 'no', 'yes', 'no', 'yes'],
  },
  {
    title: 'synchronization primitives (a semaphore or a condition variable, say)',
    cells: ['yes-- 54', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'no'],
  },
  {
    title: 'the programmer decides in which order events are delivered (by priorities, say)',
    cells: ['no', 'no', 'no', 'no', 'no', 'no', 'no', 'no'],
  },
  {
    title: 'callbacks (links) for when a piece of work is done',
    cells: ['no', 'yes', 'yes 12', 'yes 12', 'yes 12', 'yes', 'yes 12', 'no'],
  },
  {
    title: 'a framework for network programs: high-level, comprehensive and consistent',
    cells: ['no', 'yes', 'yes-- 55', 'yes', 'no 56', 'yes-- 55', 'yes', 'no'],
  },
  {
    title: 'a select.select() that does not block',
    cells: ['no', 'yes', 'no 12', 'no 12', 'no 12', 'yes', 'no 12', 'yes'],
  },
  {
    title: 'application protocols besides HTTP, WSGI and DNS',
    cells: ['yes 57', 'no++ 58', 'yes 59', 'yes++ 60', 'no', 'no++ 58', 'yes 61', 'no++ 62'],
  },
  {
    title: 'compatible with other non-blocking systems in one process',
    cells: ['no 63', 'yes 64', 'no 63', 'yes++ 65', 'no 63', 'no++ 66', 'yes 67', 'yes++ 68'],
  },
];

/**
 * A comparison of eight Python libraries for non-blocking input and output, of May 2010: what was said then,
 * reworded, cell by cell and note by note. No fact of it is left out.
 */
export const libraries2010: LibraryTable = {
  title: 'Eight libraries in 2010',
  about: [
    'The facts of a weblog post of 2010-05-18, [*Feature comparison of Python non-blocking I/O libraries*](http://ptspts.blogspot.com/2010/05/feature-comparison-of-python-non.html), by the author of the reference semaphore, who also wrote Syncless. Everything is reworded, and none of it was checked here. Misspellings are corrected, one of them in note 47.',
    'It sets Syncless beside libraries for networking that were popular then, event-driven ones and ones of coroutines: six, it says, and has seven. Solutions by generators (`yield`) are left out. **Nothing was measured for it: what it says of speed is belief and opinion**, as its author warns.',
    'It was inspired by [a comparison of 14 libraries](http://nichol.as/asynchronous-servers-in-python), of 2009-11-22, which is about their features and their performance. The 15 rows with the prefix *nichol.as* are questions of that one. Two of them come close to rows of the post without being the same: on WSGI servers the answers for Tornado differ, on epoll those for circuits.',
    '`--` is worse than a plain yes, `++` better than a plain yes or no. A number is that of a note.',
  ],
  libraries: ['Concurrence', 'Eventlet', 'Tornado', 'Twisted', 'asyncore', 'gevent', 'circuits', 'Syncless'],
  rows,
  notes: notes2010,
  judged: judged2010,
};
