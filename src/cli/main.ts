/** The heddle command: parses what was typed, runs a command, and says how it ended. */

import './compileLater.ts';
import { Command, CommanderError, Option } from 'commander';
import { judgedProperties } from 'heddle/properties';
import { HeddleBug, IllFormedError, UsageError } from '../core/errors.ts';
import { strengths } from '../program/objectKind.ts';
import { schedulings } from '../program/turn.ts';
import { compareCommand, type CompareFlags } from './commands/compare.ts';
import { checkCommand } from './commands/check.ts';
import { deepenCommand, type DeepenFlags } from './commands/deepen.ts';
import { learnCommand, type LearnFlags } from './commands/learn.ts';
import { openCommand, type OpenFlags } from './commands/open.ts';
import { compareNpmCommand, type CompareNpmFlags } from './commands/compareNpm.ts';
import { listCommand } from './commands/list.ts';
import type { CheckFlags } from './commands/options.ts';
import { replayCommand, type ReplayFlags } from './commands/replay.ts';
import { selfcheckCommand, type SelfcheckFlags } from './commands/selfcheck.ts';
import { showCommand } from './commands/show.ts';
import { version } from './version.ts';
import { withConfig } from './config.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';

let exitCode: ExitCode = exitCodes.holds;

function commandLine(): Command {
  const program = new Command('heddle')
    .description(
      'Explores every interleaving of a lock or semaphore, and proves it right up to a stated bound\nor shows the shortest schedule that breaks it.',
    )
    .version(version())
    .option('--no-color', 'print without colours (so does NO_COLOR=1)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', exitHelp());

  program
    .command('check')
    .description('check primitives; the whole gallery if none is named')
    .argument(
      '[primitive...]',
      'a name of the gallery, or a file that exports primitives, such as ./my-lock.ts',
    )
    .option('--threads <n>', 'threads that acquire and release (default 3, with the other client options)')
    .option('--rounds <n>', 'how often each thread does that (default 1); or forever')
    .option('--permits <n>', 'permits at the start (default 1)')
    .option(
      '--plan <operations>',
      "what one thread does, such as 'tryAcquire release'; once for each thread",
      collect,
    )
    .option('--interrupts <n>', 'how many interrupts an execution may suffer; 0 leaves them out (default 1)')
    .addOption(
      new Option('--lock-strength <strength>', 'whom the locks under the primitive serve next')
        .default('weak')
        .argParser((typed) => typed),
    )
    .option(
      '--scheduling <kind>',
      'when another thread may take over (default the one that the primitive was written for)',
    )
    .option(
      '--property <name>',
      `check this property; may be given again. One of: ${judgedProperties.map(({ name }) => name).join(', ')}`,
      collect,
    )
    .option('--json', 'print one JSON document')
    .option('--search <kind>', 'how to search; see below (default reduced)')
    .option(
      '--preemptions <n>',
      'explore only executions that leave a thread which could go on at most n times',
    )
    .option(
      '--delays <n>',
      'explore only executions that pass over a thread which could go on at most n times',
    )
    .option('--executions <n>', 'for a sample: how many executions (default 10000)')
    .option('--seed <n>', 'for a sample: what determines it (default 1)')
    .option('--depth <n>', 'for --search pct: the depth of the bugs that are looked for (default 3)')
    .option(
      '--workers <n>',
      'threads that make a large plain search together (default: the cores that are free)',
    )
    .option('--compact', 'store 64 bits a state, which may miss some: says how likely that is at most')
    .option('--checkpoint <folder>', 'keep searches there, and go on with what is kept there')
    .option('--checkpoint-every <s>', 'how many seconds apart they are kept (default 10)')
    .option('--limit-states <n>', 'give up a search after so many states', '50_000_000')
    .option('--limit-memory <size>', 'give up a search when it stores so much', '4G')
    .option('--limit-time <seconds>', 'give up a search after so long')
    .option(
      '--positions <where>',
      'of promise code: where events fall: settled, same-tick, or a number of microtasks (default: 4)',
    )
    .option(
      '--limit-executions <n>',
      'of promise code: give up after so many executions of a client (default 1_000_000)',
    )
    .option('--traces <folder>', 'where failing schedules are saved', 'traces')
    .option('--reports <folder>', 'where the reports of the gallery are written', 'reports')
    .addHelpText(
      'after',
      `
Lock strengths: ${strengths.join(', ')}.
Schedulings: ${schedulings.join(', ')}.

Searches:
  reduced                      every state that matters; exact (footprints or symmetry: one reduction alone)
  plain                        every state
  dpor                         one execution of each class of equivalent ones; exact, and stores no states
  random, pct, pos, uniform    a sample of executions, drawn at random: it proves nothing

Examples:
  heddle check                         the whole gallery, at its default clients
  heddle check reference baton         two of its primitives
  heddle check ./my-lock.ts            every primitive that a file exports
  heddle check npm:async-mutex         an installed package, if heddle knows how it is used
  heddle check reference --threads 4 --rounds 2 --permits 2
  heddle check reference --plan 'tryAcquire release' --plan 'acquire release' --property safety
  heddle check reference --threads 4 --rounds 2 --preemptions 2
  heddle check reference --threads 8 --rounds 4 --search pct --executions 20000 --seed 7`,
    )
    .action(async (typed: string[], given: CheckFlags, command: Command) => {
      const { names, flags } = await withConfig(typed, given, (option) =>
        command.getOptionValueSource(option),
      );
      exitCode = await checkCommand(names, flags);
    });

  program
    .command('replay')
    .description('execute a saved schedule again, step by step, and say what went wrong')
    .argument('<file>', 'a trace, such as traces/reference/safety.json')
    .option('--script', 'print an order of promise code as a script that runs without heddle')
    .option('--itf', 'print the execution in the Informal Trace Format')
    .option('--json', 'print the outcome as one JSON document')
    .addHelpText(
      'after',
      '\nExits 1 if the failure shows again, 0 if it is gone, 2 if the schedule cannot be carried out.',
    )
    .action(async (file: string, flags: ReplayFlags) => {
      exitCode = await replayCommand(file, flags);
    });

  program
    .command('open')
    .description('show a saved schedule on a page: lanes, source, shared objects, statechart')
    .argument('<file>', 'a trace, such as traces/reference/safety.json')
    .option('--output <file>', 'where the page is written (default: in reports/traces)')
    .option('--no-browser', 'write the page and do not show it')
    .addHelpText('after', '\nThe page is one file that needs nothing else; it can be mailed.')
    .action(async (file: string, flags: OpenFlags) => {
      exitCode = await openCommand(file, flags);
    });

  program
    .command('selfcheck')
    .description('compare all ways to search, on the gallery and on programs that are made up')
    .option('--seconds <n>', 'for how long', '60')
    .option('--programs <n>', 'how many programs, in place of --seconds')
    .option('--seed <n>', 'what determines the programs', '1')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExits 0 if all agree, 70 if two disagree.')
    .action(async (flags: SelfcheckFlags) => {
      exitCode = await selfcheckCommand(flags);
    });

  program
    .command('learn')
    .description('learn how locks break: lessons in which you are the scheduler, on a page')
    .option('--terminal', 'the exercises as files, checked whenever one is saved')
    .option('--folder <folder>', 'where the files are', 'heddle-lessons')
    .option('--check <lesson>', "check one lesson's file once")
    .option('--no-browser', 'print where the page is and do not show it')
    .action(async (flags: LearnFlags) => {
      exitCode = await learnCommand(flags);
    });

  program
    .command('compare')
    .description(
      'compare the features of primitives, all of the gallery if none is named; of two, what can be seen of them',
    )
    .argument('[primitive...]', 'a name of the gallery, or a file that exports primitives')
    .option('--threads <n>', 'for two: threads that acquire and release (default 3)')
    .option('--rounds <n>', 'for two: how often each thread does that (default 1)')
    .option('--permits <n>', 'for two: permits at the start (default 1)')
    .option('--plan <operations>', 'for two: what one thread does; once for each thread', collect)
    .option('--lock-strength <strength>', 'for two: whom the locks under them serve next', 'weak')
    .option(
      '--scheduling <kind>',
      'for two: when another thread may take over (default as each was written for)',
    )
    .option('--limit-states <n>', 'for two: give up a search after so many states', '1_000_000')
    .option('--json', 'print one JSON document')
    .option(
      '--npm',
      'packages of npm that are made of promises, as they are, in the versions that a clone has installed',
    )
    .option('--reports <folder>', 'where the comparison is written', 'reports')
    .addHelpText(
      'after',
      `
Examples:
  heddle compare                       the whole gallery, into reports/comparison.html
  heddle compare baton                 what one of its primitives offers, and what was found of it
  heddle compare reference baton       what can be seen of one and not of the other
Of two: exits 0 if they show the same, 1 if not, 2 if a limit was hit.`,
    )
    .action(async (names: string[], flags: CompareFlags & CompareNpmFlags) => {
      exitCode = await (flags.npm === true ? compareNpmCommand(flags) : compareCommand(names, flags));
    });

  program
    .command('deepen')
    .description('find out how large clients may get before a search is too large')
    .argument(
      '[primitive...]',
      'a name of the gallery, or a file that exports primitives; default the gallery',
    )
    .option('--limit-states <n>', 'give up a search after so many states', '200_000')
    .option('--fresh', 'make every row anew, also where the source is the same')
    .option('--traces <folder>', 'where the failing schedules of the gallery are', 'traces')
    .option('--reports <folder>', 'where gallery-deep.md and .json are written', 'reports')
    .action(async (names: string[], flags: DeepenFlags) => {
      exitCode = await deepenCommand(names, flags);
    });

  program
    .command('list')
    .description('list the primitives of the gallery')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) => {
      exitCode = listCommand(flags);
    });

  program
    .command('show')
    .description('show a primitive: its source, its model, its verdicts, what it costs')
    .argument('<primitive>', 'a name of the gallery, or a file that exports primitives')
    .action(async (name: string) => {
      exitCode = await showCommand(name);
    });

  return program;
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function exitHelp(): string {
  return `
Exit codes:
    0  everything holds (for the whole gallery: everything is as declared)
    1  a property is violated (for the whole gallery: something is not as declared)
    2  unknown: a limit stopped a search, or only a sample was drawn
    3  everything holds within the bound on switches that was asked for, or unless a state was missed
   64  the command was called wrongly
   65  a file is no trace or checkpoint, cannot be written, or exports no well-formed primitive
   70  a fault of heddle itself
  130  interrupted; what was found so far has been shown and saved`;
}

/** Says what went wrong, in at most four lines where it is not a fault of Heddle itself. */
function complain(error: unknown): void {
  const isExpected =
    error instanceof UsageError || error instanceof IllFormedError || error instanceof HeddleBug;
  const text = isExpected
    ? error.message
    : `heddle bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  process.stderr.write(`${text}\n`);
}

// Whoever reads the output may have read enough: `heddle list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCode);
});

try {
  await commandLine().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message, and ends with 0 after --help and --version.
    exitCode = error.exitCode === 0 ? exitCodes.holds : exitCodes.usage;
  } else {
    complain(error);
    exitCode = exitCodeOf(error);
  }
}
process.exitCode = exitCode;
