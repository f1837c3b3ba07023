import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type {
  ConfirmCase,
  ConfirmedCase,
  ConfirmKernel,
  ConfirmOnKernel,
} from '../../cli/confirm-model.ts';
import { CancelledError, InputError } from '../../cli/environment.ts';
import { packagesGiven } from '../../lab/packages/given.ts';
import type { LabCase } from '../../lab/plan/model.ts';
import { type LabSetting, prepareLab } from '../../lab/prepare.ts';
import type { CaseRow } from '../../lab/record.ts';
import { runCases } from '../../lab/run/run-cases.ts';
import { labSources } from './assets.ts';

/** How long each workload is watched (seconds; fake signals come at 16), and what is tried on a stall. */
const watched: Readonly<Record<string, Pick<LabCase, 'limit' | 'strategies'>>> = {
  idle: { limit: 10, strategies: ['wait', 'reverse'] },
  hog1: { limit: 10, strategies: ['flush', 'stop-10ms', 'reverse'] },
  sleepers: { limit: 21, strategies: ['stop-continue-blockers', 'reverse'] },
  stopped: { limit: 10, strategies: ['continue-stopped', 'reverse'] },
};

async function requireFile(path: string, what: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new InputError(`${path}: no such ${what}`);
  return resolve(path);
}

async function located(kernel: ConfirmKernel): Promise<LabSetting['kernel']> {
  if (kernel.kind === 'series') return kernel.series;
  if (kernel.kind === 'files') {
    await requireFile(kernel.vmlinuz, 'file');
    await requireFile(join(kernel.headers, 'Makefile'), 'file: is this the folder of the headers?');
    const release = basename(kernel.vmlinuz).replace(/^vmlinuz-?/, '') || 'the given kernel';
    return {
      release,
      vmlinuz: resolve(kernel.vmlinuz),
      headers: resolve(kernel.headers),
      packages: [basename(kernel.vmlinuz)],
    };
  }
  const image = await requireFile(kernel.image, 'file');
  return packagesGiven(
    image,
    await Promise.all(kernel.headers.map((one) => requireFile(one, 'file'))),
  );
}

function labCase({ function: name, workload }: ConfirmCase, id: number): LabCase {
  const { limit, strategies } = watched[workload] ?? { limit: 10, strategies: [] };
  return {
    id,
    workload,
    function: name,
    position: 0,
    object: '',
    direction: 'load',
    frame: false,
    limit,
    strategies,
  };
}

/** The errno's name, and what the kernel's symbols tell of it. */
function refusal({ errno, symbols = [], function: name }: CaseRow): string | undefined {
  if (errno === undefined) return undefined;
  const others = symbols.map(([, symbol]) => symbol);
  if (errno === 'ENOEXEC') return `${errno}: the bytes at its start are none that the thunk knows`;
  if (symbols.some(([, symbol, traceable]) => symbol === name && !traceable)) {
    return `${errno}: ftrace cannot hook it`;
  }
  if (others.includes(name)) return String(errno);
  return others.length === 0
    ? `${errno}: this kernel has no symbol of that name; the compiler inlined it or left it out`
    : `${errno}: this kernel has no symbol of that name; the compiler made ${others.join(', ')} of it`;
}

function confirmed(row: CaseRow): ConfirmedCase {
  return {
    function: row.function,
    workload: row.workload,
    outcome: row.outcome === 'no-such-workload' ? 'lost' : row.outcome,
    seconds: row.seconds ?? row.polled,
    blockers: row.outcome === 'stalled' ? row.lastTry : [],
    tasks: row.blockers,
    messages: row.messages.map(([, text]) => text),
    error: refusal(row),
    strategies: row.strategies.map(({ strategy, completed, seconds }) => ({
      strategy,
      freed: completed,
      seconds,
    })),
  };
}

/** Aborts for as long as `work` goes on when the program is told to end; more signals change nothing. */
async function untilTold<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, end);
  try {
    const result = await work(ending.signal);
    if (ending.signal.aborted) throw new CancelledError('ended before it was done');
    return result;
  } catch (error) {
    if (ending.signal.aborted) throw new CancelledError('ended before it was done');
    throw new InputError(error instanceof Error ? error.message : String(error));
  } finally {
    for (const name of names) process.removeListener(name, end);
  }
}

/** {@link ConfirmOnKernel} with QEMU and this machine's files. */
export const confirmOnKernel: ConfirmOnKernel = (kernel, cases, { limit, accelerator, progress }) =>
  untilTold(async (signal) => {
    const rows: CaseRow[] = [];
    const say = (message: string): void =>
      progress({ message, done: rows.length, total: cases.length });
    const lab = await prepareLab({
      kernel: await located(kernel),
      cache: join(homedir(), '.cache/livepatch-feasibility/lab'),
      sources: labSources,
      progress: say,
      signal,
    });
    await runCases({
      cases: cases.map(labCase),
      guest: lab.guest,
      machine: {
        vmlinuz: lab.kernel.vmlinuz,
        cpus: 2,
        memory: 512,
        accelerator,
        kernelArguments: '',
      },
      limit,
      onBoot: () => {},
      onRow: (row) => rows.push(row),
      progress: say,
      signal,
    });
    return {
      release: rows[0]?.kernel ?? lab.kernel.release,
      machine: `2 ${accelerator === 'tcg' ? 'emulated ' : ''}CPUs, 512 MiB`,
      cases: rows.map(confirmed),
    };
  });
