import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type {
  ConfirmCase,
  ConfirmedCase,
  ConfirmKernel,
  ConfirmOnKernel,
} from '../../cli/confirm-model.ts';
import { InputError } from '../../cli/environment.ts';
import type { KernelPieces, PackageFiles } from '../../lab/packages/model.ts';
import type { LabCase } from '../../lab/plan/model.ts';
import { prepareLab } from '../../lab/prepare.ts';
import type { CaseRow } from '../../lab/record.ts';
import { runCases } from '../../lab/run/run-cases.ts';
import { labSources } from './assets.ts';

/** How long each workload is watched (seconds; fake signals come at 16), and what is tried on a stall. */
const watched: Readonly<Record<string, Pick<LabCase, 'limit' | 'strategies'>>> = {
  idle: { limit: 6, strategies: ['wait', 'reverse'] },
  hog1: { limit: 6, strategies: ['flush', 'stop-10ms', 'reverse'] },
  sleepers: { limit: 21, strategies: ['stop-continue-blockers', 'reverse'] },
  stopped: { limit: 6, strategies: ['continue-stopped', 'reverse'] },
};

/** Seconds for everything together. */
const LIMIT = 1800;

/** The packages of the same kernel that lie beside an image package. */
async function headersBeside(image: string): Promise<readonly string[]> {
  const [, release = '', common = ''] =
    /^linux-(?:image|binary)-(?:unsigned-)?((.+?)-[a-z][\w-]*?)_/.exec(basename(image)) ?? [];
  const [series = ''] = /^\d+\.\d+/.exec(release) ?? [];
  const folder = dirname(image);
  const wanted = [
    `linux-headers-${release}_`,
    `linux-headers-${common}-common_`,
    `linux-kbuild-${common}_`,
    `linux-kbuild-${series}_`,
  ];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => wanted.some((start) => name.startsWith(start)))
    .map((name) => join(folder, name));
}

async function located(kernel: ConfirmKernel): Promise<PackageFiles | KernelPieces> {
  if (kernel.kind === 'files') {
    const release = basename(kernel.vmlinuz).replace(/^vmlinuz-?/, '') || 'the given kernel';
    return {
      release,
      vmlinuz: resolve(kernel.vmlinuz),
      headers: resolve(kernel.headers),
      packages: [basename(kernel.vmlinuz)],
    };
  }
  const image = resolve(kernel.image);
  const headers =
    kernel.headers.length > 0
      ? kernel.headers.map((one) => resolve(one))
      : await headersBeside(image);
  if (headers.length === 0) {
    throw new InputError(
      `${kernel.image}: no linux-headers and linux-kbuild packages of the same kernel beside it; give them with --headers`,
    );
  }
  return { image, headers, libraries: [] };
}

function labCase({ function: name, workload }: ConfirmCase, id: number): LabCase {
  const { limit, strategies } = watched[workload] ?? { limit: 6, strategies: [] };
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

function confirmed(row: CaseRow): ConfirmedCase {
  return {
    function: row.function,
    workload: row.workload,
    outcome: row.outcome === 'no-such-workload' ? 'lost' : row.outcome,
    seconds: row.seconds ?? row.polled,
    blockers: row.outcome === 'stalled' ? row.lastTry : [],
    error: row.errno === undefined ? undefined : String(row.errno),
    strategies: row.strategies.map(({ strategy, completed, seconds }) => ({
      strategy,
      freed: completed,
      seconds,
    })),
  };
}

/** {@link ConfirmOnKernel} with QEMU and this machine's files. */
export const confirmOnKernel: ConfirmOnKernel = async (kernel, cases, progress) => {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const lab = await prepareLab({
      kernel: await located(kernel),
      cache: join(homedir(), '.cache/livepatch-feasibility/lab'),
      sources: labSources,
      progress,
    });
    const rows: CaseRow[] = [];
    await runCases({
      cases: cases.map(labCase),
      guest: lab.guest,
      machine: {
        vmlinuz: lab.kernel.vmlinuz,
        cpus: 2,
        memory: 512,
        accelerator: 'tcg',
        kernelArguments: '',
      },
      limit: LIMIT,
      onBoot: () => {},
      onRow: (row) => rows.push(row),
      progress,
      signal: ending.signal,
    });
    return { release: rows[0]?.kernel ?? lab.kernel.release, cases: rows.map(confirmed) };
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  } finally {
    process.removeListener('SIGINT', end).removeListener('SIGTERM', end);
  }
};
