import type { FileTree } from '../ports/files.ts';
import { assembleOne, type ScannedFile } from './index/assemble.ts';
import { IndexGraph } from './index/index-graph.ts';
import { IndexedFacts } from './index/tree-facts.ts';
import type { KernelGraph } from './model.ts';
import { Scanner } from './scan/scanner.ts';
import { readBuildPlan } from './tree/build-plan.ts';
import { KernelConfig } from './tree/config.ts';
import { NotAKernelTree, releaseOf } from './tree/release.ts';

/** How a tree is read. */
export interface OpenTreeOptions {
  /** The text of a `.config`, instead of the tree's own. */
  readonly config?: string;
  /** Directories to read, instead of the whole tree. */
  readonly directories?: readonly string[];
}

const decoder = new TextDecoder();

/**
 * Reads a kernel tree into a call graph held in memory. `files` is rooted at the tree.
 * Rejects with `NotAKernelTree` when there is no kernel Makefile at its top.
 */
export async function openKernelTree(
  files: FileTree,
  options: OpenTreeOptions = {},
): Promise<KernelGraph> {
  const makefile = await files.read('Makefile');
  const release = makefile === undefined ? undefined : releaseOf(decoder.decode(makefile));
  if (release === undefined) {
    throw new NotAKernelTree(
      'The directory has no kernel Makefile (VERSION, PATCHLEVEL) at its top; give the top directory of a kernel tree.',
    );
  }
  const own = options.config === undefined ? await files.read('.config') : undefined;
  const text = options.config ?? (own === undefined ? undefined : decoder.decode(own));
  const config = text === undefined ? undefined : new KernelConfig(text);
  const arch = config?.arch ?? 'x86';
  const plan = await readBuildPlan(
    async (path) => {
      const bytes = await files.read(path);
      return bytes === undefined ? undefined : decoder.decode(bytes);
    },
    config,
    arch,
  );
  const scanner = new Scanner(config);
  const scanned: ScannedFile[] = [];
  for (const directory of options.directories ?? ['']) {
    for await (const path of sourcesUnder(files, directory)) {
      const bytes = await files.read(path);
      if (bytes === undefined) continue;
      scanner.scan(bytes, path);
      scanned.push({ path, size: bytes.length, modified: 0 });
    }
  }
  const meta = { release, arch, config: '', makefiles: [], skipped: [] };
  const sections = await assembleOne(scanner.found(), scanned, (path) => plan.of(path), meta);
  return new IndexGraph(new IndexedFacts(sections));
}

async function* sourcesUnder(files: FileTree, directory: string): AsyncIterable<string> {
  for (const name of await files.list(directory)) {
    if (name.startsWith('.')) continue;
    const path = directory === '' ? name : `${directory}/${name}`;
    if (/\.[ch]$/.test(name)) yield path;
    else if (!name.includes('.') || (await files.stat(path))?.kind === 'directory') {
      if ((await files.stat(path))?.kind === 'directory') yield* sourcesUnder(files, path);
    }
  }
}
