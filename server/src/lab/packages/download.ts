import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run/command.ts';
import type { PackageFiles } from './model.ts';
import { aptFor } from './suites.ts';

type Env = Readonly<Record<string, string>>;

/** `linux-headers-6.1.0-56-amd64`; not those of the `cloud` and `rt` flavours. */
const HEADERS = /^linux-headers-(\d[\d.]*[\w.+]*(?:-\d+)?-amd64)$/;

/** The newest release of a series that there are headers for. */
async function newestRelease(series: string, env: Env): Promise<string> {
  const names = await runCommand(['apt-cache', 'pkgnames', `linux-headers-${series}.`], { env });
  const releases = names.split('\n').flatMap((name) => HEADERS.exec(name)?.[1] ?? []);
  const [newest] = releases.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  if (newest === undefined) {
    throw new Error(
      `no linux-headers-${series}.… package in this machine's package sources: run apt-get update, or download linux-image, linux-headers and linux-kbuild of the kernel and give the files`,
    );
  }
  return newest;
}

async function dependencies(name: string, env: Env): Promise<readonly string[]> {
  const text = await runCommand(['apt-cache', 'depends', '--important', name], { env });
  return text.split('\n').flatMap((line) => /Depends: (\S+)/.exec(line)?.[1] ?? []);
}

/** Downloads one package into `folder`; one that is cut short never gets its name. */
async function fetchPackage(name: string, folder: string, env: Env): Promise<void> {
  const partial = await mkdtemp(join(folder, '.partial-'));
  try {
    await runCommand(['apt-get', 'download', '-q', '-o', 'Acquire::Retries=3', name], {
      cwd: partial,
      env,
      limit: 900,
    });
    for (const file of await readdir(partial))
      await rename(join(partial, file), join(folder, file));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Downloads packages into `folder` unless they are there, and gives their paths in the same order. */
async function download(
  names: readonly string[],
  folder: string,
  env: Env,
  progress: (message: string) => void,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const find = async (name: string): Promise<string | undefined> =>
    (await readdir(folder)).filter((file) => file.startsWith(`${name}_`)).sort()[0];
  const paths: string[] = [];
  for (const name of names) {
    if ((await find(name)) === undefined) {
      progress(`downloading ${name}`);
      await fetchPackage(name, folder, env);
    }
    const file = await find(name);
    if (file === undefined) throw new Error(`apt-get download ${name} left no file in ${folder}`);
    paths.push(join(folder, file));
  }
  return paths;
}

/**
 * Brings the packages of the newest kernel of `series` (`6.1`; `7` for the newest of all) into
 * `cache`, with apt, without installing anything.
 */
export async function downloadKernel(
  series: string,
  cache: string,
  progress: (message: string) => void,
): Promise<PackageFiles> {
  const env = await aptFor(series, cache);
  const release = await newestRelease(series, env);
  const headers = `linux-headers-${release}`;
  const needed = await dependencies(headers, env);
  const parts = needed.filter((name) => /^linux-(headers-.*-common|kbuild-.*)$/.test(name));
  const inner = (await dependencies(`linux-image-${release}`, env)).find((name) =>
    name.startsWith('linux-binary-'),
  );
  const folder = join(cache, 'packages', release);
  const [image = ''] = await download([inner ?? `linux-image-${release}`], folder, env, progress);
  const rest = await download([headers, ...parts], folder, env, progress);
  const foreign = Object.keys(env).length > 0;
  const libraries = foreign
    ? await download(['libc6', 'zlib1g', ...(await elfLibrary(parts, env))], folder, env, progress)
    : [];
  return { image, headers: rest, libraries };
}

/** The library for ELF files that the build tools of `linux-kbuild-…` are linked with. */
async function elfLibrary(parts: readonly string[], env: Env): Promise<readonly string[]> {
  const kbuild = parts.find((name) => name.startsWith('linux-kbuild-'));
  if (kbuild === undefined) return [];
  const elf = (await dependencies(kbuild, env)).filter((name) => name.startsWith('libelf'));
  const zstd = (await Promise.all(elf.map((name) => dependencies(name, env)))).flat();
  return [...elf, ...zstd.filter((name) => name.startsWith('libzstd'))];
}
