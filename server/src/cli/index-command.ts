import type { Command } from 'commander';
import type { RebuildReason, TreeIndex } from '../kernel/index/indexes.ts';
import { NotAKernelTree } from '../kernel/tree/release.ts';
import { type CliEnvironment, type CommandContext, InputError } from './environment.ts';
import { progressLines } from './progress-lines.ts';

/** Options of the commands that read a whole tree, as commander hands them over. */
export interface TreeOptions {
  readonly config?: string;
  readonly rebuild?: boolean;
}

/** `livepatch-check index DIR`: builds or refreshes the index of a kernel tree and prints its figures. */
export function registerIndex(program: Command, { cli }: CommandContext): void {
  program
    .command('index')
    .description('build or refresh the index of a kernel tree')
    .argument('<dir>', 'top of a kernel source tree')
    .option('--config <file>', "configuration to read the tree under (default: the tree's .config)")
    .option('--rebuild', 'read the tree anew even if it has not changed')
    .action(async (root: string, options: TreeOptions) => {
      const index = await openTreeIndex(cli, root, options);
      cli.write(figures(index));
      if (cli.indexes.linkLater(index)) {
        cli.write('calls      are joined in the background, for questions that follow them\n');
      }
    });
}

/** Opens the index of a tree for a command, with progress on standard error. Throws an `InputError`. */
export async function openTreeIndex(
  cli: CliEnvironment,
  root: string,
  options: TreeOptions,
): Promise<TreeIndex> {
  const config =
    options.config === undefined
      ? undefined
      : new TextDecoder().decode(await cli.readInput(options.config));
  const tell = progressLines((line) => cli.complain(line));
  try {
    const index = await cli.indexes.open(root, {
      ...(config === undefined ? {} : { config }),
      rebuild: options.rebuild ?? false,
      progress: tell,
    });
    if (index.unkept !== undefined) {
      cli.complain(
        `the index could not be kept (${index.unkept}); it will be built again next time`,
      );
    }
    return index;
  } catch (error) {
    if (error instanceof NotAKernelTree) throw new InputError(`${root}: ${error.message}`);
    throw error;
  }
}

function figures(index: TreeIndex): string {
  const { graph } = index;
  const lines = [
    `Linux ${graph.release} (${graph.meta.arch}), ${graph.meta.config === '' ? 'no configuration' : 'with its configuration'}`,
    `files      ${graph.fileCount}`,
    `functions  ${graph.size}`,
    `index      ${index.path} (${(index.bytes / 1e6).toFixed(1)} MB)`,
    `${index.rebuilt === undefined ? refreshed(index.reread) : reason(index.rebuilt)}, ${index.seconds.toFixed(1)} s`,
    ...index.skipped.map(({ path, reason: why }) => `left out   ${path}: ${why}`),
  ];
  return `${lines.join('\n')}\n`;
}

function reason(rebuilt: RebuildReason): string {
  switch (rebuilt.kind) {
    case 'none kept':
      return 'built';
    case 'asked for':
      return 'built anew';
    case 'unusable':
      return `built anew (the kept one was unusable: ${rebuilt.fault})`;
    case 'tree changed':
      return `built anew (${rebuilt.changes} changes)`;
  }
}

function refreshed(files: number): string {
  if (files === 0) return 'unchanged';
  return files === 1 ? '1 changed file read again' : `${files} changed files read again`;
}
