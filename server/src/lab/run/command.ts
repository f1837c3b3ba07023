import { spawn } from 'node:child_process';

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

/**
 * Runs a program without a shell and gives its standard output. Rejects with {@link CommandFailed}
 * when it is not there, ends with another code than 0, or takes longer than its limit.
 */
export function runCommand(
  command: readonly [string, ...string[]],
  { cwd, env, limit = 120 }: CommandOptions = {},
): Promise<string> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
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
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limit * 1000);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new CommandFailed(command, '', error.message));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0 && !late) resolve(out);
      else
        reject(new CommandFailed(command, all, late ? `not done in ${limit} s` : `exit ${code}`));
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
