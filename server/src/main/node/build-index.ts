import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layOut } from '../../kernel/index/columns.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import type { IndexProgress } from '../../kernel/index/indexes.ts';
import { linkTree } from '../../kernel/link/link.ts';
import { NotAKernelTree } from '../../kernel/open-tree.ts';
import { mergeParts } from '../../kernel/scan/merge.ts';
import { readBuildPlan } from '../../kernel/tree/build-plan.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import { releaseOf } from '../../kernel/tree/release.ts';
import type { Cancellation } from '../../ports/index-host.ts';
import { configPrint } from './config-print.ts';
import { type ListedTree, listTree } from './list-tree.ts';
import { scanTree } from './scan-tree.ts';

/** What an index is built with. */
export interface BuildIndexOptions {
  /** The text of a configuration, instead of the tree's `.config`. */
  readonly config?: string;
  readonly workerScript?: string;
  readonly workers?: number;
  readonly progress?: (progress: IndexProgress) => void;
  readonly cancellation?: Cancellation;
  /** The tree's files, where they have just been listed. */
  readonly listed?: ListedTree;
}

/** The configuration that a tree is read under: the one given, else its own; `undefined` without. */
export function configOf(root: string, given: string | undefined): string | undefined {
  return given ?? textOf(join(root, '.config'));
}

/** The tree's release; throws `NotAKernelTree` where its top has no kernel Makefile. */
export function releaseAt(root: string): string {
  const release = releaseOf(textOf(join(root, 'Makefile')) ?? '');
  if (release !== undefined) return release;
  throw new NotAKernelTree(
    'The directory has no kernel Makefile (VERSION, PATCHLEVEL) at its top; give the top directory of a kernel tree.',
  );
}

/** Reads a whole tree. Rejects with `NotAKernelTree`, or with `ScanCancelled` when called off. */
export async function buildIndex(root: string, options: BuildIndexOptions): Promise<IndexSections> {
  const release = releaseAt(root);
  options.progress?.({ step: 'listing' });
  const text = configOf(root, options.config);
  const config = text === undefined ? undefined : new KernelConfig(text);
  const arch = config?.arch ?? 'x86';
  const listed = options.listed ?? listTree(root);
  const scanning = scanTree(root, listed.files, {
    config: text,
    workerScript: options.workerScript,
    progress: (done, all) => options.progress?.({ step: 'scanning', done, all }),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.cancellation === undefined ? {} : { cancellation: options.cancellation }),
  });
  const reading = readBuildPlan(async (path) => textOf(join(root, path)), config, arch);
  const [{ parts, skipped }, plan] = await Promise.all([scanning, reading]);
  options.progress?.({ step: 'joining' });
  const { atoms, facts } = mergeParts(parts.splice(0), listed.files.length);
  const linked = linkTree({
    release,
    arch,
    files: listed.files.map((file) => file.path),
    builds: listed.files.map((file) => plan.of(file.path)),
    atoms,
    facts,
  });
  const meta = {
    release,
    arch,
    config: configPrint(text),
    skipped: [...listed.skipped, ...skipped],
  };
  return layOut(linked, meta, listed.files);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
