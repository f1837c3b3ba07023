import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PackageFiles } from './model.ts';

/** Debian's libraries that the programs of `linux-kbuild-…` are linked with. */
const LIBRARY = /^(libc6|zlib1g|libelf1(t64)?|libzstd1)_/;

/** What a kernel package's name tells, and the names of those that belong to it. */
interface KernelName {
  /** `5.10.0-46-amd64` */
  readonly release: string;
  readonly headers: string;
  /** Debian's further parts of the headers; a kernel's own `make bindeb-pkg` has none. */
  readonly parts: readonly string[];
}

function kernelName(image: string): KernelName | undefined {
  const [, release] = /^linux-(?:image|binary)-(?:unsigned-)?([^_]+)_/.exec(basename(image)) ?? [];
  if (release === undefined) return undefined;
  const common = release.replace(/-[a-z][\w-]*$/, '');
  const [series = ''] = /^\d+\.\d+/.exec(release) ?? [];
  return {
    release,
    headers: `linux-headers-${release}`,
    parts: [
      `linux-headers-${common}-common`,
      `linux-kbuild-${common}`,
      ...(series === common ? [] : [`linux-kbuild-${series}`]),
    ],
  };
}

/** The package of that name in a folder's listing. */
function find(names: readonly string[], wanted: string): string | undefined {
  return names.find((name) => name.startsWith(`${wanted}_`) && name.endsWith('.deb'));
}

/** From 7 on Debian's `linux-image-…` only asks for the `linux-binary-…` that has the kernel. */
function withKernel(image: string, names: readonly string[], release: string): string {
  if (!basename(image).startsWith('linux-image-')) return image;
  const binary = find(names, `linux-binary-${release}`);
  return binary === undefined ? image : join(dirname(image), binary);
}

/**
 * The packages of a kernel that the user has at hand: `image`, and what it needs from `headers` or, where
 * none are given, from beside it. Throws with a sentence for the user where something is missing.
 */
export async function packagesGiven(
  image: string,
  headers: readonly string[],
): Promise<PackageFiles> {
  const names = (await readdir(dirname(image)).catch(() => [])).sort();
  const kernel = kernelName(image);
  const isLibrary = (path: string): boolean => LIBRARY.test(basename(path));
  if (headers.length > 0) {
    return {
      image: kernel === undefined ? image : withKernel(image, names, kernel.release),
      headers: headers.filter((path) => !isLibrary(path)),
      libraries: headers.filter(isLibrary),
    };
  }
  if (kernel === undefined) {
    throw new Error(
      `${image}: not the name of a kernel package (linux-image-RELEASE_VERSION_ARCHITECTURE.deb), so its headers cannot be looked for beside it: give the kernel's package, or its linux-headers and linux-kbuild packages too`,
    );
  }
  const beside = (name: string): readonly string[] => {
    const file = find(names, name);
    return file === undefined ? [] : [join(dirname(image), file)];
  };
  const own = beside(kernel.headers);
  if (own.length === 0) {
    throw new Error(
      `${image}: ${kernel.headers} is not beside it; download that, ${kernel.parts.slice(0, 1).join('')} and linux-kbuild of the same version (apt-get download), or say where they are`,
    );
  }
  return {
    image: withKernel(image, names, kernel.release),
    headers: [...own, ...kernel.parts.flatMap(beside)],
    libraries: names.filter(isLibrary).map((name) => join(dirname(image), name)),
  };
}
