import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../run/command.ts';
import type { KernelPieces, PackageFiles } from './model.ts';
import { wrapTools } from './tools.ts';

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The first of `lib/modules/RELEASE/vmlinuz` and `boot/vmlinuz-RELEASE` that is there. */
async function findVmlinuz(
  folder: string,
): Promise<{ vmlinuz: string; release: string } | undefined> {
  const boot = await readdir(join(folder, 'boot')).catch(() => []);
  const [name] = boot.filter((file) => file.startsWith('vmlinuz-')).sort();
  if (name !== undefined) {
    return { vmlinuz: join(folder, 'boot', name), release: name.slice('vmlinuz-'.length) };
  }
  const modules = join(folder, 'usr/lib/modules');
  for (const release of (await readdir(modules).catch(() => [])).sort()) {
    const vmlinuz = join(modules, release, 'vmlinuz');
    if (await exists(vmlinuz)) return { vmlinuz, release };
  }
  return undefined;
}

async function findKernel(
  { image }: PackageFiles,
  folder: string,
): Promise<{ vmlinuz: string; release: string }> {
  const found = await findVmlinuz(folder);
  if (found !== undefined) return found;
  throw new Error(
    `${image}: no kernel in it; expected a linux-image package, or from 7 on the linux-binary package that it asks for`,
  );
}

/** The packages' Makefile names its other half by its place on an installed system. */
async function relocate(headers: string, folder: string): Promise<void> {
  const makefile = join(headers, 'Makefile');
  const text = await readFile(makefile, 'utf8');
  await writeFile(makefile, text.replace(/([ =])\/usr\/src\//g, `$1${folder}/usr/src/`));
}

async function describe(path: string): Promise<string> {
  const text = await runCommand([
    'dpkg-deb',
    '--show',
    '--showformat',
    '$' + '{Package} $' + '{Version}',
    path,
  ]);
  return text.trim();
}

/** Kernel modules are most of an image package and the guest loads none of them. */
async function extractImage(path: string, folder: string): Promise<void> {
  const archive = join(folder, 'image.tar');
  await runCommand(['sh', '-c', 'dpkg-deb --fsys-tarfile "$1" >"$2"', 'sh', path, archive]);
  await runCommand([
    'tar',
    '-xf',
    archive,
    '-C',
    folder,
    '--exclude=*/kernel/*',
    '--exclude=./usr/share/*',
  ]);
  await rm(archive);
}

async function extractAll(files: PackageFiles, folder: string): Promise<void> {
  await extractImage(files.image, folder);
  for (const path of files.headers) await runCommand(['dpkg-deb', '-x', path, folder]);
  const libraries = join(folder, 'libraries');
  for (const path of files.libraries) await runCommand(['dpkg-deb', '-x', path, libraries]);
}

async function headersIn(folder: string, release: string): Promise<string> {
  const headers = join(folder, 'usr/src', `linux-headers-${release}`);
  if (await exists(join(headers, 'Makefile'))) return headers;
  throw new Error(
    `no headers for ${release}: give its linux-headers packages (of the architecture, and common) and linux-kbuild`,
  );
}

/** Whole or not at all: a kernel that could not be laid out leaves nothing behind. */
async function layOut(files: PackageFiles, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await extractAll(files, partial);
    const { release } = await findKernel(files, partial);
    const headers = await headersIn(partial, release);
    await wrapTools(headers, join(partial, 'libraries'));
    await relocate(headers, folder);
    await rename(partial, folder).catch(async (error: unknown) => {
      // Another run may have been quicker.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Lays a kernel's packages out under `cache` without installing them, once: a second call finds what
 * is there. Needs `dpkg-deb` and `tar`, not root.
 */
export async function extractKernel(files: PackageFiles, cache: string): Promise<KernelPieces> {
  const folder = join(cache, 'kernels', basename(files.image, '.deb'));
  if (!(await exists(folder))) await layOut(files, folder);
  const { vmlinuz, release } = await findKernel(files, folder);
  const headers = await headersIn(folder, release);
  const packages = await Promise.all([files.image, ...files.headers].map(describe));
  return { release, vmlinuz, headers, packages };
}
