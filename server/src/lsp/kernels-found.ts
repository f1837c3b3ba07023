import { releaseOf } from '../kernel/tree/release.ts';
import type { FoundKernel } from '../protocol/kernels-found.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Folders that never hold a kernel tree, and others after so many, are not looked into. */
const passedOver = /^(?:\.|node_modules$|__pycache__$)/;
const mostFolders = 200;

/** What a tree has at its top beside the Makefile (`make help`'s own folders). */
const treeSigns = ['Kbuild', 'Kconfig', 'kernel', 'include'];

/** What a build leaves in its folder. */
const buildSigns = ['compile_commands.json', '.config', 'System.map', 'vmlinux'];

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file://')) return undefined;
  const path = decodeURIComponent(uri.slice('file://'.length));
  // A drive letter stands behind a slash.
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}

function uriOf(path: string): string {
  return `file://${path.startsWith('/') ? '' : '/'}${encodeURI(path)}`;
}

/** The release of the kernel tree at a folder; `undefined` where it is none. */
async function releaseIn(
  files: WorkspaceFiles,
  uri: string,
  names: readonly string[],
): Promise<string | undefined> {
  if (!names.includes('Makefile') || !treeSigns.every((sign) => names.includes(sign))) {
    return undefined;
  }
  const makefile = await files.read(`${uri}/Makefile`);
  return makefile === undefined ? undefined : releaseOf(makefile);
}

/**
 * The tree that a build folder is of: what its own Makefile includes (`scripts/Makefile.build` of a
 * build with `O=`), or what the first entry of its `compile_commands.json` lies in.
 */
async function treeOfBuild(
  files: WorkspaceFiles,
  uri: string,
  names: readonly string[],
): Promise<string | undefined> {
  const makefile = names.includes('Makefile') ? await files.read(`${uri}/Makefile`) : undefined;
  const [, included] = /^include (\/.+)\/Makefile$/m.exec(makefile ?? '') ?? [];
  if (included !== undefined) return included;
  if (!names.includes('compile_commands.json')) return undefined;
  const commands = (await files.read(`${uri}/compile_commands.json`))?.slice(0, 20_000) ?? '';
  const [, file] = /"file":\s*"(\/[^"]+)\/(?:init|kernel|arch|mm|fs)\/[^"]*"/.exec(commands) ?? [];
  return file;
}

async function inFolder(
  files: WorkspaceFiles,
  uri: string,
  shown: string,
): Promise<readonly FoundKernel[]> {
  const names = await files.list(uri);
  const tree = pathOf(uri);
  const release = tree === undefined ? undefined : await releaseIn(files, uri, names);
  const signs = buildSigns.filter((sign) => names.includes(sign));
  if (tree !== undefined && release !== undefined) {
    const from = [`the kernel tree ${shown}`, ...(signs.length > 0 ? [signs.join(', ')] : [])];
    const build = signs.length > 0 ? tree : undefined;
    return [{ tree, release, build, from: from.join(' with ') }];
  }
  if (signs.length === 0) return [];
  const named = await treeOfBuild(files, uri, names);
  if (named === undefined) return [];
  const there = uriOf(named);
  const built = await releaseIn(files, there, await files.list(there));
  return built === undefined
    ? []
    : [{ tree: named, release: built, build: tree, from: `${signs.join(', ')} in ${shown}` }];
}

/**
 * Kernel trees in the workspace: its folders and those one below them, and the trees that build folders
 * there are of. Each tree once.
 */
export async function findKernels(
  files: WorkspaceFiles,
  folders: readonly string[],
): Promise<readonly FoundKernel[]> {
  const found = new Map<string, FoundKernel>();
  for (const folder of folders) {
    const names = (await files.list(folder)).filter((name) => !passedOver.test(name));
    const places = [
      [folder, folder.slice(folder.lastIndexOf('/') + 1)] as const,
      ...names
        .slice(0, mostFolders)
        .map((name) => [`${folder}/${encodeURIComponent(name)}`, name] as const),
    ];
    for (const [uri, name] of places) {
      for (const kernel of await inFolder(files, uri, name)) {
        const known = found.get(kernel.tree);
        if (known?.build === undefined) found.set(kernel.tree, kernel);
      }
    }
  }
  return [...found.values()];
}
