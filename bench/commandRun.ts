import { spawn } from 'node:child_process';

/** What one run of a command took and printed. */
export interface CommandRun {
  readonly wallMs: number;
  /** Processor time of the command and all that it started, in user and system mode. */
  readonly cpuMs: number;
  readonly stdout: string;
}

/** The command took longer than it may, and was stopped. */
export interface Overrun {
  readonly overrunMs: number;
}

/** The shell's own `time` measures; what it says goes to descriptor 3, apart from what the command prints. */
const timed = `TIMEFORMAT='%U %S'; { time "$@" 2>&4; } 4>&2 2>&3`;

/**
 * Runs a command to its end, or for `limitMs` at most.
 *
 * @throws Error if it ends with another exit code than 0, with what it printed.
 */
export async function runCommand(
  command: string,
  parameters: readonly string[],
  { folder = '.', limitMs = Infinity }: { readonly folder?: string; readonly limitMs?: number } = {},
): Promise<CommandRun | Overrun> {
  const startedAt = performance.now();
  const child = spawn('bash', ['-c', timed, 'bash', command, ...parameters], {
    cwd: folder,
    // A group of its own, so that the command is stopped with its shell.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, times] = [1, 2, 3].map((descriptor) => textOf(child.stdio[descriptor]!));
  let isOver = false;
  const alarm =
    limitMs === Infinity
      ? undefined
      : setTimeout(() => {
          isOver = true;
          process.kill(-child.pid!, 'SIGKILL');
        }, limitMs);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(alarm);
  const wallMs = performance.now() - startedAt;
  if (isOver) return { overrunMs: wallMs };
  if (code !== 0) {
    throw new Error(
      `${[command, ...parameters].join(' ')} ended with ${String(code)}:\n${stdout!()}${stderr!()}`,
    );
  }
  const [user = 0, system = 0] = times!().trim().split(' ').map(Number);
  return { wallMs, cpuMs: (user + system) * 1000, stdout: stdout!() };
}

/** Collects what a pipe delivers. */
function textOf(pipe: { on(event: 'data', listener: (chunk: unknown) => void): unknown }): () => string {
  let text = '';
  pipe.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}

/** Whether a command can be found here. */
export async function isInstalled(command: string): Promise<boolean> {
  try {
    await runCommand('which', [command]);
    return true;
  } catch {
    return false;
  }
}
