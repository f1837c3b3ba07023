import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KernelPieces } from '../packages/model.ts';
import { CommandFailed, runCommand } from '../run/command.ts';
import { chooseCompiler } from './compiler.ts';
import type { ArchiveFile } from './cpio.ts';

/** What the linker says where there is no `libc.a`, and the compiler where there are no C headers at all. */
const LINKS_NOT = /cannot find -lc\b|stdio\.h: No such file/;

async function compileInit(sources: string, into: string): Promise<ArchiveFile> {
  const names = (await readdir(sources)).filter((name) => name.endsWith('.c')).sort();
  const files = names.map((name) => join(sources, name));
  const program = join(into, 'init');
  await runCommand(
    ['gcc', '-O2', '-Wall', '-Wno-unused-result', '-static', '-o', program, ...files],
    { env: { TMPDIR: into } },
  ).catch((error: unknown) => {
    if (!(error instanceof CommandFailed && LINKS_NOT.test(error.output))) throw error;
    throw new Error(
      'gcc finds no static C library, which the guest needs: install it (Debian: libc6-dev; Fedora: glibc-static)',
      { cause: error },
    );
  });
  return { path: 'init', content: await readFile(program), program: true };
}

async function compileModules(
  sources: string,
  into: string,
  kernel: KernelPieces,
): Promise<readonly ArchiveFile[]> {
  const folder = join(into, 'modules');
  await cp(sources, folder, { recursive: true });
  const compiler = await chooseCompiler(kernel, into);
  // BTF of modules needs the kernel's own, which is not at hand, and is of no use here.
  await runCommand(
    [
      'make',
      '-C',
      kernel.headers,
      `M=${folder}`,
      `CC=${compiler}`,
      'CONFIG_DEBUG_INFO_BTF_MODULES=',
      'modules',
    ],
    { limit: 300, env: { TMPDIR: into } },
  );
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ko')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `lib/${name}`,
      content: await readFile(join(folder, name)),
      program: false,
    })),
  );
}

/**
 * Builds what the guest runs from the sources under `sources` (its `guest/` and `modules/`): the init
 * program, statically linked, and the modules for `kernel`. Rejects when a compiler is missing or
 * refuses. Whatever the compilers leave lies in a folder that is removed.
 */
export async function buildGuest(
  sources: string,
  kernel: KernelPieces,
): Promise<readonly ArchiveFile[]> {
  const into = await mkdtemp(join(tmpdir(), 'livepatch-lab-build-'));
  try {
    const init = await compileInit(join(sources, 'guest'), into);
    const modules = await compileModules(join(sources, 'modules'), into, kernel);
    return [init, ...modules];
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}
