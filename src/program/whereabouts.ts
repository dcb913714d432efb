/**
 * Where in its source a primitive stands: read off the stack when a request is made, and only while
 * somebody wants to know, since it costs far more than the step itself. For readers; nothing that is
 * decided depends on it.
 */

/** One frame of a stack: a function of the primitive, and the place in it. */
export interface Frame {
  /** Empty for one that has no name. */
  readonly function: string;
  /** As the runtime names it: a path, a URL. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** A primitive's own frames can lie under some of Heddle's. */
const framesMax = 60;

let isNoting = false;
const stacks = new WeakMap<object, Error>();

/** Takes down where a request is made, inside of {@link notingWhereabouts}; nothing elsewhere. */
export function noteWhereabouts(request: object): void {
  if (isNoting) stacks.set(request, new Error('here'));
}

/** Runs `code`, and takes down where each request that it makes is made. */
export function notingWhereabouts<Result>(code: () => Result): Result {
  const outer = isNoting;
  const { stackTraceLimit } = Error;
  isNoting = true;
  Error.stackTraceLimit = framesMax;
  try {
    return code();
  } finally {
    isNoting = outer;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * The frames that lead to a request, innermost first, as far as `isWanted` wants their files; none if
 * nobody took them down.
 */
export function whereaboutsOf(request: object | undefined, isWanted: (file: string) => boolean): Frame[] {
  const stack = request === undefined ? undefined : stacks.get(request)?.stack;
  return stack === undefined ? [] : framesIn(stack).filter(({ file }) => isWanted(file));
}

/**
 * The frames of a stack, innermost first, in the two ways in which engines write them:
 * `    at f (file:1:2)`, and `f@file:1:2`.
 */
export function framesIn(stack: string): Frame[] {
  return stack.split('\n').flatMap((line): Frame[] => {
    const found =
      /^\s*at (?:(?<name>.*?) \()?(?<file>[^()]*?):(?<line>\d+):(?<column>\d+)\)?$/.exec(line) ??
      /^(?<name>[^@]*)@(?<file>.*?):(?<line>\d+):(?<column>\d+)$/.exec(line);
    if (found?.groups === undefined) return [];
    const { name = '', file = '', line: row, column } = found.groups;
    return [
      {
        function: plainName(name),
        file: file.replace(/^async /, ''),
        line: Number(row),
        column: Number(column),
      },
    ];
  });
}

/** `take`, where the engine says `Generator.take [as next]` or `new MyLock`. */
function plainName(name: string): string {
  const short = name.replace(/ \[as .*\]$/, '').replace(/^.*\./, '');
  return /^(<anonymous>|next|anonymous)$/.test(short) ? '' : short;
}
