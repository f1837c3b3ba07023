import { buildGuest } from './guest/build-guest.ts';
import type { ArchiveFile } from './guest/cpio.ts';
import { downloadKernel } from './packages/download.ts';
import { extractKernel } from './packages/extract.ts';
import type { KernelPieces, PackageFiles } from './packages/model.ts';
import { endingCommandsWith, hasProgram } from './run/command.ts';

/** This machine lacks something that the lab needs; the message says what and where it comes from. */
export class NotPrepared extends Error {}

/** Which kernel, and where things are. */
export interface LabSetting {
  /** A kernel series (`6.1`) whose newest packages are downloaded, packages at hand, or a laid out kernel. */
  readonly kernel: string | PackageFiles | KernelPieces;
  /** Folder that packages are kept and extracted in. */
  readonly cache: string;
  /** Folder of the guest's sources (`test/kernel-lab`). */
  readonly sources: string;
  readonly progress: (message: string) => void;
  /** Ends the preparation, and the programs that it runs. */
  readonly signal?: AbortSignal;
}

/** A kernel that can be booted, and what it runs. */
export interface PreparedLab {
  readonly kernel: KernelPieces;
  readonly guest: readonly ArchiveFile[];
}

/** Programs that are always needed, and Debian's packages of them. */
const programs: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  gcc: 'gcc libc6-dev',
  make: 'make',
};

async function requirePrograms(kernel: LabSetting['kernel']): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NotPrepared(
      `the kernel lab runs on Linux on x86-64; this is ${process.platform} on ${process.arch}`,
    );
  }
  const needed = {
    ...programs,
    ...(typeof kernel === 'string' || 'image' in kernel ? { 'dpkg-deb': 'dpkg' } : {}),
    ...(typeof kernel === 'string' ? { 'apt-get': 'apt' } : {}),
  };
  const missing: string[] = [];
  for (const name of Object.keys(needed)) if (!(await hasProgram(name))) missing.push(name);
  if (missing.length === 0) return;
  const packages = Object.entries(needed).flatMap(([name, from]) =>
    missing.includes(name) ? [from] : [],
  );
  const verb = missing.length === 1 ? 'is' : 'are';
  throw new NotPrepared(
    `${missing.join(', ')} ${verb} not installed (Debian: apt install ${packages.join(' ')})`,
  );
}

async function locate({ kernel, cache, progress }: LabSetting): Promise<KernelPieces> {
  if (typeof kernel === 'string') {
    progress(`looking for Debian's newest ${kernel} kernel`);
    return extractKernel(await downloadKernel(kernel, cache, progress), cache);
  }
  return 'image' in kernel ? extractKernel(kernel, cache) : kernel;
}

async function prepare(setting: LabSetting): Promise<PreparedLab> {
  await requirePrograms(setting.kernel);
  const pieces = await locate(setting);
  setting.progress(`building the guest for ${pieces.release}`);
  return { kernel: pieces, guest: await buildGuest(setting.sources, pieces) };
}

/**
 * Gets a kernel and builds its guest. Rejects with {@link NotPrepared} where that cannot be done here;
 * nothing but whole packages and whole kernels is left in the cache.
 */
export async function prepareLab(setting: LabSetting): Promise<PreparedLab> {
  try {
    return await endingCommandsWith(setting.signal, () => prepare(setting));
  } catch (error) {
    if (error instanceof NotPrepared) throw error;
    throw new NotPrepared(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
