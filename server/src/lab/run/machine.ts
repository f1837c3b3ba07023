import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** How the virtual machine is built. */
export interface MachineOptions {
  readonly vmlinuz: string;
  readonly initramfs: string;
  /** File that the console goes to. */
  readonly console: string;
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  readonly accelerator: keyof typeof accelerators;
  /** Appended to the kernel's command line: `idle=poll`, `nohz_full=1`. */
  readonly kernelArguments: string;
}

/**
 * The kernel's command line: no address randomization and no indirect branch tracking, which the
 * thunk's jump into a body's middle would trip; few words on the slow serial console; no test of the
 * timer, which a busy host fails.
 */
const usualArguments =
  'console=ttyS0 loglevel=4 panic=-1 oops=panic ibt=off nokaslr no_timer_check';

/**
 * The emulated CPUs take turns on one thread of the host: an interrupt from one to another is then
 * answered at once. With a thread each it waits until the host has run both, and the thousands that
 * rewriting code takes (`text_poke_sync()`) last minutes on a busy host.
 */
const accelerators = {
  tcg: ['-accel', 'tcg,thread=single'],
  kvm: ['-accel', 'kvm', '-cpu', 'host'],
} as const;

/** The machine's command line: no network, no disk, nothing of the host's mounted. */
function commandLine(options: MachineOptions): readonly string[] {
  return [
    ...accelerators[options.accelerator],
    '-smp',
    String(options.cpus),
    '-m',
    String(options.memory),
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    '-nic',
    'none',
    '-no-reboot',
    '-kernel',
    options.vmlinuz,
    '-initrd',
    options.initramfs,
    '-append',
    `${usualArguments} ${options.kernelArguments}`.trim(),
    '-chardev',
    `file,id=console,path=${options.console}`,
    '-serial',
    'chardev:console',
    '-chardev',
    'stdio,id=results,signal=off',
    '-serial',
    'chardev:results',
  ];
}

/** How a run of the machine ended. */
export type MachineEnd =
  | { readonly kind: 'powered-off' }
  /** Nothing was said for too long, or the whole took too long: it was ended. */
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly why: string };

/** The last lines of the console. */
export async function consoleEnd(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}

/**
 * Boots the machine and hands each line of its second serial port to `onLine`, which gives the
 * number of seconds that the next line may take. The machine is ended when a line is late, when
 * `limit` seconds are over, or when `signal` says so; it never outlives this call.
 */
export function runMachine(
  options: MachineOptions,
  onLine: (line: string) => number,
  limit: number,
  signal?: AbortSignal,
): Promise<MachineEnd> {
  return new Promise((resolve) => {
    const child = spawn('qemu-system-x86_64', commandLine(options), {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = (): void => void child.kill('SIGKILL');
    let timedOut = false;
    const late = (): void => {
      timedOut = true;
      stop();
    };
    const whole = setTimeout(late, limit * 1000);
    let next = setTimeout(late, limit * 1000);
    signal?.addEventListener('abort', stop, { once: true });
    process.once('exit', stop);
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(next);
      next = setTimeout(late, onLine(line) * 1000);
    });
    const end = async (code: number | null, error?: Error): Promise<void> => {
      clearTimeout(whole);
      clearTimeout(next);
      process.removeListener('exit', stop);
      signal?.removeEventListener('abort', stop);
      if (timedOut) resolve({ kind: 'timed-out' });
      else if (code === 0) resolve({ kind: 'powered-off' });
      else {
        const said = complaint || (await consoleEnd(options.console));
        resolve({ kind: 'failed', why: error?.message ?? `qemu ended with ${code}: ${said}` });
      }
    };
    child.on('error', (error) => void end(null, error));
    child.on('close', (code) => void end(code));
  });
}
