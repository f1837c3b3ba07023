import { AsyncLocalStorage } from 'node:async_hooks';
import { type ChildProcess, spawn } from 'node:child_process';

/** A program that ended badly; the message holds its command line and the end of what it said. */
export class CommandFailed extends Error {
  constructor(
    command: readonly string[],
    readonly output: string,
    what: string,
  ) {
    super(`${command.join(' ')}: ${what}\n${output.trimEnd().split('\n').slice(-12).join('\n')}`);
  }
}

/** How a program is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds until it is ended; 120 when left out. */
  readonly limit?: number;
}

/** The largest part of a program's output that is kept (UTF-16 code units). */
const MOST_OUTPUT = 1 << 22;

const ending = new AsyncLocalStorage<AbortSignal>();

/** Does `work`; every program that it runs is ended when `signal` says so, and none is started after. */
export function endingCommandsWith<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return signal === undefined ? work() : ending.run(signal, work);
}

/** The program and whatever it started: it leads a process group of its own. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Runs a program without a shell and gives its standard output. Rejects with {@link CommandFailed}
 * when it is not there, ends with another code than 0, takes longer than its limit, or is ended
 * ({@link endingCommandsWith}).
 */
export function runCommand(
  command: readonly [string, ...string[]],
  { cwd, env, limit = 120 }: CommandOptions = {},
): Promise<string> {
  const [program, ...args] = command;
  const signal = ending.getStore();
  if (signal?.aborted === true) return Promise.reject(new CommandFailed(command, '', 'not begun'));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let out = '';
    let all = '';
    const keep = (text: string, more: string): string =>
      text.length < MOST_OUTPUT ? text + more : text;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = keep(out, text);
      all = keep(all, text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all = keep(all, text);
    });
    let stopped: string | undefined;
    const stop = (why: string): void => {
      stopped = why;
      killGroup(child);
    };
    const timer = setTimeout(() => stop(`not done in ${limit} s`), limit * 1000);
    const abort = (): void => stop('ended before it was done');
    const exit = (): void => killGroup(child);
    signal?.addEventListener('abort', abort, { once: true });
    process.once('exit', exit);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      process.removeListener('exit', exit);
    };
    child.on('error', (error) => {
      settle();
      reject(new CommandFailed(command, '', error.message));
    });
    child.on('close', (code) => {
      settle();
      if (code === 0 && stopped === undefined) resolve(out);
      else reject(new CommandFailed(command, all, stopped ?? `exit ${code}`));
    });
  });
}

/** Whether a program can be found. */
export async function hasProgram(name: string): Promise<boolean> {
  return runCommand([name, '--version'], { limit: 20 }).then(
    () => true,
    () => false,
  );
}
