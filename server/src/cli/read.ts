import type { Command } from 'commander';
import { Option } from 'commander';
import { PatchedTree } from '../source/patched-tree.ts';
import { readChanges } from '../source/read-changes.ts';
import { type CommandContext, exitCode } from './environment.ts';
import { readInputs } from './read-inputs.ts';
import { type ReadDocument, toReadJson } from './read-json.ts';
import { readText } from './read-text.ts';

interface ReadOptions {
  readonly kernel?: string;
  readonly format: 'text' | 'json';
}

/**
 * `livepatch-check read PATCH…`: prints what was read, and judges nothing. Patches of one series are
 * located one on top of the other. Exit code 0, or 2 when a
 * file cannot be opened or holds no patch; the other files are printed all the same.
 */
export function registerRead(program: Command, { cli, finish }: CommandContext): void {
  program
    .command('read')
    .description('print what was read of patches: mails, files, hunks, functions, problems')
    .argument('<patch...>', 'diffs, mails or a quilt series file; - for standard input')
    .option('--kernel <dir>', 'kernel source tree to locate the hunks in')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .action(async (paths: readonly string[], { kernel, format }: ReadOptions) => {
      const { parser, tree } = await cli.openSource(kernel);
      const documents: ReadDocument[] = [];
      const inputs = await readInputs(cli, paths);
      for (const series of inputs.series) {
        const patched = tree === undefined ? undefined : new PatchedTree(tree);
        for (const { path, patch } of series) {
          documents.push({ path, patch, changes: await readChanges(parser, patch, patched) });
        }
      }
      const isPatch = ({ patch }: ReadDocument): boolean =>
        patch.messages.some((message) => message.files.length > 0);
      if (inputs.lacksSome || !documents.every(isPatch)) {
        finish(exitCode.input);
      }
      cli.write(
        format === 'json'
          ? `${JSON.stringify(toReadJson(documents), undefined, 2)}\n`
          : documents.map((document) => readText(cli.page, document)).join('\n'),
      );
    });
}
