import { buildGuest } from './guest/build-guest.ts';
import type { ArchiveFile } from './guest/cpio.ts';
import { downloadKernel } from './packages/download.ts';
import { extractKernel } from './packages/extract.ts';
import type { KernelPieces, PackageFiles } from './packages/model.ts';
import { hasProgram } from './run/command.ts';

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
}

/** A kernel that can be booted, and what it runs. */
export interface PreparedLab {
  readonly kernel: KernelPieces;
  readonly guest: readonly ArchiveFile[];
}

async function locate(kernel: LabSetting['kernel'], cache: string): Promise<KernelPieces> {
  if (typeof kernel === 'string') return extractKernel(await downloadKernel(kernel, cache), cache);
  return 'image' in kernel ? extractKernel(kernel, cache) : kernel;
}

async function prepare({ kernel, cache, sources, progress }: LabSetting): Promise<PreparedLab> {
  const pieces = await locate(kernel, cache);
  progress(`building the guest for ${pieces.release}`);
  return { kernel: pieces, guest: await buildGuest(sources, pieces) };
}

/** Gets a kernel and builds its guest. Rejects with {@link NotPrepared} where that cannot be done here. */
export async function prepareLab(setting: LabSetting): Promise<PreparedLab> {
  if (!(await hasProgram('qemu-system-x86_64'))) {
    throw new NotPrepared('qemu-system-x86_64 is not installed (Debian: qemu-system-x86)');
  }
  try {
    return await prepare(setting);
  } catch (error) {
    throw new NotPrepared(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
