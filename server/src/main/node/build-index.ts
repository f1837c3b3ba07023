import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../kernel/index/assemble.ts';
import { KnownBuilds } from '../../kernel/index/builds.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import type { IndexProgress } from '../../kernel/index/indexes.ts';
import type { FileBuild } from '../../kernel/link/file-build.ts';
import { type BuildPlan, buildPlanOf } from '../../kernel/tree/build-plan.ts';
import { KernelConfig } from '../../kernel/tree/config.ts';
import { NotAKernelTree, releaseOf } from '../../kernel/tree/release.ts';
import type { Cancellation } from '../../ports/index-host.ts';
import { configPrint } from './config-print.ts';
import { writeWhole } from './index-file.ts';
import { reasonOf } from './list-tree.ts';
import { type MakefileStamp, makefileStamp } from './makefile-stamps.ts';
import { scanTree } from './scan-tree.ts';

/** What an index is built with. */
export interface BuildIndexOptions {
  /** The text of a configuration, instead of the tree's `.config`. */
  readonly config?: string;
  readonly scanScript?: string;
  readonly workers?: number;
  readonly progress?: (progress: IndexProgress) => void;
  readonly cancellation?: Cancellation;
}

/** The configuration that a tree is read under: the one given, else its own; `undefined` without. */
export function configOf(root: string, given: string | undefined): string | undefined {
  return given ?? textOf(join(root, '.config'));
}

/** What the Makefiles of a tree say of a file under a configuration; they are read at the first question. */
export function planOf(root: string, text: string | undefined): (path: string) => FileBuild {
  let plan: BuildPlan | undefined;
  return (path) => {
    plan ??= readPlan(root, text);
    return plan.of(path);
  };
}

function readPlan(root: string, text: string | undefined): BuildPlan {
  const config = text === undefined ? undefined : new KernelConfig(text);
  const read = (makefile: string): string | undefined => textOf(join(root, makefile));
  return buildPlanOf(read, config, config?.arch ?? 'x86');
}

/** The tree's release; throws `NotAKernelTree` where its top has no kernel Makefile. */
export function releaseAt(root: string): string {
  const release = releaseOf(textOf(join(root, 'Makefile')) ?? '');
  if (release !== undefined) return release;
  throw new NotAKernelTree(`${lackOf(root)}; give the top directory of a kernel tree.`);
}

function lackOf(root: string): string {
  const stat = statSync(root, { throwIfNoEntry: false });
  if (stat === undefined) return 'There is no such directory';
  if (!stat.isDirectory()) return 'This is no directory';
  return 'The directory has no kernel Makefile (VERSION, PATCHLEVEL) at its top';
}

/** A new index, and why it could not be kept, where that is so. */
export interface BuiltIndex {
  readonly sections: IndexSections;
  readonly unkept: string | undefined;
}

/**
 * Reads a whole tree and keeps its index at a path. Rejects with `NotAKernelTree`, or with
 * `ScanCancelled` when called off.
 */
export async function buildIndex(
  root: string,
  path: string,
  options: BuildIndexOptions,
): Promise<BuiltIndex> {
  const release = releaseAt(root);
  options.progress?.({ step: 'listing' });
  const text = configOf(root, options.config);
  const config = text === undefined ? undefined : new KernelConfig(text);
  const arch = config?.arch ?? 'x86';
  const makefiles: MakefileStamp[] = [];
  const read = (makefile: string): string | undefined => {
    const stamp = makefileStamp(root, makefile);
    makefiles.push(stamp);
    return stamp[1] < 0 ? undefined : textOf(`${root}/${makefile}`);
  };
  const builds = new KnownBuilds();
  let listed = new Int32Array();
  const scan = {
    config: text,
    scanScript: options.scanScript,
    listed: (paths: readonly string[]): void => {
      // While the threads scan.
      const plan = buildPlanOf(read, config, arch);
      listed = Int32Array.from(paths, (file) => builds.placeOf(plan.of(file)));
    },
    progress: (done: number, all: number) => options.progress?.({ step: 'scanning', done, all }),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.cancellation === undefined ? {} : { cancellation: options.cancellation }),
  };
  return scanTree(root, scan, async ({ parts, names, files, skipped, crew, write }) => {
    options.progress?.({ step: 'joining' });
    const meta = { release, arch, config: configPrint(text), makefiles, skipped };
    const places = files.numbers.map((number) => listed[number] ?? 0);
    const said = { list: builds.list, places };
    const sections = await assemble(parts, names, files, said, meta, crew);
    const unkept = await attempt(() => writeWhole(path, (file) => write(file, sections)));
    return { sections, unkept };
  });
}

/** Why something could not be done; `undefined` when it was. */
async function attempt(action: () => Promise<void>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
